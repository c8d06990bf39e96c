using Bunit;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Clusters;
using IcpConsole.Pages.Parameters;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Pages.Users;

namespace IcpConsole.Pages.Tests;

/// <summary>
/// Somebody else saved meanwhile: both values are shown, in the page's words, and saving again is a
/// decision.
/// </summary>
public sealed class ClashTests
{
    private static readonly SavedMeanwhile s_kim = new("kim", default);

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task A_parameter_is_saved_in_place_of_the_value_that_was_shown_beside_it(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        Show(context, ParameterCatalogue.Perform);
        var page = context.Render<ServiceParametersPage>(p =>
            p.Add(c => c.ClusterId, "seoul")
        );
        var name = ParameterCatalogue.CertificateSync.Name;
        await page.Find($"#parameter-{name}")
            .ChangeAsync(new() { Value = ParameterCatalogue.DoNotPerform });
        await page.Find("#parameter-SyncInterval").InputAsync(new() { Value = "60" });

        // Kim did the same with one of them, and more than that.
        Show(context, ParameterCatalogue.DoNotPerform, interval: "90");
        context.Door.Answer<SaveParameters>(_ =>
            new[] { s_kim, new ThereNow("90").At("SyncInterval") }
        );
        await page.Find("form").SubmitAsync();
        Assert.Contains(
            "kim",
            page.Find("form > .problem").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(
            new ThereNow("90").Text(),
            page.Find("#parameter-SyncInterval-problem .problem").TextContent
        );
        Assert.Equal("60", page.Find("#parameter-SyncInterval").GetAttribute("value"));

        context.Door.Answer<SaveParameters>(_ => Done());
        await page.Find("form").SubmitAsync();
        Assert.Equal(
            [("30", "60"), ("90", "60")],
            context
                .Door.SentOf<SaveParameters>()
                .Select(s => (s.Before["SyncInterval"], s.Values["SyncInterval"]))
        );
        Assert.Empty(page.FindAll(".problem"));
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task A_choice_of_now_is_named_as_the_page_names_it(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        Show(context, ParameterCatalogue.Perform);
        var page = context.Render<ServiceParametersPage>(p =>
            p.Add(c => c.ClusterId, "seoul")
        );
        context.Door.Answer<SaveParameters>(_ =>
            new ThereNow(ParameterCatalogue.DoNotPerform).At("CertificateSync")
        );
        await page.Find("form").SubmitAsync();
        Assert.Equal(
            new ThereNow(ParameterText.DoNotPerform).Text(),
            page.Find("#parameter-CertificateSync-problem .problem").TextContent
        );

        var fields = context.Render<ClusterFields>(p =>
            p.Add(f => f.Form, new ClusterForm { ClusterId = "seoul" })
                .Add(
                    f => f.Problems,
                    [
                        new ThereNow("SmallerOva").At(nameof(ClusterForm.Platform)),
                        new ThereNow("True").At(nameof(ClusterForm.SipFederation)),
                        new ThereNow("DirectoryUri").At(nameof(ClusterForm.AddressScheme)),
                    ]
                )
        );
        Assert.Equal(
            [
                new ThereNow(ClusterWords.Name(ImAddressScheme.DirectoryUri)).Text(),
                new ThereNow(ClusterText.SmallerOva).Text(),
                new ThereNow(ClusterText.On).Text(),
            ],
            fields.FindAll(".problem").Select(p => p.TextContent)
        );
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task An_application_user_is_saved_over_the_revision_that_was_shown(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        context.Show();
        var icsa = new ApplicationUser("icsa", ApplicationRoles.AxlReadOnly, Revision: 1);
        context.Door.Answer<ListApplicationUsers>(_ => new[] { icsa });
        var page = context.Render<ApplicationUsersPage>(p => p.Add(c => c.ClusterId, "seoul"));
        await page.Find("button.link").ClickAsync();
        context.Door.Answer<ListApplicationUsers>(_ => new[] { icsa with { Revision = 2 } });
        var revisions = new List<int>();
        context.Door.Answer<SaveApplicationUser>(save =>
        {
            revisions.Add(save.Form.Revision);
            return new[]
            {
                s_kim,
                new ThereNow("AxlReadOnly, Platform").At(nameof(ApplicationUserForm.Roles)),
            };
        });
        await page.Find("form").SubmitAsync();
        Assert.Contains(
            $"{UserText.RoleAxlReadOnly}, {UserText.RolePlatform}",
            page.Find("#user-roles-problem").TextContent,
            StringComparison.Ordinal
        );

        context.Door.Answer<SaveApplicationUser>(save =>
        {
            revisions.Add(save.Form.Revision);
            return Done();
        });
        await page.Find("form").SubmitAsync();
        Assert.Equal([1, 2], revisions);
        Assert.Empty(page.FindAll("form"));
    }

    private static Domain.Requests.Done Done() => Domain.Requests.Done.Value;

    private static void Show(
        PagesContext context,
        string certificateSync,
        string interval = "30"
    )
    {
        var seoul = context.Show();
        var agent = ParameterCatalogue.InterclusterSyncAgent;
        var node = seoul.Topology.Publisher.Name;
        context.Door.Snapshot = context.Door.Snapshot with
        {
            Clusters =
            [
                seoul with
                {
                    Parameters = new ParametersSnapshot([
                        new(node, agent, "CertificateSync", certificateSync),
                        new(node, agent, "SyncInterval", interval),
                    ]),
                },
            ],
        };
    }
}
