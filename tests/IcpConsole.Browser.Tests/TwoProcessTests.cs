using IcpConsole.Testing;
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

    private async Task<Administrator> AdministratorAsync(LabConsole console)
    {
        var admin = new Administrator(await browser.PageAsync(console.Url), Words.English);
        await admin.SignInAsync();
        return admin;
    }
}
