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
        await Expect(theirs.Entry("Associated Users"))
            .ToContainTextAsync("120 here, 120 there");
        await Expect(mine.Panel).ToContainTextAsync("Connection is secure");

        // What waits over there for a restart stands on the panel and in the plan, to be done there.
        await theirs.Page.GotoAsync(
            $"/clusters/singapore/security/certificates?certificate=cup.{there.Publisher(1)}"
        );
        await theirs.ClickAsync("Generate Self-Signed");
        await theirs.ConfirmAsync("Generate Self-Signed");
        await Expect(mine.Entry("Services on the other side"))
            .ToContainTextAsync(
                $"on {there.Publisher(1)} must be restarted on the other side"
            );
        await Browser.PictureAsync(mine.Page, "restart-there");
        var plan = await mine.Page.Context.NewPageAsync();
        await plan.GotoAsync("/restart-plan");
        await Expect(plan.Locator("main"))
            .ToContainTextAsync("No restarts are pending on this console");
        await Expect(
                plan.Locator("section")
                    .Filter(new() { HasText = "On other consoles" })
                    .GetByRole(AriaRole.Row)
                    .Filter(new() { HasText = there.Publisher(1) })
            )
            .ToContainTextAsync("Cisco SIP Proxy");
        await Browser.PictureAsync(plan, "restarts-elsewhere");

        // A killed process is noticed, and its return too, without anyone's help.
        there.Process.Kill();
        await Expect(mine.Panel).ToContainTextAsync("Not reachable");
        await there.RestartAsync();
        await Expect(mine.Panel).ToContainTextAsync("Reachable");
        await Expect(mine.Entry("Associated Users")).ToContainTextAsync("80 here, 80 there");
    }

    [Fact]
    public async Task A_cluster_installed_anew_shows_old_and_new_certificates_before_they_are_taken()
    {
        await using var here = new LabConsole(users: 30);
        await using var there = new LabConsole(users: 20);
        await here.StartedAsync();
        await there.StartedAsync();
        var page = await browser.PageAsync(here);
        var admin = new Administrator(page, Words.English);
        await admin.SignInAsync();
        await admin.AddPeerAsync("seoul", there.Publisher(1));
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("20 here, 20 there");

        await there.RestartAsync(anew: true);
        await Expect(admin.Panel)
            .ToContainTextAsync("a certificate that differs from the one");
        await Expect(admin.Entry("Associated Users"))
            .ToContainTextAsync("20 here, unknown there");
        // The guide's X beside the certificate that changed, and beside nothing that is not known.
        await Expect(
                admin
                    .Entry("Certificate Status")
                    .GetByRole(AriaRole.Img, new() { Name = "X mark" })
            )
            .ToHaveCountAsync(2);
        await Browser.PictureAsync(page, "certificate-changed");

        await admin
            .Main.GetByRole(AriaRole.Button, new() { Name = "Force Manual Sync" })
            .First.ClickAsync();
        await admin.Dialog.GetByLabel("Also resync peer's Tomcat certificates").CheckAsync();
        await admin.ConfirmAsync("OK");
        await Expect(admin.Dialog.GetByRole(AriaRole.Heading, new() { Level = 3 }))
            .ToHaveTextAsync([
                $"Kept tomcat {there.Publisher(1)}",
                $"Presented tomcat {there.Publisher(1)}",
            ]);
        await Browser.PictureAsync(page, "certificate-old-and-new");
        await admin.ConfirmAsync("OK");
        // The subscriber's certificate is known only now.
        var subscriber = there.Publisher(1)[..^1] + "2";
        await Expect(admin.Dialog.GetByRole(AriaRole.Heading, new() { Level = 3 }))
            .ToHaveTextAsync([$"Kept tomcat {subscriber}", $"Announced tomcat {subscriber}"]);
        await admin.ConfirmAsync("OK");
        await admin.ConfirmAsync("Close");
        await Expect(admin.Panel).ToContainTextAsync("Connection is secure");
        await Expect(admin.Entry("Associated Users")).ToContainTextAsync("20 here, 20 there");
    }

    [Fact]
    public async Task A_process_killed_when_users_are_staged_goes_on_after_its_return_and_both_sides_are_equal()
    {
        const int Users = 15_000;
        await using var here = new LabConsole(users: Users);
        await using var there = new LabConsole(users: Users);
        await here.StartedAsync();
        await there.StartedAsync();
        var admin = await AdministratorAsync(here);
        await admin.AddPeerAsync("seoul", there.Publisher(1));
        var database = Path.Combine(here.DataPath, "clusters", "seoul.db");
        var staged = await Eventually.GetAsync(async () =>
            await ConsoleDatabase.CountAsync(database, "StagedUsers") is > 0 and var rows
                ? (long?)rows
                : null
        );
        here.Process.Kill();
        await here.Process.ExitAsync();
        Assert.Equal(0, await ConsoleDatabase.CountAsync(database, "PeerUsers"));
        Assert.InRange(
            await ConsoleDatabase.CountAsync(database, "StagedUsers"),
            staged!.Value,
            Users - 1
        );

        await here.RestartAsync();
        admin = await AdministratorAsync(here);
        await admin.OpenListAsync("seoul");
        await admin
            .Main.GetByRole(
                Microsoft.Playwright.AriaRole.Link,
                new() { Name = there.Publisher(1) }
            )
            .ClickAsync();
        await Expect(admin.Entry("Associated Users"))
            .ToContainTextAsync("15,000 here, 15,000 there");
        await Expect(admin.Panel).ToContainTextAsync("In sync");
        const string Everything =
            "count(*), group_concat(UserId || FirstName || LastName || Mail || DirectoryUri || coalesce(Node, ''), '\n')";
        Assert.Equal(
            await ConsoleDatabase.ReadAsync(
                Path.Combine(there.DataPath, "clusters", "singapore.db"),
                $"SELECT {Everything} FROM (SELECT * FROM HomeUsers WHERE Deleted = 0 ORDER BY UserId)"
            ),
            await ConsoleDatabase.ReadAsync(
                database,
                $"SELECT {Everything} FROM (SELECT * FROM PeerUsers ORDER BY UserId)"
            )
        );
    }

    private async Task<Administrator> AdministratorAsync(LabConsole console)
    {
        var admin = new Administrator(await browser.PageAsync(console), Words.English);
        await admin.SignInAsync();
        return admin;
    }
}
