using IcpConsole.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(IcpConsole.Browser.Tests.Browser))]

namespace IcpConsole.Browser.Tests;

/// <summary>One chromium for all tests; each test has a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A page that fails its test when a script, a resource or the content security policy does.</summary>
    public async Task<IPage> PageAsync(Uri console, string language = "en", int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = console.ToString(), Locale = language == "ko" ? "ko-KR" : "en-US", ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 860 },
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Keeps a picture where ICP_SCREENSHOTS says, for eyes to look at.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ICP_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
