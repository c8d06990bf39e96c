using System.Text.Json;
using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>What axe-core, which others wrote, finds on the pages.</summary>
public sealed class AccessibilityTests(Browser browser, SharedLab lab)
    : SharedLabTests(browser, lab)
{
    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public async Task No_page_has_a_fault_in_light_or_dark(string language)
    {
        var missing = await NpmPackages.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var axe = await File.ReadAllTextAsync(NpmPackages.File("axe-core", "axe.min.js"));
        var words = language == "ko" ? Words.Korean : Words.English;
        var page = await PageAsync(words);
        var admin = new Administrator(page, words);
        await page.GotoAsync("/");
        var found = new List<string>(await FaultsAsync(page, axe, "sign-in"));
        await admin.SignInAsync();
        await admin.AddPeerAsync("seoul", Console.Publisher(1));
        await Expect(admin.Panel).ToBeVisibleAsync();
        foreach (var path in Pages.All(new Uri(page.Url).AbsolutePath[1..]))
        {
            await page.GotoAsync($"/{path}");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
                .ToBeVisibleAsync();
            found.AddRange(await FaultsAsync(page, axe, path));
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Distinct()));
    }

    private static async Task<IEnumerable<string>> FaultsAsync(
        IPage page,
        string axe,
        string path
    )
    {
        await page.EvaluateAsync(axe);
        var faults = new List<string>();
        foreach (
            var (scheme, rules) in new[]
            {
                (ColorScheme.Light, ", rules: { 'target-size': { enabled: true } }"),
                // What the scheme changes is the colours: the rules that look at them.
                (ColorScheme.Dark, ", runOnly: ['color-contrast', 'link-in-text-block']"),
            }
        )
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var result = await page.EvaluateAsync<JsonElement>(
                $"() => axe.run(document, {{ resultTypes: ['violations']{rules} }})"
            );
            faults.AddRange(
                from violation in result.GetProperty("violations").EnumerateArray()
                from node in violation.GetProperty("nodes").EnumerateArray()
                select $"{path} ({scheme}): {violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()}"
            );
        }

        return faults;
    }
}
