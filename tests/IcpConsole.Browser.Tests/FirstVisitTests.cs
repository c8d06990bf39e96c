using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

public sealed class FirstVisitTests(Browser browser)
{
    [Fact]
    public async Task The_first_visit_sets_the_password_with_which_one_signs_in_from_then_on()
    {
        await using var console = new LabConsole(password: null, users: 1);
        var link = await console.Process.SignInLinkAsync();
        var page = await browser.PageAsync(console);
        await page.GotoAsync(link.ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("Set the administrator password");
        await Browser.PictureAsync(page, "first-visit");
        await page.GetByLabel("New password").FillAsync(ConsoleProcess.Password);
        await page.GetByLabel("Confirm password").FillAsync("something else");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and sign in" })
            .ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match");
        await page.GetByLabel("New password").FillAsync(ConsoleProcess.Password);
        await page.GetByLabel("Confirm password").FillAsync(ConsoleProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and sign in" })
            .ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("seoul");
        await Browser.PictureAsync(page, "clusters-1280");

        var another = await browser.PageAsync(console);
        await new Administrator(another, Words.English).SignInAsync();
        await Expect(another.Locator("main")).ToContainTextAsync("seoul");
    }
}
