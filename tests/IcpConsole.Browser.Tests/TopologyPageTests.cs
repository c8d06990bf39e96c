using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>Nodes, redundancy groups and the users who are assigned to them.</summary>
public sealed class TopologyPageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Fact]
    public async Task A_renamed_publisher_breaks_the_peers_that_name_it_with_the_reason_until_they_name_it_anew()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(2));
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");
        var (other, there) = await SignedInAsync();
        await OpenAsync(other, "frankfurt");
        await there.ClickAsync("Edit node");
        await other.GetByLabel("Node name", new() { Exact = true }).FillAsync("127.1");
        await there.ConfirmAsync("Save");
        await Expect(there.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("An IPv4 address has four numbers");
        var renamed = Console.Address(2, 9);
        await other.GetByLabel("Node name", new() { Exact = true }).FillAsync(renamed);
        await other.GetByLabel("Address", new() { Exact = true }).FillAsync("");
        await Expect(there.Dialog)
            .ToContainTextAsync(
                $"Peers whose Peer Address is {Console.Publisher(2)} lose the connection"
            );
        await Browser.PictureAsync(other, "topology-rename");
        await there.ConfirmAsync("Save");
        await Expect(other.GetByLabel(renamed, new() { Exact = true }))
            .ToContainTextAsync("Publisher");
        // Its users are still its own.
        await Expect(
                other
                    .GetByLabel(renamed, new() { Exact = true })
                    .GetByRole(AriaRole.Link, new() { Name = "15", Exact = true })
            )
            .ToBeVisibleAsync();

        // Nobody listens where it was, and the certificates that the other node has now are not
        // those that were accepted.
        await Expect(admin.Panel)
            .ToContainTextAsync("Nothing is listening on port 8443 there");
        await Browser.PictureAsync(page, "publisher-renamed");
        await LabConsole.ListensAsync(renamed);
        await admin.FillPeerAsync(renamed);
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Accept");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");
        await Expect(admin.Entry("Address changed")).ToContainTextAsync("frankfurt");
    }

    [Fact]
    public async Task A_node_is_added_to_a_group_of_its_own_and_removed_again()
    {
        var (page, admin) = await SignedInAsync(width: 390, scheme: ColorScheme.Dark);
        await OpenAsync(page, "singapore");
        await admin.ClickAsync("Add node");
        var added = Console.Address(1, 3);
        await page.GetByLabel("Node name", new() { Exact = true }).FillAsync(added);
        await page.GetByLabel("Redundancy group", new() { Exact = true })
            .SelectOptionAsync("1");
        await admin.ConfirmAsync("Save");
        await Expect(admin.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("at most 2 nodes");
        await page.GetByLabel("Redundancy group", new() { Exact = true })
            .SelectOptionAsync("2");
        await admin.ConfirmAsync("Save");
        await Expect(page.GetByLabel(added, new() { Exact = true }))
            .ToContainTextAsync("Subscriber");
        await Expect(page.GetByLabel("Presence redundancy group 2"))
            .ToContainTextAsync("needs a second node");
        await Expect(page.GetByLabel("Node Status")).ToContainTextAsync("Running");
        await Browser.PictureAsync(page, "topology-added");
        await admin.ClickAsync("Remove node");
        await admin.ConfirmAsync("Remove node");
        await Expect(page.GetByLabel("Redundancy groups")).Not.ToContainTextAsync(added);
    }

    [Fact]
    public async Task Users_of_a_node_that_is_failed_over_are_served_by_its_partner_and_the_peer_says_so()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await admin.AddPeerAsync("singapore", Console.Publisher(0));
        await Expect(admin.Entry("Routing check")).ToContainTextAsync("Presence is routed");
        var (other, there) = await SignedInAsync();
        await OpenAsync(other, "seoul");
        var (publisher, subscriber) = (Console.Publisher(0), Console.Address(0, 2));
        await there.ClickAsync("Enable high availability");
        await other
            .GetByRole(AriaRole.Button, new() { Name = $"Fail over {subscriber}" })
            .ClickAsync();
        await there.ConfirmAsync("Fail Over");
        var group = other.GetByLabel("Presence redundancy group 1");
        await Expect(group).ToContainTextAsync("Running in Backup Mode");
        await Expect(group).ToContainTextAsync($"served by {publisher}");
        await Browser.PictureAsync(other, "topology-failed-over");
        await Expect(admin.Entry("Routing check"))
            .ToContainTextAsync($"The users of {subscriber} are served by {publisher}");

        await other
            .GetByRole(AriaRole.Button, new() { Name = $"Fall back {subscriber}" })
            .ClickAsync();
        await there.ConfirmAsync("Fall Back");
        await Expect(group.GetByText("Normal")).ToHaveCountAsync(2);
        await Expect(admin.Entry("Routing check")).Not.ToContainTextAsync("are served by");
    }

    [Fact]
    public async Task Users_are_found_assigned_to_a_node_and_given_back_to_the_directory()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/seoul/application/end-users");
        await page.GetByLabel("Search users").FillAsync("seoul.00001@");
        await admin.ClickAsync("Find");
        var user = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "seoul.00001" });
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await user.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByLabel("1 selected. Assign to").SelectOptionAsync(Console.Publisher(0));
        await admin.ClickAsync("Assign");
        await admin.ConfirmAsync("Assign");
        await Expect(user)
            .ToContainTextAsync(
                $"Set by an administrator; directory file: {Console.Address(0, 2)}"
            );
        await admin.ClickAsync("Clear Filter");
        await admin.ClickAsync("Select all 30");
        await page.GetByLabel("30 selected. Assign to").SelectOptionAsync("No node");
        await admin.ClickAsync("Assign");
        await admin.ConfirmAsync("Assign");
        await Expect(admin.Main).ToContainTextAsync("30 of 30 users changed nodes.");
        await Browser.PictureAsync(page, "users-unassigned");
        await page.GetByLabel("Node", new() { Exact = true }).SelectOptionAsync("Unassigned");
        await admin.ClickAsync("Find");
        await Expect(admin.Main).ToContainTextAsync("1 to 30 of 30");
        await admin.ClickAsync("Select all 30");
        await page.GetByLabel("30 selected. Assign to")
            .SelectOptionAsync("As in the directory file");
        await admin.ClickAsync("Assign");
        await admin.ConfirmAsync("Assign");
        await Expect(admin.Main).ToContainTextAsync("No users match.");
    }

    private static async Task OpenAsync(IPage page, string cluster)
    {
        await page.GotoAsync($"/clusters/{cluster}/system/topology");
        await Expect(
                page.GetByLabel("Redundancy groups")
                    .GetByRole(AriaRole.Img, new() { Name = "Check mark" })
            )
            .ToHaveCountAsync(2);
    }
}
