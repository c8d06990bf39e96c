using IcpConsole.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// The guide from step 4 on, over three clusters, as an administrator clicks through it.
/// </summary>
public sealed class PeeringJobTests(Browser browser)
{
    [Theory]
    [InlineData("en", 1280, ColorScheme.Light)]
    [InlineData("ko", 1280, ColorScheme.Light)]
    [InlineData("en", 390, ColorScheme.Dark)]
    [InlineData("ko", 390, ColorScheme.Dark)]
    public async Task The_whole_job_works(string language, int width, ColorScheme scheme)
    {
        await using var console = new LabConsole(
            // As by default, and in the guide's pictures of one language: making such keys takes long.
            keyType: (language, width) == ("en", 1280) ? "rsa" : "ecdsa"
        );
        await console.StartedAsync();
        var words = language == "ko" ? Words.Korean : Words.English;
        var page = await browser.PageAsync(console, language, width, scheme);
        var admin = new Administrator(page, words);
        async Task SeeAsync(string name)
        {
            await Browser.PictureAsync(
                page,
                $"{language}-{width}-{scheme}-{name}".ToLowerInvariant()
            );
            if (scheme == ColorScheme.Light)
                await Browser.GuideAsync(page, language, name);
        }

        await page.GotoAsync("/");
        await SeeAsync("sign-in");
        await admin.SignInAsync();
        await Expect(admin.Main).ToContainTextAsync("frankfurt");
        await Expect(admin.Main.Locator(".short")).ToHaveCountAsync(3);
        await SeeAsync("clusters");
        await page.GotoAsync("/clusters/seoul/system/cluster");
        await Expect(admin.Main.Locator(".fingerprint")).ToHaveCountAsync(8);
        await SeeAsync("cluster");
        await admin.OpenListAsync("seoul");
        await Expect(admin.Main).ToContainTextAsync(words.NoPeers);
        await SeeAsync("empty");

        await admin.AddPeerAsync("seoul", console.Publisher(1), "TLS", SeeAsync);
        // One side alone: that the other's nodes refuse SIP and router links follows from the entry
        // that is missing there, so nothing is red.
        await Expect(admin.Entry(words.OtherSide)).ToContainTextAsync(words.NotAddedThere);
        await Expect(admin.Marks(words.XMark)).ToHaveCountAsync(0);
        await SeeAsync("one-side");
        await admin.AddPeerAsync("singapore", console.Publisher(0), "TLS");
        await ExpectEveryMarkAsync(admin, words, services: 3, sides: 2);
        await SeeAsync("peer");
        await admin.AddPeerAsync("seoul", console.Publisher(2), "UDP");
        await ExpectEveryMarkAsync(admin, words, services: 1, sides: 1);
        await admin.AddPeerAsync("frankfurt", console.Publisher(0));
        await ExpectEveryMarkAsync(admin, words, services: 1, sides: 2);

        await admin.ClickAsync(words.ForceSync);
        await admin.Dialog.GetByLabel(words.Resync).CheckAsync();
        await SeeAsync("force");
        await admin.ConfirmAsync(words.Ok);
        await Expect(admin.Dialog).ToContainTextAsync(words.CertificatesTaken);
        await SeeAsync("result");
        await admin.ConfirmAsync(words.Close);

        await admin.OpenListAsync("seoul");
        await Expect(
                admin.Main.GetByRole(
                    AriaRole.Img,
                    new() { Name = words.CheckMark, Exact = true }
                )
            )
            .ToHaveCountAsync(4);
        await SeeAsync("list");
        foreach (var cluster in (int[])[1, 2])
            await admin.Main.GetByLabel(console.Publisher(cluster)).CheckAsync();
        await admin.ClickAsync(words.DeleteSelected);
        await SeeAsync("delete");
        await admin.ConfirmAsync(words.Delete);
        await Expect(admin.Main).ToContainTextAsync(words.NoPeers);

        await admin.OpenListAsync("singapore");
        await admin
            .Main.GetByRole(AriaRole.Link, new() { Name = console.Publisher(0) })
            .ClickAsync();
        await admin.ClickAsync(words.Delete);
        await admin.ConfirmAsync(words.Delete);
        await Expect(admin.Main).ToContainTextAsync(words.NoPeers);
    }

    private static async Task ExpectEveryMarkAsync(
        Administrator admin,
        Words words,
        int services,
        int sides
    )
    {
        await Expect(admin.Panel).ToContainTextAsync(words.Reachable);
        await Expect(admin.Panel).ToContainTextAsync(words.InStep);
        await Expect(admin.Entry(words.AssociatedUsers)).ToContainTextAsync("500");
        await Expect(admin.Panel).ToContainTextAsync(words.Secure);
        // Seven entries stand on one side's word; the other side's entry, the router links and the
        // routing proof need both.
        var entries = sides == 2 ? 10 : 7;
        // Of two nodes the certificates of each service, and two ports; with TLS SIP and router
        // links, each in both directions.
        var nodes = 2 * services + 2 * 2;
        var ways = services == 3 ? 4 : 0;
        await Expect(admin.Marks(words.CheckMark)).ToHaveCountAsync(entries + nodes + ways);
    }
}
