using Bunit;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Services;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>What takes time, and what has become of it.</summary>
public sealed class OperationsPageTests
{
    private static readonly ClusterId s_seoul = SomePeer.Good().Local.Id;

    private static readonly OperationStep s_step = new(s_seoul, null, null, []);

    private static readonly Operation s_running = new(
        new OperationId(7),
        nameof(ForceSync),
        s_seoul,
        "mina",
        TimeProvider.System.GetUtcNow().AddSeconds(-3),
        [
            s_step with
            {
                State = StepState.Done,
            },
            s_step with
            {
                State = StepState.Running,
            },
            s_step,
        ]
    )
    {
        CanCancel = true,
    };

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task An_operation_says_its_state_its_steps_who_began_it_and_why_it_failed(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        foreach (var state in Enum.GetValues<OperationState>())
        {
            var page = Render(
                context,
                s_running with
                {
                    State = state,
                    EndedAt = state == OperationState.Running ? null : s_running.StartedAt,
                    Problems = state == OperationState.Failed ? [new AxlTimedOut()] : [],
                }
            );
            var row = page.Find("tbody tr").TextContent;
            Assert.Contains(ServiceWords.State(state), row, StringComparison.Ordinal);
            Assert.Contains(
                ServiceText.OperationStepsDone.With(1, 3),
                row,
                StringComparison.Ordinal
            );
            Assert.Contains("mina", row, StringComparison.Ordinal);
            Assert.Equal(
                state == OperationState.Failed,
                row.Contains(new AxlTimedOut().Text(), StringComparison.Ordinal)
            );
            Assert.Equal(
                state == OperationState.Running ? 1 : 0,
                page.FindAll("tbody button").Count
            );
        }
    }

    [Fact]
    public async Task Cancel_is_offered_where_steps_can_be_left_out_and_names_the_operation()
    {
        await using var context = await PagesContext.EnterAsync();
        Assert.Empty(
            Render(context, s_running with { CanCancel = false }).FindAll("tbody button")
        );
        await Render(context, s_running).Find("tbody button").ClickAsync();
        Assert.Equal(
            [new CancelOperation(s_running.Id)],
            context.Door.SentOf<CancelOperation>()
        );
    }

    [Fact]
    public async Task Where_nothing_was_begun_the_page_says_what_would_stand_there()
    {
        await using var context = await PagesContext.EnterAsync();
        Assert.Contains(
            ServiceText.OperationsNone,
            Render(context).Find(".empty").TextContent,
            StringComparison.Ordinal
        );
    }

    private static IRenderedComponent<OperationsPage> Render(
        PagesContext context,
        params IReadOnlyList<Operation> operations
    )
    {
        context.Show();
        context.Door.Snapshot = context.Door.Snapshot with { Operations = operations };
        return context.Render<OperationsPage>();
    }
}
