using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>Clusters of one's own: added, filled with users, changed and removed.</summary>
public sealed class ClusterPageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    private readonly TempFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private string Oslo => Console.Address(4, 1);

    private string Directory => _folder.File("oslo.csv");

    private Task WriteDirectoryAsync(int users, params string[] bad) =>
        File.WriteAllLinesAsync(
            Directory,
            [
                "userid,first_name,last_name,mail,directory_uri,node",
                .. Enumerable
                    .Range(0, users)
                    .Select(i =>
                        $"user{i},민아,\"O\"\"Neill <&>\",,user{i}@lab.example,{Oslo}"
                    ),
                .. bad,
            ]
        );

    private async Task AddOsloAsync(IPage page, Administrator admin)
    {
        await page.GotoAsync("/clusters");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New" })
            .First.ClickAsync();
        await page.GetByLabel("Cluster ID").FillAsync("oslo");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Oslo Sentrum");
        await page.GetByLabel("Domain").FillAsync("lab.example");
        await page.GetByLabel("SIP federation").CheckAsync();
        await page.GetByLabel("Node name of node 1").FillAsync(Oslo);
        await page.GetByLabel("AXL application user").FillAsync("icsa");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("icsa-lab");
        await page.GetByLabel("Confirm password").FillAsync("icsa-lab");
        await page.GetByLabel("Directory file").FillAsync(Directory);
        await admin.ClickAsync("Save");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("Oslo Sentrum");
    }

    [Fact]
    public async Task The_cluster_page_says_what_the_platform_allows_and_how_much_of_the_mesh_is_used()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("frankfurt", Console.Publisher(0));
        await Expect(admin.Entry("Remote Cluster ID")).ToContainTextAsync("seoul");
        await page.GotoAsync("/clusters/frankfurt/system/cluster");
        var limits = page.GetByLabel("Limits", new() { Exact = true });
        await Expect(limits).ToContainTextAsync("2 of 30 clusters");
        await Expect(limits).ToContainTextAsync("Intercluster peers are supported");
        await page.GetByLabel("Platform").SelectOptionAsync("BusinessEdition6000");
        await admin.ClickAsync("Save");
        await Expect(limits)
            .ToContainTextAsync(
                "runs on Cisco Business Edition 6000, where intercluster peers are not supported"
            );
    }

    private static async Task RemoveOsloAsync(IPage page, Administrator admin)
    {
        await page.GotoAsync("/clusters/oslo/system/cluster");
        await admin.ClickAsync("Remove");
        await Expect(admin.Dialog).ToContainTextAsync("permanently deleted");
        await Browser.PictureAsync(page, "cluster-remove");
        await admin.ConfirmAsync("Remove");
        await Expect(admin.Main).Not.ToContainTextAsync("oslo");
    }

    private ILocator Agent(IPage page) => page.GetByLabel("Cisco Sync Agent");

    [Fact]
    public async Task A_cluster_is_added_gets_its_users_peers_and_is_removed()
    {
        await WriteDirectoryAsync(30, "too,few", $"lost,A,B,,,{Console.Address(5, 5)}");
        var (page, admin) = await SignedInAsync();
        await AddOsloAsync(page, admin);
        await Expect(Agent(page)).ToContainTextAsync("31 in the file: 31 added");
        await Expect(Agent(page)).ToContainTextAsync("Show (2)");
        await Agent(page).GetByText("Show (2)").ClickAsync();
        await Expect(Agent(page)).ToContainTextAsync("Line 32 too Values: 2 instead of 6.");
        await Expect(Agent(page)).ToContainTextAsync("is not a node of this cluster");
        await Expect(page.GetByLabel("Nodes", new() { Exact = true }).GetByText("Running"))
            .ToBeVisibleAsync();
        await Browser.PictureAsync(page, "cluster");

        await admin.AddPeerAsync("seoul", Oslo);
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");

        await RemoveOsloAsync(page, admin);
        Assert.DoesNotContain(
            System.IO.Directory.GetFiles(Console.DataPath, "*", SearchOption.AllDirectories),
            f => f.Contains("oslo", StringComparison.Ordinal)
        );
        Assert.True(File.Exists(Directory));
    }

    [Fact]
    public async Task A_directory_that_lost_many_users_waits_for_a_word()
    {
        await WriteDirectoryAsync(30);
        var (page, admin) = await SignedInAsync(width: 390, scheme: ColorScheme.Dark);
        await AddOsloAsync(page, admin);
        await Expect(Agent(page)).ToContainTextAsync("30 in the file");
        await WriteDirectoryAsync(10);
        await Expect(Agent(page))
            .ToContainTextAsync("20 of the 30 users would be removed or lose their node");
        await Browser.PictureAsync(page, "cluster-held");
        var cluster = page.Url;
        await page.GotoAsync("/clusters");
        await Expect(
                admin.Main.GetByRole(AriaRole.Link, new() { Name = "Cisco Sync Agent: Held" })
            )
            .ToBeVisibleAsync();
        await page.GotoAsync(cluster);
        await Agent(page)
            .GetByRole(AriaRole.Button, new() { Name = "Show what would change" })
            .ClickAsync();
        await Expect(admin.Dialog).ToContainTextAsync("Removed: 20");
        await Browser.PictureAsync(page, "cluster-preview");
        await admin.ConfirmAsync("Apply");
        await Expect(Agent(page)).ToContainTextAsync("20 removed");
        await RemoveOsloAsync(page, admin);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/new");
        await page.GetByLabel("Cluster ID").FillAsync("under_score");
        await page.GetByLabel("Node name of node 1").FillAsync("127.1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add node" }).ClickAsync();
        await page.GetByLabel("Node name of node 2").FillAsync(Console.Publisher(0));
        await page.GetByLabel("Role of node 2").SelectOptionAsync("Publisher");
        await page.GetByLabel("Unified CM nodes").FillAsync("good.example bad_one");
        await admin.ClickAsync("Save");
        var alerts = page.GetByRole(AriaRole.Alert);
        await Expect(
                alerts.Filter(new() { HasText = "Use letters, digits, dots and hyphens" })
            )
            .ToBeVisibleAsync();
        await Expect(
                page.GetByRole(AriaRole.Group, new() { Name = "Node 1" })
                    .GetByRole(AriaRole.Alert)
            )
            .ToContainTextAsync("An IPv4 address has four numbers");
        await Expect(
                alerts.Filter(new() { HasText = "Exactly one node must be the publisher" })
            )
            .ToBeVisibleAsync();
        await Expect(
                alerts.Filter(new() { HasText = "“bad_one”: A host name has no underscore" })
            )
            .ToBeVisibleAsync();
        await Browser.PictureAsync(page, "cluster-errors");

        await page.GetByLabel("Cluster ID").FillAsync("Seoul");
        await page.GetByLabel("Domain").FillAsync("lab.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove node 1" }).ClickAsync();
        await page.GetByLabel("Unified CM nodes").FillAsync("good.example");
        await page.GetByLabel("AXL application user").FillAsync("icsa");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("p");
        await page.GetByLabel("Confirm password").FillAsync("p");
        await admin.ClickAsync("Save");
        await Expect(alerts).ToHaveTextAsync(["Cluster Seoul already exists."]);
        await page.GetByLabel("Cluster ID").FillAsync("oslo");
        await admin.ClickAsync("Save");
        await Expect(alerts)
            .ToHaveTextAsync([
                $"{Console.Publisher(0)} is already the address of a node of cluster seoul.",
            ]);
        await Expect(page.GetByLabel("Node name of node 1"))
            .ToHaveValueAsync(Console.Publisher(0));
    }

    [Fact]
    public async Task New_names_ask_first_and_then_every_peer_sees_changed_certificates()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        var peer = page.Url;
        await page.GotoAsync("/clusters/singapore/system/cluster");
        await page.GetByLabel("Unified CM nodes").FillAsync("cucm.lab.example");
        await admin.ClickAsync("Save");
        await Expect(admin.Dialog).ToContainTextAsync("new tomcat certificates");
        await Browser.PictureAsync(page, "cluster-rename");
        await admin.ConfirmAsync("Continue");
        await Expect(admin.Main).ToContainTextAsync("Saved.");
        await page.GotoAsync(peer);
        await Expect(admin.Panel)
            .ToContainTextAsync("a certificate that differs from the one");
    }

    /// <summary>It fails twice: in what it awaits, and in what it watches.</summary>
    [Fact]
    public async Task A_page_that_fails_keeps_the_frame_tells_a_reference_that_is_in_the_log_and_is_back_after_a_reload()
    {
        var (page, admin) = await SignedInAsync();
        var database = Path.Combine(Console.DataPath, "clusters", "frankfurt.db");
        await ConsoleDatabase.ExecuteAsync(database, "ALTER TABLE HomeUsers RENAME TO Away");
        await page.GotoAsync("/clusters/frankfurt/application/end-users");
        await Expect(admin.Main).ToContainTextAsync("This page could not be shown.");
        await Browser.PictureAsync(page, "page-failed");
        var told = await admin.Main.GetByText("Reference in the log:").InnerTextAsync();
        Assert.Contains(
            $"reference {told.Split(' ')[^1]}",
            Console.Process.Output,
            StringComparison.Ordinal
        );
        await ConsoleDatabase.ExecuteAsync(database, "ALTER TABLE Away RENAME TO HomeUsers");
        await admin.ClickAsync("Reload");
        await Expect(admin.Main).ToContainTextAsync("End Users");
        await Expect(admin.Main).Not.ToContainTextAsync("could not be shown");
    }
}
