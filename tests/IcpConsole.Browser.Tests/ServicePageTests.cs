using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// Control Center, and what a peer's page says of the other side's services, users and entry.
/// </summary>
public sealed class ServicePageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Fact]
    public async Task AXL_stopped_at_the_peers_publisher_takes_its_check_mark_with_the_reason_and_started_gives_it_back()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("singapore", Console.Publisher(0));
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Entry("Routing check")).ToContainTextAsync("Presence is routed");
        var (other, there) = await SignedInAsync();
        await other.GotoAsync("/clusters/singapore/serviceability/feature-services");
        await there
            .Main.GetByRole(AriaRole.Checkbox, new() { Name = "Cisco AXL Web Service" })
            .CheckAsync();
        await there.ClickAsync("Stop");
        await there.ConfirmAsync("Stop");
        await Expect(there.Main).ToContainTextAsync("Not Running");

        await Expect(admin.Entry("Peer Connectivity Test"))
            .ToContainTextAsync($"{Console.Address(1, 2)} answers instead");
        await Expect(
                admin
                    .Entry("Peer Connectivity Test")
                    .GetByRole(AriaRole.Img, new() { Name = "X mark" })
            )
            .ToHaveCountAsync(1);
        await Browser.PictureAsync(page, "publisher-silent");

        await there
            .Main.GetByRole(AriaRole.Checkbox, new() { Name = "Cisco AXL Web Service" })
            .CheckAsync();
        await there.ClickAsync("Start");
        await Expect(there.Main).Not.ToContainTextAsync("Not Running");
        await Expect(admin.Entry("Peer Connectivity Test"))
            .Not.ToContainTextAsync("answers instead");
        await Expect(
                admin
                    .Entry("Peer Connectivity Test")
                    .GetByRole(AriaRole.Img, new() { Name = "Check mark" })
            )
            .ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Users_whom_the_peer_lost_in_numbers_are_removed_only_when_confirmed_and_can_be_put_back()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("singapore", Console.Publisher(0));
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");
        var file = Console.DirectoryFile("singapore");
        var before = await File.ReadAllLinesAsync(file);
        await File.WriteAllLinesAsync(file, before.Take(6));
        var (other, there) = await SignedInAsync();
        await other.GotoAsync("/clusters/singapore/system/cluster");
        await there.Main.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await there.ConfirmAsync("Apply");

        // Told over the router link, held here.
        await Expect(admin.Panel)
            .ToContainTextAsync("The peer no longer has 25 of the 30 users stored here.");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 5 there");
        await Browser.PictureAsync(page, "removal-held");
        await admin.ClickAsync("Remove users");
        await admin.ConfirmAsync("Remove users");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("5 here, 5 there");
        await admin.ClickAsync("Undo");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 5 there");
        await Expect(admin.Panel)
            .ToContainTextAsync("The peer no longer has 25 of the 30 users stored here.");
        await File.WriteAllLinesAsync(file, before);
        await there.Main.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await there.ConfirmAsync("Apply");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("30 here, 30 there");
    }

    [Fact]
    public async Task A_peering_that_was_deleted_on_the_other_side_says_so_and_every_pass_left_its_receipt()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("singapore", Console.Publisher(0));
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Entry("Entry on the peer"))
            .ToContainTextAsync("Configured on both sides");
        var (other, there) = await SignedInAsync();
        await there.OpenListAsync("singapore");
        await there
            .Main.GetByRole(AriaRole.Link, new() { Name = Console.Publisher(0) })
            .ClickAsync();
        await there.ClickAsync("Delete");
        await there.ConfirmAsync("Delete");
        await Expect(there.Main).ToContainTextAsync("No inter-cluster peers yet");

        await Expect(admin.Panel.Locator(".why"))
            .ToContainTextAsync("no longer has an entry for this cluster");
        await Expect(admin.Panel).ToContainTextAsync("Removed there");
        await Expect(admin.Entry("Peer Connectivity Test")).ToContainTextAsync("Reachable");
        var syncs = page.Locator(
            "section",
            new()
            {
                Has = page.GetByRole(AriaRole.Heading, new() { Name = "Syncs", Exact = true }),
            }
        );
        await Expect(syncs.GetByRole(AriaRole.Row).Filter(new() { HasText = "First sync" }))
            .ToContainTextAsync("30");
        await Expect(
                syncs
                    .GetByRole(AriaRole.Row)
                    .Filter(new() { HasText = "Notice from the peer" })
                    .First
            )
            .ToBeVisibleAsync();
        await Browser.PictureAsync(page, "removed-there");
    }

    [Fact]
    public async Task A_change_that_waits_for_restarts_is_told_at_the_top_and_its_plan_runs_node_by_node()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("singapore", Console.Publisher(0));
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Entry("Router links")).ToContainTextAsync("4 of 4 up");
        await page.GotoAsync(
            "/clusters/seoul/system/service-parameters?service=Cisco%20XCP%20Router"
        );
        await page.GetByLabel("Routing Communication Type")
            .SelectOptionAsync("Multicast DNS (MDNS)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var bell = page.Locator("summary", new() { HasText = "Notification" });
        await Expect(bell).ToHaveTextAsync("Notification 2");
        await bell.ClickAsync();
        await Browser.PictureAsync(page, "notifications");
        await page.GetByRole(AriaRole.Link, new() { Name = "Restart plan" }).ClickAsync();
        var rows = admin.Main.GetByRole(AriaRole.Row);
        await Expect(rows.Nth(1)).ToContainTextAsync(Console.Address(0, 2));
        await admin.ClickAsync("Run the plan");
        await admin.ConfirmAsync("Restart");
        await Expect(rows.Nth(1)).ToContainTextAsync("Done");
        await Expect(rows.Nth(2)).ToContainTextAsync("Done");
        await Expect(bell).ToHaveTextAsync("Notification 0");
        await Browser.PictureAsync(page, "restart-plan");
    }

    [Fact]
    public async Task Activating_AXL_where_there_is_no_application_user_makes_one_and_shows_its_password_once()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/frankfurt/application/application-users");
        foreach (var user in (string[])["icsa", "axl"])
        {
            await admin.ClickAsync($"Delete {user}");
            await admin.ConfirmAsync("Delete");
            await Expect(
                    admin.Main.GetByRole(
                        AriaRole.Button,
                        new() { Name = $"Delete {user}", Exact = true }
                    )
                )
                .ToHaveCountAsync(0);
        }

        await page.GotoAsync("/clusters/frankfurt/serviceability/service-activation");
        var axl = admin.Main.GetByRole(
            AriaRole.Checkbox,
            new() { Name = "Cisco AXL Web Service" }
        );
        await axl.UncheckAsync();
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Deactivate");
        await Expect(admin.Main).ToContainTextAsync("Deactivated");
        await axl.CheckAsync();
        await admin.ClickAsync("Save");
        var made = page.GetByRole(AriaRole.Dialog);
        await Expect(made).ToContainTextAsync("icsa-frankfurt");
        await Browser.PictureAsync(page, "user-made");
        await made.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.ReloadAsync();
        await Expect(admin.Main).ToContainTextAsync("Activated");
        await Expect(made).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_topology_shows_each_node_as_it_tells_of_itself()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/frankfurt/system/topology");
        var subscriber = Console.Address(2, 2);
        var node = page.GetByLabel("Redundancy groups")
            .GetByRole(AriaRole.Link, new() { Name = subscriber });
        await Expect(node.GetByRole(AriaRole.Img, new() { Name = "Check mark" }))
            .ToHaveCountAsync(1);
        await node.ClickAsync();
        await Expect(page.GetByLabel(subscriber, new() { Exact = true }))
            .ToContainTextAsync("15");
        var status = page.GetByLabel("Node Status");
        await Expect(status).ToContainTextAsync("Running");
        await Browser.PictureAsync(page, "topology");
        await status
            .GetByRole(AriaRole.Link, new() { Name = "Cisco XCP Router" })
            .ClickAsync();
        await admin
            .Main.GetByRole(AriaRole.Checkbox, new() { Name = "Cisco XCP Router" })
            .CheckAsync();
        await admin.ClickAsync("Stop");
        await admin.ConfirmAsync("Stop");
        await Expect(admin.Main).ToContainTextAsync("Not Running");
        await page.GotoAsync($"/clusters/frankfurt/system/topology?node={subscriber}");
        await Expect(
                status.GetByRole(AriaRole.Row).Filter(new() { HasText = "Cisco XCP Router" })
            )
            .ToContainTextAsync("Not Running");
        await Expect(node.GetByRole(AriaRole.Img, new() { Name = "X mark" }))
            .ToHaveCountAsync(1);
    }
}
