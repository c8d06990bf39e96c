using System.Diagnostics;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Benchmarks;

/// <summary>
/// From the click that saves the second entry of a peering to the check marks of both sides in the
/// browser, 500 users each.
/// </summary>
internal static class SaveToGreen
{
    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        await using var console = new LabConsole(keyType: "rsa");
        await console.StartedAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM")
                    ?? "/usr/bin/chromium-headless-shell",
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            }
        );
        await using var context = await browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = console.Url.ToString(), Locale = "en-US" }
        );
        var form = await context.NewPageAsync();
        await form.GotoAsync((await console.Process.SignInLinkAsync()).ToString());
        Side[] sides =
        [
            new("seoul", console.Publisher(1), await context.NewPageAsync()),
            new("singapore", console.Publisher(0), await context.NewPageAsync()),
        ];
        var (tcp, tls, floor) = (
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<TimeSpan>()
        );
        for (var run = 0; run < runs; run++)
        {
            floor.Add(await FloorAsync(console.Publisher(1)));
            tcp.Add(await OnceAsync(form, sides, "TCP"));
            tls.Add(await OnceAsync(form, sides, "TLS"));
        }

        return
        [
            new(
                "Second entry to every check mark of both sides, seen in chromium",
                "≤ 2,000",
                tcp
            ),
            new("the same with TLS", "≤ 2,000", tls),
            new(
                "floor: connect, TLS, log in and fetch the same 500 users, nothing kept",
                "",
                floor
            ),
        ];
    }

    private static async Task<TimeSpan> OnceAsync(IPage form, Side[] sides, string protocol)
    {
        await AddAsync(form, sides[0], protocol);
        foreach (var side in sides)
            await side.List.GotoAsync(ListOf(side));
        await Expect(sides[0].List.Locator("main")).ToContainTextAsync("Not added there yet");
        var clock = Stopwatch.StartNew();
        await AddAsync(form, sides[1], protocol, clock);
        foreach (var side in sides)
            await Expect(
                    side.List.Locator("tbody tr")
                        .GetByRole(AriaRole.Img, new() { Name = "Check mark", Exact = true })
                )
                .ToHaveCountAsync(2);
        var time = clock.Elapsed;
        foreach (var side in sides)
            await DeleteAsync(form, side);
        return time;
    }

    private static string ListOf(Side side) =>
        $"/clusters/{side.Cluster}/presence/inter-clustering";

    private static async Task AddAsync(
        IPage page,
        Side side,
        string protocol,
        Stopwatch? clock = null
    )
    {
        await page.GotoAsync($"{ListOf(side)}/new");
        await page.GetByLabel("Peer Address", new() { Exact = true }).FillAsync(side.Peer);
        await page.GetByLabel("AXL Username", new() { Exact = true }).FillAsync("icsa");
        await page.GetByLabel("AXL Password", new() { Exact = true }).FillAsync("icsa-lab");
        await page.GetByLabel("Confirm AXL Password", new() { Exact = true })
            .FillAsync("icsa-lab");
        await page.Locator("#protocol")
            .SelectOptionAsync(new SelectOptionValue { Label = protocol });
        await ClickAsync(page, "Save");
        var accept = page.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true });
        await accept.WaitForAsync();
        clock?.Restart();
        await accept.ClickAsync();
        await Expect(page.Locator("section.status")).ToBeVisibleAsync();
    }

    private static async Task DeleteAsync(IPage page, Side side)
    {
        await page.GotoAsync(ListOf(side));
        await page.GetByRole(AriaRole.Link, new() { Name = side.Peer, Exact = true })
            .ClickAsync();
        await ClickAsync(page, "Delete");
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true })
            .ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("No inter-cluster peers yet");
    }

    private static Task ClickAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static async Task<TimeSpan> FloorAsync(string address)
    {
        var clock = Stopwatch.StartNew();
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{address}:{AxlSchema.Port}"),
        };
        var users = 0;
        await foreach (
            var _ in new AxlClient(http, "icsa", "icsa-lab", TimeProvider.System).QueryAsync(
                "SELECT * FROM icsauser",
                CancellationToken.None
            )
        )
            users++;
        return users == 500
            ? clock.Elapsed
            : throw new InvalidOperationException($"{users} users.");
    }

    /// <param name="Cluster">That has the entry.</param>
    /// <param name="Peer">The address of its peer.</param>
    /// <param name="List">Shows its list.</param>
    private sealed record Side(string Cluster, string Peer, IPage List);
}
