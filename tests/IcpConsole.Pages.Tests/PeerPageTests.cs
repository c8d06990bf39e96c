using Bunit;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>The form of a peer entry, and what is asked before it is kept.</summary>
public sealed class PeerPageTests
{
    private static readonly CertificateSummary s_certificate = new(
        "CN=127.0.12.1",
        "CN=127.0.12.1",
        ["127.0.12.1"],
        "AB12",
        default,
        default,
        ReadOnlyMemory<byte>.Empty
    );

    private static readonly FirstContact s_unknown = new(s_certificate, false, null);

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task A_problem_stands_beside_its_field_and_nothing_typed_is_lost(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        context.Show();
        context.Door.Answer<SavePeer>(_ =>
            new PeerAddressMalformed(NodeNameMistake.NotFourNumbers).At(
                nameof(PeerForm.Address)
            )
        );
        var page = Render(context);
        await page.Find("#peer-address").InputAsync(new() { Value = "127.1" });
        await page.Find("#axl-username").InputAsync(new() { Value = "icsa" });

        await page.Find("form").SubmitAsync();

        Assert.Equal(
            new PeerAddressMalformed(NodeNameMistake.NotFourNumbers).Text(),
            page.Find("#peer-address-problem .problem").TextContent
        );
        Assert.Equal("true", page.Find("#peer-address").GetAttribute("aria-invalid"));
        Assert.Null(page.Find("#axl-username").GetAttribute("aria-invalid"));
        Assert.Equal("127.1", page.Find("#peer-address").GetAttribute("value"));
        Assert.Equal("icsa", page.Find("#axl-username").GetAttribute("value"));
    }

    [Fact]
    public async Task An_unknown_certificate_is_shown_and_kept_only_when_it_is_accepted()
    {
        await using var context = await PagesContext.EnterAsync();
        context.Show();
        context.Door.Answer<SavePeer>(save =>
            save.Decided ? new SavedPeer(new PeerId(7), null) : new SavedPeer(null, s_unknown)
        );
        var page = Render(context);
        await page.Find("#peer-address").InputAsync(new() { Value = "127.0.12.1" });

        await page.Find("form").SubmitAsync();
        Assert.Contains(
            "AB:12",
            page.Find("[role=dialog]").TextContent,
            StringComparison.Ordinal
        );
        await Button(page, FrameText.Cancel).ClickAsync();
        Assert.Empty(page.FindAll("[role=dialog]"));
        Assert.Equal([false], context.Door.SentOf<SavePeer>().Select(s => s.Decided));

        await page.Find("form").SubmitAsync();
        await Button(page, PeeringText.Accept).ClickAsync();
        var kept = context.Door.SentOf<SavePeer>()[^1];
        Assert.Equal((true, s_certificate), (kept.Decided, kept.Accepted));
    }

    [Fact]
    public async Task What_is_typed_while_the_address_is_looked_at_is_not_what_is_accepted()
    {
        await using var context = await PagesContext.EnterAsync();
        context.Show();
        context.Door.Answer<SavePeer>(save =>
            save.Decided ? new SavedPeer(new PeerId(7), null) : new SavedPeer(null, s_unknown)
        );
        var page = Render(context);
        await page.Find("#peer-address").InputAsync(new() { Value = "127.0.12.1" });
        await page.Find("form").SubmitAsync();

        await page.Find("#peer-address").InputAsync(new() { Value = "127.0.99.1" });
        await Button(page, PeeringText.Accept).ClickAsync();

        Assert.Equal("127.0.12.1", context.Door.SentOf<SavePeer>()[^1].Form.Address);
    }

    [Fact]
    public async Task Another_address_of_an_entry_is_asked_about_first()
    {
        await using var context = await PagesContext.EnterAsync();
        var status = SomePeer.Good();
        context.Show(status);
        context.Door.Answer<FindReceipts>(_ => Array.Empty<SyncReceipt>());
        context.Door.Answer<SavePeer>(save =>
            save.Decided
                ? new SavedPeer(status.Peer.Id, null)
                : new SavedPeer(null, new FirstContact(null, false, null))
        );
        var page = Render(context, status.Peer.Id);
        Assert.Equal("127.0.12.1", page.Find("#peer-address").GetAttribute("value"));
        await page.Find("#peer-address").InputAsync(new() { Value = "127.0.13.1" });

        await page.Find("form").SubmitAsync();
        Assert.Contains(
            PeeringText.MoveTitle,
            page.Find("[role=dialog]").TextContent,
            StringComparison.Ordinal
        );
        await Button(page, PeeringText.MoveAction).ClickAsync();

        Assert.Equal([false, true], context.Door.SentOf<SavePeer>().Select(s => s.Decided));
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Where_somebody_else_saved_meanwhile_both_values_are_shown_and_saving_again_is_a_decision(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        var status = SomePeer.Good();
        context.Show(status);
        context.Door.Answer<FindReceipts>(_ => Array.Empty<SyncReceipt>());
        context.Door.Answer<SavePeer>(_ =>
            new ThereNow("other").At(nameof(PeerForm.AxlUsername))
        );
        var page = Render(context, status.Peer.Id);
        await page.Find("#axl-username").InputAsync(new() { Value = "mine" });
        context.Show(status with { Peer = status.Peer with { Revision = 2 } });

        await page.Find("form").SubmitAsync();
        Assert.Equal("mine", page.Find("#axl-username").GetAttribute("value"));
        Assert.Equal(
            new ThereNow("other").Text(),
            page.Find("#axl-username-problem .problem").TextContent
        );

        context.Door.Answer<SavePeer>(_ => new SavedMeanwhile("kim", default));
        await page.Find("form").SubmitAsync();
        Assert.Contains(
            "kim",
            page.Find("form > .problem").TextContent,
            StringComparison.Ordinal
        );
        await page.Find("form").SubmitAsync();
        Assert.Equal([1, 1, 2], context.Door.SentOf<SavePeer>().Select(s => s.Form.Revision));
    }

    private static IRenderedComponent<PeerPage> Render(
        PagesContext context,
        PeerId? peer = null
    ) =>
        context.Render<PeerPage>(p =>
            p.Add(c => c.ClusterId, "seoul").Add(c => c.Id, peer?.Value)
        );

    private static AngleSharp.Dom.IElement Button(
        IRenderedComponent<PeerPage> page,
        string text
    ) => page.FindAll("[role=dialog] button").Single(b => b.TextContent.Trim() == text);
}
