using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

public sealed class TwoProcessTests(Browser browser)
{
    [Fact]
    public async Task Two_processes_with_data_of_their_own_peer_over_the_network()
    {
        await using var here = new LabConsole(users: 120);
        await using var there = new LabConsole(users: 80);
        await here.StartedAsync();
        await there.StartedAsync();
        var (mine, theirs) = (await AdministratorAsync(here), await AdministratorAsync(there));

        await mine.AddPeerAsync("seoul", there.Publisher(1));
        await theirs.AddPeerAsync("singapore", here.Publisher(0));

        await Expect(mine.Entry("Associated Users")).ToContainTextAsync("80 here, 80 there");
        await Expect(theirs.Entry("Associated Users")).ToContainTextAsync("120 here, 120 there");
        await Expect(mine.Panel).ToContainTextAsync("Connection is secure");

        // A killed process is noticed, and its return too, without anyone's help.
        there.Process.Kill();
        await Expect(mine.Panel).ToContainTextAsync("Not reachable", new() { Timeout = 30_000 });
        await there.RestartAsync();
        await Expect(mine.Panel).ToContainTextAsync("Reachable", new() { Timeout = 30_000 });
        await Expect(mine.Entry("Associated Users")).ToContainTextAsync("80 here, 80 there");
    }

    [Fact]
    public async Task A_cluster_installed_anew_shows_old_and_new_certificates_before_they_are_taken()
    {
        await using var here = new LabConsole(users: 30);
        await using var there = new LabConsole(users: 20);
        await here.StartedAsync();
        await there.StartedAsync();
        var page = await browser.PageAsync(here.Url);
        var admin = new Administrator(page, Words.English);
        await admin.SignInAsync();
        await admin.AddPeerAsync("seoul", there.Publisher(1));
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("20 here, 20 there");

        await there.RestartAsync(anew: true);
        await Expect(admin.Panel).ToContainTextAsync("another certificate than the one kept", new() { Timeout = 40_000 });
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("20 here, unknown there");
        await Browser.PictureAsync(page, "certificate-changed");

        await admin.Main.GetByRole(AriaRole.Button, new() { Name = "Force Manual Sync" }).First.ClickAsync();
        await admin.Dialog.GetByLabel("Also resync peer's Tomcat certificates").CheckAsync();
        await admin.ConfirmAsync("OK");
        await Expect(admin.Dialog.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToHaveTextAsync([$"Kept {there.Publisher(1)}", $"Presented {there.Publisher(1)}"]);
        await Browser.PictureAsync(page, "certificate-old-and-new");
        await admin.ConfirmAsync("OK");
        // The subscriber's certificate is known only now.
        var subscriber = there.Publisher(1)[..^1] + "2";
        await Expect(admin.Dialog.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToHaveTextAsync([$"Kept {subscriber}", $"Presented {subscriber}"]);
        await admin.ConfirmAsync("OK");
        await admin.ConfirmAsync("Close");
        await Expect(admin.Panel).ToContainTextAsync("Connection is secure");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("20 here, 20 there");
    }

    private async Task<Administrator> AdministratorAsync(LabConsole console)
    {
        var admin = new Administrator(await browser.PageAsync(console.Url), Words.English);
        await admin.SignInAsync();
        return admin;
    }
}
