using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// The guide's task flow from its first step to its last, and the deletion, page by page as the
/// guide leads through them.
/// </summary>
public sealed class GuideWalkTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    private const string Axl = "Cisco AXL Web Service|Cisco AXL 웹 서비스";
    private const string SyncAgent = "Cisco Sync Agent|Cisco 동기화 에이전트";
    private const string Intercluster =
        "Cisco Intercluster Sync Agent|Cisco 클러스터 간 동기화 에이전트";

    [Fact]
    public async Task The_whole_guide_is_walked_by_keyboard_alone_in_Korean()
    {
        var page = await PageAsync(Words.Korean);
        await WalkAsync(page, Words.Korean, new Keyboard(page));
    }

    [Fact]
    public async Task The_whole_guide_is_walked_on_a_phone()
    {
        var page = await PageAsync(width: 390, hasTouch: true);
        await WalkAsync(page, Words.English, new Finger());
    }

    private async Task WalkAsync(IPage page, Words words, Hand hand)
    {
        var admin = new Administrator(page, words);
        // The first of the clusters is chosen.
        var at = 0;
        await page.GotoAsync("/");
        await hand.TypeAsync(page.GetByLabel(words.Username), "administrator");
        await hand.TypeAsync(page.GetByLabel(words.Password), Testing.ConsoleProcess.Password);
        await hand.PressAsync(Button(page, words.SignIn));
        await Expect(admin.Main).ToContainTextAsync("frankfurt");
        await ChooseClusterAsync("seoul");

        // Step 1.
        await GoAsync("Diagnostics|진단", "System Troubleshooter|시스템 문제 해결 도구");
        var users = admin.Main.Locator("#section-User");
        await hand.PressAsync(users.Locator("> summary"));
        await Expect(users).ToHaveAttributeAsync("open", "");

        // Steps 2 and 3, on every node where the guide says so.
        foreach (var node in (int[])[1, 2])
            await ExpectServiceAsync(
                "Feature|기능",
                Console.Address(0, node),
                Axl,
                "Started|시작됨"
            );
        await ExpectServiceAsync(
            "Network|네트워크",
            Console.Address(0, 1),
            SyncAgent,
            "Running|실행 중"
        );

        // Step 4, on both sides.
        await AddAsync(Console.Publisher(1));
        await ChooseClusterAsync("singapore");
        await AddAsync(Console.Publisher(0));
        await Expect(admin.Panel).ToContainTextAsync(words.InStep);
        await ChooseClusterAsync("seoul");

        // Step 5.
        await ExpectServiceAsync(
            "Network|네트워크",
            Console.Address(0, 2),
            Intercluster,
            "Running|실행 중"
        );

        // Step 6.
        await OpenPeersAsync();
        await hand.TypeAsync(page.GetByLabel(Say("Text|검색어")), Console.Publisher(1));
        await hand.PressAsync(Button(page, Say("Find|찾기")));
        var row = admin.Main.GetByRole(AriaRole.Row).Filter(new() { HasText = "singapore" });
        await Expect(row).ToContainTextAsync(words.InStep);
        await Expect(row).ToContainTextAsync("30");

        // Step 7.
        await hand.TickAsync(row.GetByRole(AriaRole.Checkbox));
        await hand.PressAsync(Button(page, words.ForceSync));
        await hand.TickAsync(admin.Dialog.GetByLabel(words.Resync));
        await hand.PressAsync(In(admin.Dialog, words.Ok));
        await Expect(admin.Dialog).ToContainTextAsync(words.CertificatesTaken);
        await hand.PressAsync(In(admin.Dialog, words.Close));

        // Steps 8 to 10.
        await GoAsync("System|시스템", "Service Parameters|서비스 파라미터");
        await hand.ChooseAsync(
            page.Locator("#parameter-AutoRecovery"),
            Say("Disabled|비활성화됨")
        );
        await hand.TypeAsync(page.Locator("#parameter-SyncInterval"), "40");
        await hand.ChooseAsync(
            page.Locator("#parameter-CertificateSync"),
            Say("Do not perform certificate sync|인증서 동기화를 수행하지 않음")
        );
        await hand.PressAsync(Button(page, words.Save));
        var saved = admin
            .Main.GetByRole(AriaRole.Status)
            .Filter(new() { HasText = Say("Saved|저장") });
        await Expect(saved).ToBeVisibleAsync();
        await hand.PressAsync(Button(page, Say("Set to Default|기본값으로 설정")));
        await Expect(saved).ToBeHiddenAsync();
        await hand.PressAsync(Button(page, words.Save));
        await Expect(saved).ToBeVisibleAsync();

        // The deletion, on both sides.
        foreach (var cluster in (string[])["seoul", "singapore"])
        {
            await ChooseClusterAsync(cluster);
            await OpenPeersAsync();
            var other = Console.Publisher(cluster == "seoul" ? 1 : 0);
            await hand.TickAsync(admin.Main.GetByLabel(Say($"Select {other}|{other} 선택")));
            await hand.PressAsync(Button(page, words.DeleteSelected));
            await hand.PressAsync(In(admin.Dialog, words.Delete));
            await Expect(admin.Main).ToContainTextAsync(words.NoPeers);
        }

        string Say(string both) => both.Split('|')[words.Language == "ko" ? 1 : 0];

        async Task GoAsync(string menu, string item)
        {
            var fold = page.Locator("nav.menu .fold");
            if (await fold.IsVisibleAsync())
                await hand.PressAsync(fold);
            await hand.PressAsync(
                page.Locator("nav.menu summary").GetByText(Say(menu), new() { Exact = true })
            );
            await hand.PressAsync(
                page.Locator("nav.menu")
                    .GetByRole(AriaRole.Link, new() { Name = Say(item), Exact = true })
            );
            await Expect(page.Locator("nav.menu a[aria-current=page]"))
                .ToHaveTextAsync(Say(item));
        }

        async Task OpenPeersAsync() =>
            await GoAsync("Presence|프레즌스", "Inter-Clustering|클러스터 간");

        // Step by step, since each leads to a page.
        async Task ChooseClusterAsync(string cluster)
        {
            string[] all = ["frankfurt", "seoul", "singapore"];
            while (all[at] != cluster)
            {
                at += Array.IndexOf(all, cluster) > at ? 1 : -1;
                await hand.ChooseAsync(
                    page.Locator("#cluster-choice"),
                    $"{all[at]} · {Console.Publisher((at + 2) % 3)}"
                );
                await Expect(page.Locator("nav.menu a[aria-current=page]"))
                    .ToHaveAttributeAsync(
                        "href",
                        new System.Text.RegularExpressions.Regex($"^clusters/{all[at]}/")
                    );
            }
        }

        async Task AddAsync(string address)
        {
            await OpenPeersAsync();
            await hand.PressAsync(
                admin
                    .Main.GetByRole(AriaRole.Link, new() { Name = words.AddNew, Exact = true })
                    .First
            );
            await hand.TypeAsync(
                page.GetByLabel(words.PeerAddress, new() { Exact = true }),
                address
            );
            await hand.TypeAsync(
                page.GetByLabel(words.AxlUsername, new() { Exact = true }),
                "icsa"
            );
            await hand.TypeAsync(
                page.GetByLabel(words.AxlPassword, new() { Exact = true }),
                "icsa-lab"
            );
            await hand.TypeAsync(
                page.GetByLabel(words.ConfirmAxlPassword, new() { Exact = true }),
                "icsa-lab"
            );
            await hand.PressAsync(Button(page, words.Save));
            await hand.PressAsync(In(admin.Dialog, words.Accept));
            await Expect(admin.Panel).ToContainTextAsync(words.Reachable);
        }

        async Task ExpectServiceAsync(string kind, string node, string service, string state)
        {
            await GoAsync(
                "Serviceability|서비스 가용성",
                $"Control Center - {kind.Split('|')[0]} Services|제어 센터 - {kind.Split('|')[1]} 서비스"
            );
            var choice = page.Locator("#server");
            if (await choice.InputValueAsync() != node)
            {
                var label = await choice
                    .Locator($"option[value='{node}']")
                    .EvaluateAsync<string>("o => o.label.trim()");
                await hand.ChooseAsync(choice, label);
                await hand.PressAsync(Button(page, Say("Go|이동")));
                await Expect(page)
                    .ToHaveURLAsync(
                        new System.Text.RegularExpressions.Regex($"server={node}$")
                    );
            }

            var listed = admin
                .Main.GetByRole(AriaRole.Row)
                .Filter(new() { Has = page.GetByLabel(Say(service), new() { Exact = true }) });
            await Expect(listed).ToContainTextAsync(Say(state));
        }
    }

    private static ILocator Button(IPage page, string name) => In(page.Locator("main"), name);

    private static ILocator In(ILocator place, string name) =>
        place.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
