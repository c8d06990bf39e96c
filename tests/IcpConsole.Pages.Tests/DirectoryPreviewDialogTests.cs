using Bunit;
using IcpConsole.Domain;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Pages.Users;

namespace IcpConsole.Pages.Tests;

/// <summary>What a directory file would change, before it takes effect.</summary>
public sealed class DirectoryPreviewDialogTests
{
    private static readonly EndUser s_mina = new(
        "mina",
        "Mina",
        "Choi",
        "m@x.example",
        "",
        null
    );

    private static readonly DirectoryPreview s_preview = new(
        new FileStamp(new FileLook(default, 100), "AB"),
        30,
        30,
        new(1, [s_mina with { UserId = "added" }]),
        new(1, [new UserChange(s_mina, s_mina with { Mail = "choi@x.example" })]),
        0,
        new(1, [s_mina with { UserId = "removed" }]),
        new(1, [new GroupChange("sales", null, 3)]),
        new(1, [new BadRow(12, new DirectoryUserIdEmpty()) { UserId = "kim" }])
    );

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Who_is_added_changed_and_removed_and_what_is_refused_is_listed(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        var (dialog, applied) = Render(context, s_preview);
        string[] parts = [.. dialog.FindAll("details.part").Select(d => d.TextContent)];
        Assert.Contains("removed", parts[0], StringComparison.Ordinal);
        Assert.Contains("m@x.example → choi@x.example", parts[1], StringComparison.Ordinal);
        Assert.DoesNotContain(UserText.Node, parts[1], StringComparison.Ordinal);
        Assert.Contains("added", parts[2], StringComparison.Ordinal);
        Assert.Contains("sales", parts[3], StringComparison.Ordinal);
        Assert.Contains(
            $"{UserText.Line.With(12)} kim {new DirectoryUserIdEmpty().Text()}",
            parts[4],
            StringComparison.Ordinal
        );
        await Button(dialog, UserText.Apply).ClickAsync();
        Assert.Equal([s_preview], applied);
    }

    [Fact]
    public async Task A_file_that_loses_more_than_a_tenth_of_the_users_says_so_and_its_button_warns()
    {
        await using var context = await PagesContext.EnterAsync();
        var (dialog, _) = Render(context, s_preview with { Removed = new(20, [s_mina]) });
        Assert.Contains(
            UserText.PreviewMassLoss.With("20", "30"),
            dialog.Markup,
            StringComparison.Ordinal
        );
        Assert.True(Button(dialog, UserText.Apply).ClassList.Contains("danger"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_says_why_and_can_be_looked_at_again()
    {
        await using var context = await PagesContext.EnterAsync();
        var (dialog, _) = Render(context, new DirectoryFileNotFound());
        Assert.Contains(
            new DirectoryFileNotFound().Text(),
            dialog.Find("[role=alert]").TextContent,
            StringComparison.Ordinal
        );
        Assert.True(Button(dialog, UserText.Apply).HasAttribute("disabled"));

        context.Door.Answer<PreviewDirectory>(_ => s_preview);
        await Button(dialog, UserText.LookAgain).ClickAsync();
        Assert.False(Button(dialog, UserText.Apply).HasAttribute("disabled"));
        Assert.Empty(dialog.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task A_file_that_has_changed_since_it_was_shown_is_not_taken_and_the_dialog_says_so()
    {
        await using var context = await PagesContext.EnterAsync();
        var (dialog, _) = Render(context, s_preview, new DirectoryFileNotAsShown());
        await Button(dialog, UserText.Apply).ClickAsync();
        Assert.Contains(
            new DirectoryFileNotAsShown().Text(),
            dialog.Find("[role=alert]").TextContent,
            StringComparison.Ordinal
        );
        Assert.True(Button(dialog, UserText.Apply).HasAttribute("disabled"));
    }

    private static (
        IRenderedComponent<DirectoryPreviewDialog> Dialog,
        List<DirectoryPreview?> Applied
    ) Render(PagesContext context, object answer, params Problem[] problems)
    {
        var seoul = context.Show();
        context.Door.Answer<PreviewDirectory>(_ => answer);
        var applied = new List<DirectoryPreview?>();
        var dialog = context.Render<DirectoryPreviewDialog>(p =>
            p.Add(d => d.Id, seoul.Id)
                .Add(d => d.Action, UserText.Apply)
                .Add(
                    d => d.OnApply,
                    preview =>
                    {
                        applied.Add(preview);
                        return Task.FromResult<IReadOnlyList<Problem>>(problems);
                    }
                )
        );
        return (dialog, applied);
    }

    private static AngleSharp.Dom.IElement Button(
        IRenderedComponent<DirectoryPreviewDialog> dialog,
        string text
    ) => dialog.FindAll("button").Single(b => b.TextContent == text);
}
