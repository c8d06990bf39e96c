using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// Tests that share a console. Each begins with clusters that have no peers; what else it changes
/// it puts back, or changes where no other test of its class looks.
/// </summary>
public abstract class SharedLabTests(Browser browser, SharedLab lab)
    : IClassFixture<SharedLab>,
        IAsyncLifetime
{
    private readonly List<IBrowserContext> _contexts = [];

    protected LabConsole Console => lab.Console;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            await lab.RenewAsync();
        else
            await DeletePeersAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<(IPage Page, Administrator Admin)> SignedInAsync(
        Words? words = null,
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        var page = await PageAsync(words, width, scheme, lab.SignedIn);
        var admin = new Administrator(page, words ?? Words.English);
        if (lab.SignedIn is null)
        {
            await admin.SignInAsync();
            lab.SignedIn = await page.Context.StorageStateAsync();
        }

        return (page, admin);
    }

    protected async Task SignOutAsync(IPage page)
    {
        lab.SignedIn = null;
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
    }

    protected async Task<IPage> PageAsync(
        Words? words = null,
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light,
        string? signedIn = null,
        bool hasTouch = false
    )
    {
        var language = (words ?? Words.English).Language;
        var page = await browser.PageAsync(
            Console,
            language,
            width,
            scheme,
            signedIn,
            hasTouch
        );
        _contexts.Add(page.Context);
        return page;
    }

    private async Task DeletePeersAsync()
    {
        var clusters = await lab.PeeredAsync();
        if (clusters.Count == 0)
            return;
        var (page, admin) = await SignedInAsync();
        foreach (var cluster in clusters)
        {
            await admin.OpenListAsync(cluster);
            await admin.ClickAsync("Select All");
            await admin.ClickAsync("Delete Selected");
            await admin.ConfirmAsync("Delete");
            await Expect(admin.Main).ToContainTextAsync("No inter-cluster peers yet");
        }

        await page.Context.CloseAsync();
    }
}
