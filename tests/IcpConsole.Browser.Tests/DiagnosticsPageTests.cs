using System.IO.Compression;
using System.Text;
using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// The System Troubleshooter, the dashboards and the diagnostics bundle in a browser.
/// </summary>
public sealed class DiagnosticsPageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Fact]
    public async Task Three_things_that_are_broken_are_three_rows_whose_fixes_lead_to_green()
    {
        var (page, admin) = await PeeredAsync();
        var subscriber = Console.Address(1, 2);
        await StopAsync(
            page,
            admin,
            "singapore",
            "feature-services",
            "Cisco AXL Web Service",
            subscriber
        );
        await StopAsync(
            page,
            admin,
            "singapore",
            "network-services",
            "Cisco XCP Router",
            subscriber
        );
        await admin.OpenListAsync("singapore");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = Console.Publisher(0) })
            .ClickAsync();
        await admin.ClickAsync("Delete");
        await admin.ConfirmAsync("Delete");
        await Expect(admin.Main).ToContainTextAsync("No inter-cluster peers yet");

        await OpenAsync(page);
        await Browser.PictureAsync(page, "troubleshooter-broken");
        await Expect(Row(page, "AXL answers on every other node"))
            .ToContainTextAsync("Cisco AXL Web Service is not running there");
        await Expect(Row(page, "7400 is open")).ToContainTextAsync(subscriber);
        await Expect(Row(page, "has an entry for this cluster"))
            .ToContainTextAsync("no longer has an entry for this cluster");
        await Expect(Failed(page)).ToHaveCountAsync(3);

        foreach (var language in (string[])["ko", "en"])
        {
            await page.GotoAsync(
                $"/language/{language}?returnUrl=/clusters/seoul/diagnostics/troubleshooter"
            );
            await Expect(Failed(page)).ToHaveCountAsync(3);
            await Expect(page.Locator("details.section[open]")).ToHaveCountAsync(0);
            await Browser.GuideAsync(page, language, "troubleshooter");
        }

        await OpenAsync(page);
        await FixAsync(page, "AXL answers on every other node");
        await StartHereAsync(page, admin, "Cisco AXL Web Service");
        await OpenAsync(page);
        await FixAsync(page, "7400 is open");
        await StartHereAsync(page, admin, "Cisco XCP Router");
        await OpenAsync(page);
        await FixAsync(page, "has an entry for this cluster");
        await Expect(page.GetByLabel("Peer Address", new() { Exact = true }))
            .ToHaveValueAsync(Console.Publisher(0));
        await admin.FillPeerAsync(Console.Publisher(0));
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Accept");
        await Eventually.GetAsync(async () =>
        {
            await OpenAsync(page);
            return await Failed(page).CountAsync() == 0
                && await Row(page, "router links")
                    .Locator("[aria-label='Test passed']")
                    .CountAsync() > 0;
        });
        await Browser.PictureAsync(page, "troubleshooter-mended");
        await Expect(admin.Main).ToContainTextAsync("No problems found.");
    }

    [Fact]
    public async Task The_dashboard_has_the_ten_steps_as_they_stand_and_the_mesh_both_directions_on_a_line()
    {
        var (page, admin) = await PeeredAsync();
        await page.GotoAsync("/clusters/seoul/system/dashboard");
        var steps = admin.Main.Locator(".tasks").First.GetByRole(AriaRole.Listitem);
        await Expect(steps).ToHaveCountAsync(10);
        await Expect(steps.Filter(new() { HasText = "Verify intercluster peer status" }))
            .ToContainTextAsync("done");
        await Expect(
                admin.Main.GetByRole(AriaRole.Region, new() { Name = "System", Exact = true })
            )
            .ToContainTextAsync("Failed: 0");
        await StopAsync(
            page,
            admin,
            "seoul",
            "network-services",
            "Cisco Intercluster Sync Agent",
            Console.Address(0, 2)
        );
        await page.GotoAsync("/clusters/seoul/system/dashboard");
        await Expect(steps.Filter(new() { HasText = "Intercluster Sync Agent is on" }))
            .ToContainTextAsync("problem");

        await page.GotoAsync("/mesh");
        await admin.ClickAsync("Run all troubleshooters");
        var clusters = admin
            .Main.GetByRole(AriaRole.Region, new() { Name = "Clusters", Exact = true })
            .Locator("tbody tr");
        // The worst first: frankfurt alone has nothing amiss.
        await Expect(clusters.Last).ToContainTextAsync("frankfurt");
        await Expect(clusters.Filter(new() { HasText = "1 of" })).ToHaveCountAsync(2);
        await Expect(
                admin
                    .Main.GetByRole(AriaRole.Row)
                    .Filter(new() { HasText = "seoul ↔ singapore" })
            )
            .ToContainTextAsync("30 of 30 users");
        await StartAsync(
            page,
            admin,
            "seoul",
            "network-services",
            "Cisco Intercluster Sync Agent",
            Console.Address(0, 2)
        );
    }

    [Fact]
    public async Task The_diagnostics_bundle_has_both_languages_and_no_secret()
    {
        var (page, admin) = await PeeredAsync();
        await page.GotoAsync("/clusters/seoul/system/dashboard");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            admin
                .Main.GetByRole(AriaRole.Link, new() { Name = "Diagnostics bundle" })
                .ClickAsync()
        );
        await using var zip = await ZipFile.OpenReadAsync(await download.PathAsync());
        Assert.Equal(
            [
                "alarms.json",
                "certificates.json",
                "cluster.json",
                "parameters.json",
                "peers.json",
                "readme.en.txt",
                "readme.ko.txt",
                "services.json",
                $"syncs-{Console.Publisher(1)}.json",
                "troubleshooter.en.txt",
                "troubleshooter.ko.txt",
            ],
            zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal)
        );
        foreach (var entry in zip.Entries)
        {
            await using var stream = await entry.OpenAsync();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = await reader.ReadToEndAsync();
            Assert.True(text.Length > 1, entry.FullName);
            foreach (
                var secret in (string[])
                    [
                        "icsa-lab",
                        "operator-lab",
                        "platform-lab",
                        ConsoleProcess.Password,
                        "PRIVATE KEY",
                    ]
            )
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_user_in_two_clusters_is_named_with_the_cause_and_gone_once_unassigned_at_one()
    {
        // Who is in singapore's directory comes to frankfurt's, too.
        var moved = (await File.ReadAllLinesAsync(Console.DirectoryFile("singapore")))[1];
        var fields = moved.Split(',');
        await File.AppendAllTextAsync(
            Console.DirectoryFile("frankfurt"),
            string.Join(',', [.. fields[..5], Console.Publisher(2), ""]) + Environment.NewLine
        );
        var userId = fields[0];
        var (page, admin) = await PeeredAsync("frankfurt", 2);
        await Eventually.GetAsync(async () =>
        {
            await page.GotoAsync("/clusters/frankfurt/diagnostics/user-troubleshooter");
            await Expect(
                    page.GetByRole(AriaRole.Region, new() { Name = "Checks" })
                        .Locator("tbody tr")
                        .First.Locator("[aria-label^='Test']")
                )
                .ToBeVisibleAsync();
            return await admin
                    .Main.GetByText("The same person, moved or in both clusters")
                    .CountAsync() > 0;
        });
        await Expect(
                page.GetByRole(AriaRole.Region, new() { Name = "Checks" })
                    .Locator("tbody tr")
                    .First.Locator("[aria-label='Test failed']")
            )
            .ToBeVisibleAsync();
        await Browser.PictureAsync(page, "user-troubleshooter");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            admin.Main.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync()
        );
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Equal(
            2,
            csv.Split('\n').Count(l => l.StartsWith($"\"{userId}\"", StringComparison.Ordinal))
        );

        await page.GetByLabel($"Select user {userId}").CheckAsync();
        await admin.ClickAsync("Unassign selected…");
        await Expect(admin.Dialog).ToContainTextAsync(userId);
        await admin.ConfirmAsync("Unassign");
        await Expect(admin.Main).ToContainTextAsync("Unassigned: 1");
        // Nor is he one of those who owe a node.
        await Expect(
                page.GetByRole(AriaRole.Region, new() { Name = "Checks" })
                    .Locator("[aria-label='Test passed']")
            )
            .ToHaveCountAsync(5);
    }

    [Fact]
    public async Task An_enterprise_group_of_both_directories_is_listed_until_one_of_them_has_it_no_more()
    {
        var (page, admin) = await PeeredAsync();
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = Console.Publisher(1) })
            .ClickAsync();
        var row = admin.Entry("Enterprise Groups LDAP Configuration");
        await Expect(row).ToContainTextAsync("No conflict found");
        var file = Console.DirectoryFile("singapore");
        var before = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(
            file,
            before.Replace("singapore group 1", "SEOUL GROUP 1", StringComparison.Ordinal)
        );
        await Expect(row).ToContainTextAsync("1 in conflict");
        await row.GetByRole(AriaRole.Button, new() { Name = "Details…" }).ClickAsync();
        await Expect(admin.Dialog.GetByRole(AriaRole.Row).Nth(1))
            .ToHaveTextAsync("seoul group 13030");
        await Browser.PictureAsync(page, "group-conflicts");
        await admin.ConfirmAsync("Close");
        await File.WriteAllTextAsync(file, before);
        await Expect(row).ToContainTextAsync("No conflict found");
    }

    private static ILocator Failed(IPage page) => page.Locator("tr.failed");

    private static ILocator Row(IPage page, string description) =>
        page.Locator("section.tests tbody tr").Filter(new() { HasText = description });

    /// <summary>
    /// Until the tests have ended: before that, rows move, and a click may miss its link.
    /// </summary>
    private static async Task OpenAsync(IPage page)
    {
        await page.GotoAsync("/clusters/seoul/diagnostics/troubleshooter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run all", Exact = true })
            .ClickAsync();
        await Expect(
                page.GetByRole(AriaRole.Status)
                    .Filter(new() { HasText = "All tests completed just now" })
            )
            .ToBeVisibleAsync();
    }

    private static Task FixAsync(IPage page, string description) =>
        Row(page, description).GetByRole(AriaRole.Link, new() { Name = "fix" }).ClickAsync();

    /// <summary>The fix has led to the service's row.</summary>
    private static async Task StartHereAsync(IPage page, Administrator admin, string service)
    {
        await Expect(page.Locator("tr.reached")).ToContainTextAsync(service);
        await page.GetByLabel(service, new() { Exact = true }).CheckAsync();
        await admin.ClickAsync("Start");
        await Expect(page.Locator("tr.reached [aria-label='Check mark']")).ToBeVisibleAsync();
    }

    private static async Task StopAsync(
        IPage page,
        Administrator admin,
        string cluster,
        string path,
        string service,
        string node
    )
    {
        await ChooseAsync(page, cluster, path, service, node);
        await admin.ClickAsync("Stop");
        await admin.ConfirmAsync("Stop");
        await Expect(Mark(page, service, "X mark")).ToBeVisibleAsync();
    }

    private static async Task StartAsync(
        IPage page,
        Administrator admin,
        string cluster,
        string path,
        string service,
        string node
    )
    {
        await ChooseAsync(page, cluster, path, service, node);
        await admin.ClickAsync("Start");
        await Expect(Mark(page, service, "Check mark")).ToBeVisibleAsync();
    }

    private static async Task ChooseAsync(
        IPage page,
        string cluster,
        string path,
        string service,
        string node
    )
    {
        await page.GotoAsync($"/clusters/{cluster}/serviceability/{path}?server={node}");
        await page.GetByLabel(service, new() { Exact = true }).CheckAsync();
    }

    private static ILocator Mark(IPage page, string service, string mark) =>
        page.Locator("tr")
            .Filter(new() { HasText = service })
            .Locator($"[aria-label='{mark}']");

    /// <summary>The cluster and singapore are peers, and both have seen it.</summary>
    private async Task<(IPage Page, Administrator Admin)> PeeredAsync(
        string name = "seoul",
        int number = 0
    )
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync(name, Console.Publisher(1));
        await admin.AddPeerAsync("singapore", Console.Publisher(number));
        foreach (var cluster in (string[])[name, "singapore"])
        {
            await admin.OpenListAsync(cluster);
            await Expect(
                    admin.Main.Locator("tbody tr td:nth-child(4) [aria-label='Check mark']")
                )
                .ToBeVisibleAsync();
        }

        return (page, admin);
    }
}
