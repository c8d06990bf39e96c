using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

public sealed class PeeringJobTests(Browser browser)
{
    [Fact]
    public Task The_whole_job_works_in_English() => WholeJobAsync(Words.English, 1280, ColorScheme.Light);

    [Fact]
    public Task The_whole_job_works_in_Korean_on_a_phone_in_the_dark() => WholeJobAsync(Words.Korean, 390, ColorScheme.Dark);

    private async Task WholeJobAsync(Words words, int width, ColorScheme scheme)
    {
        await using var console = new LabConsole();
        await console.StartedAsync();
        var page = await browser.PageAsync(console.Url, words.Language, width, scheme);
        var admin = new Administrator(page, words);
        var picture = $"{words.Language}-{width}-{scheme}".ToLowerInvariant();
        await page.GotoAsync("/");
        await Browser.PictureAsync(page, $"{picture}-1-sign-in");
        await admin.SignInAsync();
        await admin.OpenListAsync("seoul");
        await Expect(admin.Main).ToContainTextAsync(words.NoPeers);
        await Browser.PictureAsync(page, $"{picture}-2-empty");

        await admin.AddPeerAsync("seoul", console.Publisher(1));
        await ExpectEveryMarkAsync(admin, words);
        await Browser.PictureAsync(page, $"{picture}-3-peer");
        await admin.AddPeerAsync("singapore", console.Publisher(0));
        await ExpectEveryMarkAsync(admin, words);

        await admin.ClickAsync(words.ForceSync);
        await admin.Dialog.GetByLabel(words.Resync).CheckAsync();
        await Browser.PictureAsync(page, $"{picture}-4-force");
        await admin.ConfirmAsync(words.Ok);
        await Expect(admin.Dialog).ToContainTextAsync(words.CertificatesTaken);
        await Browser.PictureAsync(page, $"{picture}-5-result");
        await admin.ConfirmAsync(words.Close);

        await admin.OpenListAsync("seoul");
        await Expect(admin.Main.GetByRole(AriaRole.Link, new() { Name = console.Publisher(1) })).ToBeVisibleAsync();
        await Browser.PictureAsync(page, $"{picture}-6-list");
        await admin.Main.GetByLabel(console.Publisher(1)).CheckAsync();
        await admin.ClickAsync(words.DeleteSelected);
        await Browser.PictureAsync(page, $"{picture}-7-delete");
        await admin.ConfirmAsync(words.Delete);
        await Expect(admin.Main).ToContainTextAsync(words.NoPeers);

        await admin.OpenListAsync("singapore");
        await admin.Main.GetByRole(AriaRole.Link, new() { Name = console.Publisher(0) }).ClickAsync();
        await admin.ClickAsync(words.Delete);
        await admin.ConfirmAsync(words.Delete);
        await Expect(admin.Main).ToContainTextAsync(words.NoPeers);
    }

    private static async Task ExpectEveryMarkAsync(Administrator admin, Words words)
    {
        await Expect(admin.Panel).ToContainTextAsync(words.Reachable);
        await Expect(admin.Panel).ToContainTextAsync(words.InStep);
        await Expect(admin.Entry(words.AssociatedUsers)).ToContainTextAsync("500");
        await Expect(admin.Panel).ToContainTextAsync(words.Secure);
        // Four entries and the certificates of two nodes.
        await Expect(admin.Panel.GetByRole(AriaRole.Img, new() { Name = words.CheckMark, Exact = true })).ToHaveCountAsync(6);
    }
}
