using System.Diagnostics;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Benchmarks;

/// <summary>
/// From the click that saves a new peer to the last check mark in the browser, 500 users.
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
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions { BaseURL = console.Url.ToString(), Locale = "en-US" }
        );
        await page.GotoAsync((await console.Process.SignInLinkAsync()).ToString());
        var (green, floor) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run < runs; run++)
        {
            floor.Add(await FloorAsync(console.Publisher(1)));
            green.Add(await OnceAsync(page, console.Publisher(1)));
        }

        return
        [
            new("Save to every check mark, seen in chromium", "≤ 3,000", green),
            new(
                "floor: connect, TLS, log in and fetch the same 500 users, nothing kept",
                "",
                floor
            ),
        ];
    }

    private static async Task<TimeSpan> OnceAsync(IPage page, string address)
    {
        await page.GotoAsync("/clusters/seoul/presence/inter-clustering/new");
        await page.GetByLabel("Peer Address", new() { Exact = true }).FillAsync(address);
        await page.GetByLabel("AXL Username", new() { Exact = true }).FillAsync("icsa");
        await page.GetByLabel("AXL Password", new() { Exact = true }).FillAsync("icsa-lab");
        await page.GetByLabel("Confirm AXL Password", new() { Exact = true })
            .FillAsync("icsa-lab");
        var clock = Stopwatch.StartNew();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true })
            .ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true })
            .ClickAsync();
        await Expect(
                page.Locator("section.status")
                    .GetByRole(AriaRole.Img, new() { Name = "Check mark", Exact = true })
            )
            .ToHaveCountAsync(14);
        var time = clock.Elapsed;
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true })
            .ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true })
            .ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("No inter-cluster peers yet");
        return time;
    }

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
}
