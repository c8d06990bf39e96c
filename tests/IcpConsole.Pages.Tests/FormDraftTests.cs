using Bunit;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>What is typed outlasts the console that it is typed into.</summary>
public sealed class FormDraftTests
{
    private const string Get = "sessionStorage.getItem";
    private const string Set = "sessionStorage.setItem";
    private const string Remove = "sessionStorage.removeItem";
    private const string Kept =
        """{"Address":"127.0.13.1","AxlUsername":"icsa","AxlPassword":"","Protocol":"Tls","Revision":1}""";

    [Fact]
    public async Task Each_change_is_kept_without_its_passwords()
    {
        await using var context = await PagesContext.EnterAsync();
        context.Show();
        var page = Render(context);
        await page.Find("#peer-address").InputAsync(new() { Value = "127.0.12.1" });
        await page.Find("#axl-password").InputAsync(new() { Value = "Sesam-1" });

        var kept = context.JSInterop.Invocations[Set];
        Assert.Equal(2, kept.Count);
        Assert.Contains(
            "127.0.12.1",
            (string)kept[^1].Arguments[1]!,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "Sesam",
            (string)kept[^1].Arguments[1]!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task What_was_kept_is_back_and_can_be_discarded(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        var status = SomePeer.Good();
        context.Show(status);
        context.Door.Answer<FindReceipts>(_ => Array.Empty<SyncReceipt>());
        context.JSInterop.Setup<string?>(Get, _ => true).SetResult(Kept);
        var page = Render(context, status.Peer.Id);

        Assert.Equal("127.0.13.1", page.Find("#peer-address").GetAttribute("value"));
        Assert.Contains(
            FrameText.DraftRestored,
            page.Find(".why.info").TextContent,
            StringComparison.Ordinal
        );

        await page.Find(".why.info button").ClickAsync();
        Assert.Equal("127.0.12.1", page.Find("#peer-address").GetAttribute("value"));
        Assert.NotEmpty(context.JSInterop.Invocations[Remove]);
    }

    [Fact]
    public async Task What_is_typed_before_the_browser_answered_stays()
    {
        await using var context = await PagesContext.EnterAsync();
        context.Show();
        var answer = context.JSInterop.Setup<string?>(Get, _ => true);
        var page = Render(context);
        await page.Find("#peer-address").InputAsync(new() { Value = "127.0.14.1" });
        answer.SetResult(Kept);
        await page.InvokeAsync(() => { });

        Assert.Equal("127.0.14.1", page.Find("#peer-address").GetAttribute("value"));
        Assert.Empty(page.FindAll(".why.info"));
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("""{"Address":null}""")]
    public async Task What_is_no_form_is_passed_over(string kept)
    {
        await using var context = await PagesContext.EnterAsync();
        context.Show();
        context.JSInterop.Setup<string?>(Get, _ => true).SetResult(kept);
        var page = Render(context);
        Assert.Empty(page.FindAll(".why.info"));
    }

    [Fact]
    public async Task A_form_that_was_saved_is_forgotten()
    {
        await using var context = await PagesContext.EnterAsync();
        var status = SomePeer.Good();
        context.Show(status);
        context.Door.Answer<FindReceipts>(_ => Array.Empty<SyncReceipt>());
        context.Door.Answer<SavePeer>(_ => new SavedPeer(status.Peer.Id, null));
        var page = Render(context, status.Peer.Id);
        await page.Find("#axl-username").InputAsync(new() { Value = "other" });
        Assert.Empty(context.JSInterop.Invocations[Remove]);

        await page.Find("form").SubmitAsync();
        Assert.Single(context.JSInterop.Invocations[Remove]);
    }

    private static IRenderedComponent<PeerPage> Render(
        PagesContext context,
        PeerId? peer = null
    ) =>
        context.Render<PeerPage>(p =>
            p.Add(c => c.ClusterId, "seoul").Add(c => c.Id, peer?.Value)
        );
}
