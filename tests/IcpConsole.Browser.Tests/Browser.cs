using System.Collections.Concurrent;
using IcpConsole.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(IcpConsole.Browser.Tests.Browser))]

namespace IcpConsole.Browser.Tests;

/// <summary>
/// One chromium for all tests, without the windows of its whole self, which cost more than the
/// pages in them; each test has a context of its own.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private readonly ConcurrentBag<string> _errors = [];

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        // It ends what hangs, and says nothing of how fast a page should be.
        Assertions.SetDefaultExpectTimeout(120_000);
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM")
                    ?? "/usr/bin/chromium-headless-shell",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>
    /// A page whose script errors, and what its content security policy stopped, fail the run at
    /// its end.
    /// </summary>
    /// <param name="console">Whose page.</param>
    /// <param name="language">That the browser asks for.</param>
    /// <param name="width">In CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="signedIn">Cookies of another page, as the context stores them.</param>
    /// <param name="hasTouch">A finger points, not a mouse.</param>
    public async Task<IPage> PageAsync(
        LabConsole console,
        string language = "en",
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light,
        string? signedIn = null,
        bool hasTouch = false
    )
    {
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = console.Url.ToString(),
                Locale = language == "ko" ? "ko-KR" : "en-US",
                ColorScheme = scheme,
                StorageState = signedIn,
                HasTouch = hasTouch,
                ViewportSize = new ViewportSize { Width = width, Height = 860 },
            }
        );
        context.SetDefaultTimeout(120_000);
        // A page that outlives its console asks for it for ever.
        console.AtEnd(() => context.CloseAsync());
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _errors.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (
                message.Type == "error"
                && message.Text.Contains("Content Security Policy", StringComparison.Ordinal)
            )
                _errors.Add($"{page.Url}: {message.Text}");
        };
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        // Not Assert.Empty, which cuts off what it shows.
        Assert.True(_errors.IsEmpty, string.Join('\n', _errors));
    }

    /// <summary>
    /// Keeps a picture for docs/admin-guide.md where ICP_GUIDE says: of a wide and light page, in
    /// its language.
    /// </summary>
    public static async Task GuideAsync(IPage page, string language, string name)
    {
        if (Environment.GetEnvironmentVariable("ICP_GUIDE") is { Length: > 0 } folder)
            await page.ScreenshotAsync(
                new PageScreenshotOptions
                {
                    Path = Path.Combine(folder, $"{language}-{name}.png"),
                    FullPage = true,
                }
            );
    }

    /// <summary>Keeps a picture where ICP_SCREENSHOTS says, for eyes to look at.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ICP_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(
                new PageScreenshotOptions
                {
                    Path = Path.Combine(folder, $"{name}.png"),
                    FullPage = true,
                }
            );
    }
}
