using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>The list of peers, a peer's page, and the frame around them.</summary>
public sealed class PeerPageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Fact]
    public async Task Bad_input_gets_an_error_beside_its_field_and_loses_nothing()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/seoul/presence/inter-clustering/new");
        await admin.FillPeerAsync("127.1");
        await page.GetByLabel("Confirm AXL Password").FillAsync("other");
        await admin.ClickAsync("Save");
        await Expect(
                page.Locator(".field", new() { HasText = "Peer Address" })
                    .GetByRole(AriaRole.Alert)
            )
            .ToContainTextAsync("An IPv4 address has four numbers");
        await Expect(
                page.Locator(".field", new() { HasText = "Confirm AXL Password" })
                    .GetByRole(AriaRole.Alert)
            )
            .ToContainTextAsync("do not match");
        await Browser.PictureAsync(page, "page-errors");
        await Expect(page.GetByLabel("Peer Address")).ToHaveValueAsync("127.1");
        await Expect(page.GetByLabel("AXL Password", new() { Exact = true }))
            .ToHaveValueAsync("icsa-lab");

        await page.GetByLabel("Confirm AXL Password").FillAsync("icsa-lab");
        await page.GetByLabel("Peer Address").FillAsync(Console.Publisher(0));
        await admin.ClickAsync("Save");
        await Expect(
                page.Locator(".field", new() { HasText = "Peer Address" })
                    .GetByRole(AriaRole.Alert)
            )
            .ToContainTextAsync("This is a node of this cluster");
    }

    [Fact]
    public async Task Cancel_at_first_contact_keeps_nothing()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/seoul/presence/inter-clustering/new");
        await admin.FillPeerAsync(Console.Publisher(1));
        await admin.ClickAsync("Save");
        await Expect(admin.Dialog).ToBeVisibleAsync();
        await Browser.PictureAsync(page, "page-first-contact");
        // A second Enter must not trust.
        await Expect(admin.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }))
            .ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(admin.Dialog).ToHaveCountAsync(0);
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Cancel");
        await Expect(admin.Dialog).ToHaveCountAsync(0);
        await Expect(admin.Main.GetByRole(AriaRole.Button, new() { Name = "Save" }))
            .ToBeFocusedAsync();
        await Expect(page.GetByLabel("Peer Address")).ToHaveValueAsync(Console.Publisher(1));
        await admin.OpenListAsync("seoul");
        await Expect(admin.Main).ToContainTextAsync("No inter-cluster peers yet");
    }

    [Fact]
    public async Task An_unreachable_peer_is_saved_and_names_the_layer_that_fails()
    {
        var (page, admin) = await SignedInAsync(Words.Korean, 390, ColorScheme.Dark);
        await page.GotoAsync("/clusters/seoul/presence/inter-clustering/new");
        await admin.FillPeerAsync($"{Console.Publisher(1)[..^1]}77");
        await admin.ClickAsync("저장");
        await Expect(admin.Panel).ToContainTextAsync("연결할 수 없음");
        await Expect(admin.Panel).ToContainTextAsync("실패한 단계: TCP");
        await Expect(admin.Marks("X 표시")).ToHaveCountAsync(1);
        await Browser.PictureAsync(page, "page-unreachable");
        await admin.OpenListAsync("seoul");
        await Browser.PictureAsync(page, "list-unreachable");
    }

    [Fact]
    public async Task A_wrong_password_shows_as_a_failed_login_and_an_edit_mends_it()
    {
        var (page, admin) = await SignedInAsync(scheme: ColorScheme.Dark);
        await page.GotoAsync("/clusters/seoul/presence/inter-clustering/new");
        await admin.FillPeerAsync(Console.Publisher(1), "wrong");
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Accept");
        await Expect(admin.Panel).ToContainTextAsync("The AXL username or password is wrong");
        await Expect(admin.Marks("X mark")).ToHaveCountAsync(1);
        await Browser.PictureAsync(page, "page-login-failed");

        await page.GetByLabel("AXL Password", new() { Exact = true }).FillAsync("icsa-lab");
        await page.GetByLabel("Confirm AXL Password").FillAsync("icsa-lab");
        await admin.ClickAsync("Save");
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await Expect(page.GetByLabel("AXL Password", new() { Exact = true }))
            .ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_stored_password_never_reaches_the_browser_and_an_empty_one_keeps_it()
    {
        var (page, admin) = await SignedInAsync();
        var frames = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
                frames.Enqueue(
                    frame.Binary is { } bytes
                        ? System.Text.Encoding.Latin1.GetString(bytes)
                        : frame.Text ?? ""
                );
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await page.ReloadAsync();
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await page.GetByLabel("Protocol")
            .SelectOptionAsync(new SelectOptionValue { Label = "UDP" });
        await admin.ClickAsync("Save");
        await Expect(admin.Main).ToContainTextAsync("Saved.");
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        Assert.NotEmpty(frames);
        Assert.DoesNotContain(frames, f => f.Contains("icsa-lab", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_one_administrator_does_another_sees_without_reload()
    {
        var (_, admin) = await SignedInAsync();
        var (watching, watcher) = await SignedInAsync(Words.Korean);
        await watcher.OpenListAsync("seoul");
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(watcher.Main).ToContainTextAsync("상대 쪽에 아직 추가되지 않음");
        await admin.ClickAsync("Delete");
        await admin.ConfirmAsync("Delete");
        await Expect(watcher.Main).ToContainTextAsync("아직 인터클러스터 피어가 없습니다");
        await Browser.PictureAsync(watching, "list-empty-ko");
    }

    [Fact]
    public async Task Two_administrators_who_edit_the_same_peer_do_not_overwrite_each_other_unseen()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var (other, late) = await SignedInAsync();
        await other.GotoAsync(page.Url);
        await Expect(other.GetByLabel("AXL Username")).ToHaveValueAsync("icsa");
        await page.GetByLabel("Protocol")
            .SelectOptionAsync(new SelectOptionValue { Label = "UDP" });
        // That the peer was added is said no longer.
        await Expect(admin.Main).Not.ToContainTextAsync("Saved.");
        await admin.ClickAsync("Save");
        await Expect(admin.Main).ToContainTextAsync("Saved.");

        await other.GetByLabel("AXL Username").FillAsync("someone");
        await late.ClickAsync("Save");
        await Expect(late.Main).ToContainTextAsync("administrator saved this at");
        await Expect(late.Main).ToContainTextAsync("Now: UDP");
        await Expect(other.GetByLabel("AXL Username")).ToHaveValueAsync("someone");
    }

    [Fact]
    public async Task Of_ten_administrators_who_save_the_same_peer_one_is_first_and_nine_are_told()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var tabs = new List<IPage>();
        for (var i = 0; i < 10; i++)
        {
            var tab = await page.Context.NewPageAsync();
            await tab.GotoAsync(page.Url);
            await tab.GetByLabel("AXL Username").FillAsync($"user{i}");
            tabs.Add(tab);
        }

        await Task.WhenAll(
            tabs.Select(t =>
                t.Locator("main")
                    .GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true })
                    .ClickAsync()
            )
        );
        foreach (var tab in tabs)
            await Expect(tab.Locator("main"))
                .ToContainTextAsync(
                    new System.Text.RegularExpressions.Regex(
                        "Saved\\.|administrator saved this at"
                    )
                );

        var saved = new List<int>();
        for (var i = 0; i < tabs.Count; i++)
        {
            // What was typed is still there, whoever was first.
            await Expect(tabs[i].GetByLabel("AXL Username")).ToHaveValueAsync($"user{i}");
            if (await tabs[i].GetByText("Saved.", new() { Exact = true }).CountAsync() > 0)
                saved.Add(i);
        }

        await page.ReloadAsync();
        await Expect(page.GetByLabel("AXL Username"))
            .ToHaveValueAsync($"user{Assert.Single(saved)}");
    }

    [Fact]
    public async Task Re_pointing_an_entry_says_what_it_costs_before_and_what_changed_after()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await admin.FillPeerAsync(Console.Publisher(2));
        await admin.ClickAsync("Save");
        await Expect(admin.Dialog)
            .ToContainTextAsync($"now points to {Console.Publisher(1)} (singapore)");
        await Expect(admin.Dialog).ToContainTextAsync("the 30 users");
        await Browser.PictureAsync(page, "peer-move");
        await admin.ConfirmAsync("Accept");
        await Expect(admin.Entry("Address changed"))
            .ToContainTextAsync("frankfurt instead of singapore");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");

        // To where nobody answers: no certificate to show, but the same question.
        await admin.FillPeerAsync(Console.Address(4, 9));
        await admin.ClickAsync("Save");
        await Expect(admin.Dialog).ToContainTextAsync("starts from scratch");
        await admin.ConfirmAsync("Cancel");
        await Expect(admin.Dialog).ToHaveCountAsync(0);
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Change address");
        await Expect(admin.Panel).ToContainTextAsync("Not reachable");
        await Expect(admin.Entry("Associated Users")).Not.ToContainTextAsync("30 here");
    }

    [Fact]
    public async Task A_page_left_open_comes_back_with_what_was_typed_when_the_console_was_restarted()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var username = page.GetByLabel("AXL Username", new() { Exact = true });
        var password = page.GetByLabel("AXL Password", new() { Exact = true });
        await username.FillAsync("typed before");
        await password.FillAsync("secret before");
        await page.EvaluateAsync("() => { window.isThePageFromBefore = true; }");
        Console.Process.Kill();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Console.RestartAsync();
        await page.WaitForFunctionAsync("() => !window.isThePageFromBefore");
        await Expect(username).ToHaveValueAsync("typed before");
        await Expect(password).ToHaveValueAsync("");
        await Expect(admin.Main).ToContainTextAsync("What you typed before was restored");
        await admin.ClickAsync("Discard");
        await Expect(username).ToHaveValueAsync("icsa");
        await Expect(admin.Panel).ToContainTextAsync("Reachable");
        await admin.ClickAsync("Force Manual Sync");
        await admin.ConfirmAsync("OK");
        await Expect(admin.Dialog).ToContainTextAsync("Synchronized in");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_saved_is_what_is_on_the_screen_although_the_typing_got_lost_on_the_way(
        bool breaks
    )
    {
        var (page, admin) = await SignedInAsync();
        IWebSocketRoute? socket = null;
        // The next connection is whole from its beginning.
        IWebSocketRoute? dead = null;
        await page.RouteWebSocketAsync("**/_blazor**", route =>
        {
            socket = route;
            var server = route.ConnectToServer();
            route.OnMessage(frame => Pass(server, frame, IsDead(route)));
            // What a page is shown gets lost only with the connection.
            server.OnMessage(frame => Pass(route, frame, breaks && IsDead(route)));
        });
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New", Exact = true })
            .First.ClickAsync();
        var address = page.GetByLabel("Peer Address", new() { Exact = true });
        await Expect(address).ToBeVisibleAsync();
        Volatile.Write(ref dead, socket);
        await admin.FillPeerAsync(Console.Publisher(1));
        if (breaks)
            await socket!.CloseAsync();
        else
            Volatile.Write(ref dead, null);
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(address).ToHaveValueAsync(Console.Publisher(1));
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Accept");
        await Expect(admin.Panel).ToContainTextAsync("In sync");

        bool IsDead(IWebSocketRoute route) => ReferenceEquals(Volatile.Read(ref dead), route);

        static void Pass(IWebSocketRoute to, IWebSocketFrame frame, bool isLost)
        {
            if (isLost)
                return;
            if (frame.Binary is { } binary)
                to.Send(binary);
            else
                to.Send(frame.Text!);
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_other_tabs_too()
    {
        var (page, admin) = await SignedInAsync();
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New", Exact = true })
            .First.ClickAsync();
        // Also one with something typed, which asks whoever leaves it otherwise.
        await page.GetByLabel("Peer Address", new() { Exact = true }).FillAsync("half");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/clusters");
        await SignOutAsync(other);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task The_language_is_switched_in_the_frame_and_stays()
    {
        var (page, admin) = await SignedInAsync();
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New" })
            .First.ClickAsync();
        await Expect(admin.Main).ToContainTextAsync("New intercluster peer");
        await page.GoBackAsync();
        await Expect(admin.Main).ToContainTextAsync("Find peers where");
        await page.GetByRole(AriaRole.Link, new() { Name = "한국어" }).ClickAsync();
        await Expect(admin.Main).ToContainTextAsync("인터클러스터 피어");
        Assert.EndsWith(
            "/clusters/seoul/presence/inter-clustering",
            page.Url,
            StringComparison.Ordinal
        );
        await page.ReloadAsync();
        await Expect(admin.Main).ToContainTextAsync("인터클러스터 피어");
    }

    [Fact]
    public async Task Find_shows_the_peers_that_match_and_its_link_does_too()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await admin.OpenListAsync("seoul");
        await page.GetByLabel("Text").FillAsync("10.");
        await admin.ClickAsync("Find");
        await Expect(admin.Main).ToContainTextAsync("No peers match the search.");
        Assert.Contains("text=10.", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Text")).ToHaveValueAsync("10.");
        await admin.ClickAsync("Clear Filter");
        await Expect(
                admin.Main.GetByRole(AriaRole.Link, new() { Name = Console.Publisher(1) })
            )
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_is_sorted_selected_and_deleted_as_a_whole()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await admin.AddPeerAsync("seoul", Console.Publisher(2));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        await admin.OpenListAsync("seoul");
        var addresses = admin.Main.Locator("td.mono a");
        await Expect(addresses).ToHaveTextAsync([Console.Publisher(1), Console.Publisher(2)]);
        await admin.ClickAsync("Remote cluster");
        await Expect(addresses).ToHaveTextAsync([Console.Publisher(2), Console.Publisher(1)]);
        await page.ReloadAsync();
        await Expect(addresses).ToHaveTextAsync([Console.Publisher(2), Console.Publisher(1)]);
        await Browser.PictureAsync(page, "list-two");

        await admin.ClickAsync("Select All");
        await admin.ClickAsync("Clear All");
        await Expect(admin.Main.GetByRole(AriaRole.Button, new() { Name = "Delete Selected" }))
            .ToBeDisabledAsync();
        await admin.ClickAsync("Select All");
        await admin.ClickAsync("Force Manual Sync");
        await admin.ConfirmAsync("OK");
        await Expect(admin.Dialog.GetByText("Synchronized in")).ToHaveCountAsync(2);
        await Browser.PictureAsync(page, "force-two");
        await admin.ConfirmAsync("Close");
        await admin.ClickAsync("Delete Selected");
        await admin.ConfirmAsync("Delete");
        await Expect(admin.Main).ToContainTextAsync("No inter-cluster peers yet");
    }

    [Fact]
    public async Task Menu_and_cluster_choice_lead_to_the_pages()
    {
        var (page, admin) = await SignedInAsync(width: 390);
        await page.GotoAsync("/clusters");
        await Expect(admin.Main).ToContainTextAsync("Hosted by this console");
        await Browser.PictureAsync(page, "clusters-390");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await page.GetByText("Presence", new() { Exact = true }).ClickAsync();
        await Browser.PictureAsync(page, "menu-390");
        await page.GetByRole(AriaRole.Link, new() { Name = "Inter-Clustering" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("frankfurt");
        await page.GetByLabel("Cluster", new() { Exact = true })
            .SelectOptionAsync("singapore");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("singapore");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await SignOutAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Sign in");
        await page.GotoAsync("/clusters");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Sign in");
    }
}
