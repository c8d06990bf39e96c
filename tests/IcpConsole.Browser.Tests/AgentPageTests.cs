using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// What steers and watches the Intercluster Sync Agent: service parameters and alarms.
/// </summary>
public sealed class AgentPageTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Fact]
    public async Task A_wrong_interval_is_named_beside_its_field_and_a_right_one_is_kept()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/seoul/system/service-parameters");
        var interval = page.GetByLabel("Inter Cluster Peer Periodic Sync Interval (mins)");
        await interval.FillAsync("29");
        await page.GetByLabel("Certificate Sync during Inter-Cluster Periodic Sync")
            .SelectOptionAsync("DoNotPerform");
        await admin.ClickAsync("Save");
        await Expect(page.Locator(".field", new() { Has = interval }))
            .ToContainTextAsync("Enter a whole number from 30 to 1444.");
        await Expect(interval).ToHaveValueAsync("29");
        await Browser.PictureAsync(page, "parameters");

        await interval.FillAsync("40");
        await admin.ClickAsync("Save");
        await Expect(admin.Main).ToContainTextAsync("Saved.");
        await page.ReloadAsync();
        await Expect(interval).ToHaveValueAsync("40");
        await Expect(page.GetByLabel("Certificate Sync during Inter-Cluster Periodic Sync"))
            .ToHaveValueAsync("DoNotPerform");
        await page.GetByLabel("Server").SelectOptionAsync(Console.Address(0, 2));
        await Expect(admin.Main).ToContainTextAsync("Syncs use the values of the publisher");
        await Expect(interval).ToHaveValueAsync("30");
    }

    [Fact]
    public async Task Whoever_leaves_a_page_with_something_typed_is_asked_first_and_loses_nothing_by_staying()
    {
        var (page, admin) = await SignedInAsync();
        await page.GotoAsync("/clusters/seoul/system/service-parameters");
        var (interval, service) = (
            page.GetByLabel("Inter Cluster Peer Periodic Sync Interval (mins)"),
            page.GetByLabel("Service", new() { Exact = true })
        );
        await interval.FillAsync("45");
        await interval.BlurAsync();
        await service.SelectOptionAsync("Cisco SIP Proxy");
        await Expect(admin.Dialog).ToContainTextAsync("has not been saved");
        await Browser.PictureAsync(page, "unsaved");
        await admin.ConfirmAsync("Cancel");
        await Expect(interval).ToHaveValueAsync("45");
        await Expect(service).ToHaveValueAsync("Cisco Intercluster Sync Agent");
        await page.GetByLabel("Cluster", new() { Exact = true })
            .SelectOptionAsync("singapore");
        await admin.ConfirmAsync("Leave");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("singapore");
        await Expect(interval).ToHaveValueAsync("30");

        await page.GotoAsync("/clusters/seoul/presence/inter-clustering/new");
        await page.GetByLabel("Peer Address", new() { Exact = true }).FillAsync("half");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Inter-Clustering" })
            .ClickAsync();
        await admin.ConfirmAsync("Leave");
        await Expect(admin.Main).ToContainTextAsync("No inter-cluster peers yet");

        await page.GotoAsync("/clusters/seoul/system/cluster");
        await page.GetByLabel("Domain").FillAsync("half");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Clusters", Exact = true })
            .ClickAsync();
        await admin.ConfirmAsync("Cancel");
        await Expect(page.GetByLabel("Domain")).ToHaveValueAsync("half");
    }

    [Fact]
    public async Task A_new_interval_takes_effect_after_the_next_sync()
    {
        var (page, admin) = await SignedInAsync();
        await admin.AddPeerAsync("frankfurt", Console.Publisher(1));
        await Expect(admin.Entry("Next sync"))
            .ToContainTextAsync(new System.Text.RegularExpressions.Regex("in (2\\d|30) min"));
        var peer = page.Url;
        await page.GotoAsync("/clusters/frankfurt/system/service-parameters");
        await page.GetByLabel("Inter Cluster Peer Periodic Sync Interval (mins)")
            .FillAsync("60");
        await admin.ClickAsync("Save");
        await Expect(admin.Main).ToContainTextAsync("Saved.");
        await page.GotoAsync(peer);
        await admin.ClickAsync("Force Manual Sync");
        await admin.ConfirmAsync("OK");
        await admin.ConfirmAsync("Close");
        await Expect(admin.Entry("Next sync"))
            .ToContainTextAsync(
                new System.Text.RegularExpressions.Regex("in (5\\d|60|61) min")
            );
    }

    [Fact]
    public async Task An_alarm_shows_its_cause_is_found_again_and_acknowledged_by_name()
    {
        var (page, admin) = await SignedInAsync();
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = "Add New", Exact = true })
            .First.ClickAsync();
        await admin.FillPeerAsync(Console.Publisher(1), "wrong");
        await admin.ClickAsync("Save");
        await admin.ConfirmAsync("Accept");
        await Expect(admin.Panel).ToContainTextAsync("password");
        await Expect(page.Locator("nav.menu")).ToContainTextAsync("Alarms (1)");

        await page.GotoAsync("/clusters/seoul/alarms?text=axlconnection");
        await Expect(admin.Main)
            .ToContainTextAsync("InterclusterSyncAgentAXLConnectionFailed");
        await Expect(
                admin.Main.GetByRole(AriaRole.Link, new() { Name = Console.Publisher(1) })
            )
            .ToBeVisibleAsync();
        await Browser.PictureAsync(page, "alarms");
        // Another cluster is shown by the same page.
        await page.GetByLabel("Cluster", new() { Exact = true })
            .SelectOptionAsync("singapore");
        await Expect(admin.Main).ToContainTextAsync("No alarms have been raised.");
        await page.GoBackAsync();
        await admin.ClickAsync("Select All");
        await admin.ClickAsync("Acknowledge");
        await Expect(admin.Main).ToContainTextAsync("Acknowledged by administrator");
        await Expect(page.Locator("nav.menu")).Not.ToContainTextAsync("Alarms (");
        await page.GotoAsync("/clusters/seoul/alarms?open=true");
        await Expect(admin.Main).ToContainTextAsync("No alarms match.");
    }
}
