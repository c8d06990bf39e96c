using Bunit;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Services;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Pages.Tests;

/// <summary>One service on all nodes.</summary>
public sealed class AllNodesPageTests
{
    private static readonly NodeName s_there = NodeName.Parse("127.0.99.1");

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task What_is_ticked_is_restarted_after_a_question_and_each_node_says_what_came_of_it(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        Show(context);
        var page = context.Render<AllNodesPage>();
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        await page.FindAll(".tools button")
            .Single(b => b.TextContent == PeeringText.SelectAll)
            .ClickAsync();
        await Button(page, ServiceAction.Restart).ClickAsync();
        Assert.Empty(context.Door.Sent);

        var refused = new ServiceNodeNotRunning(s_there);
        context.Door.Answer<ControlServices>(command =>
        {
            context.Door.Snapshot = context.Door.Snapshot with
            {
                Operations = [Ended(command, refused)],
            };
            return new OperationId(7);
        });
        await page.Find("[role=dialog] button.danger").ClickAsync();

        var sent = Assert.Single(context.Door.SentOf<ControlServices>());
        Assert.Equal(
            (ServiceCatalogue.XcpRouter, ServiceAction.Restart, 2),
            (sent.Services[0].Service, sent.Action, sent.Services.Count)
        );
        Assert.Contains(
            ServiceText.ServicesDone.With(1, 2),
            page.Find("[role=status]").TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(
            refused.Text(),
            page.Find("[role=alert]").TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("SipProxy", true)]
    [InlineData("AxlWebService", false)]
    [InlineData("XcpRouter", false)]
    public async Task A_service_is_activated_here_unless_that_makes_a_user_who_has_to_be_shown(
        string service,
        bool isActivated
    )
    {
        await using var context = await PagesContext.EnterAsync();
        Show(context);
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"services?service={service}");
        var page = context.Render<AllNodesPage>();
        Assert.Equal(
            isActivated,
            page.FindAll(".tools button").Any(b => b.TextContent == ServiceText.Activate)
        );
    }

    [Fact]
    public async Task Nothing_is_done_where_nothing_is_ticked()
    {
        await using var context = await PagesContext.EnterAsync();
        Show(context);
        var page = context.Render<AllNodesPage>();
        Assert.True(Button(page, ServiceAction.Restart).HasAttribute("disabled"));
    }

    private static Operation Ended(ControlServices command, ServiceNodeNotRunning refused) =>
        new(
            new OperationId(7),
            nameof(ControlServices),
            null,
            "administrator",
            TimeProvider.System.GetUtcNow(),
            [
                .. command.Services.Select(
                    (s, i) =>
                        new OperationStep(s.Cluster, s.Node, s.Service, [])
                        {
                            State = i == 0 ? StepState.Done : StepState.Failed,
                            Problem = i == 0 ? null : refused,
                        }
                ),
            ]
        )
        {
            State = OperationState.Failed,
            EndedAt = TimeProvider.System.GetUtcNow(),
            Problems = [refused],
        };

    private static AngleSharp.Dom.IElement Button(
        IRenderedComponent<AllNodesPage> page,
        ServiceAction action
    ) =>
        page.FindAll(".tools button")
            .Single(b => b.TextContent == ServiceWords.Action(action));

    private static void Show(PagesContext context)
    {
        var router = new ServiceStatus(
            ServiceCatalogue.XcpRouter,
            ServiceState.Running,
            TimeProvider.System.GetUtcNow()
        );
        var here = SomePeer.Good().Local.Publisher;
        var seoul = context.Show() with
        {
            Services = new ServicesSnapshot([new(here, [router]), new(s_there, [router])], []),
        };
        context.Door.Snapshot = context.Door.Snapshot with { Clusters = [seoul] };
    }
}
