using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>What an administrator does, by the names that are on the page.</summary>
public sealed class Administrator(IPage page, Words words)
{
    public IPage Page => page;

    public ILocator Main => page.Locator("main");

    public ILocator Dialog => page.GetByRole(AriaRole.Dialog);

    public ILocator Panel => page.Locator("section.status");

    public async Task SignInAsync()
    {
        await page.GotoAsync("/");
        await page.GetByLabel(words.Username).FillAsync("administrator");
        await page.GetByLabel(words.Password).FillAsync(ConsoleProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = words.SignIn, Exact = true })
            .ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    public async Task OpenListAsync(string cluster)
    {
        await page.GotoAsync($"/clusters/{cluster}/presence/inter-clustering");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync(cluster);
    }

    public async Task FillPeerAsync(
        string address,
        string password = "icsa-lab",
        string protocol = "TCP"
    )
    {
        await page.GetByLabel(words.PeerAddress, new() { Exact = true }).FillAsync(address);
        await page.GetByLabel(words.AxlUsername, new() { Exact = true }).FillAsync("icsa");
        await page.GetByLabel(words.AxlPassword, new() { Exact = true }).FillAsync(password);
        await page.GetByLabel(words.ConfirmAxlPassword, new() { Exact = true })
            .FillAsync(password);
        await page.GetByLabel(words.Protocol, new() { Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = protocol });
    }

    public Task ClickAsync(string button) =>
        Main.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task ConfirmAsync(string button) =>
        Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <param name="cluster">Where the entry is made.</param>
    /// <param name="address">The remote publisher.</param>
    /// <param name="protocol">Of the SIP trunk.</param>
    /// <param name="see">Looks at each step.</param>
    public async Task AddPeerAsync(
        string cluster,
        string address,
        string protocol = "TCP",
        Func<string, Task>? see = null
    )
    {
        await OpenListAsync(cluster);
        await Main.GetByRole(AriaRole.Link, new() { Name = words.AddNew, Exact = true })
            .First.ClickAsync();
        await FillPeerAsync(address, protocol: protocol);
        if (see is not null)
            await see("form");
        await ClickAsync(words.Save);
        await Expect(Dialog)
            .ToContainTextAsync(
                new System.Text.RegularExpressions.Regex("([0-9A-F]{2}:){31}[0-9A-F]{2}")
            );
        if (see is not null)
            await see("first-contact");
        await ConfirmAsync(words.Accept);
    }

    /// <summary>Marks of the panel's rows, which may be folded; the counts have marks, too.</summary>
    public ILocator Marks(string name) =>
        Panel
            .GetByRole(AriaRole.Row, new() { IncludeHidden = true })
            .GetByRole(
                AriaRole.Img,
                new()
                {
                    Name = name,
                    Exact = true,
                    IncludeHidden = true,
                }
            );

    /// <summary>The panel's row of this name, which may be folded.</summary>
    public ILocator Entry(string label) =>
        Panel
            .GetByRole(AriaRole.Row, new() { IncludeHidden = true })
            .Filter(
                new()
                {
                    Has = page.GetByRole(
                        AriaRole.Rowheader,
                        new()
                        {
                            Name = label,
                            Exact = true,
                            IncludeHidden = true,
                        }
                    ),
                }
            );
}
