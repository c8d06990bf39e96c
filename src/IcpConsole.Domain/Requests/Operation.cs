using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Requests;

public readonly record struct OperationId(long Value);

public enum OperationState
{
    Running,
    Done,
    Failed,

    /// <summary>No further step was begun, because somebody said so.</summary>
    Cancelled,

    /// <summary>The console ended before the operation did.</summary>
    Interrupted,
}

public enum StepState
{
    Waiting,
    Running,

    /// <summary>
    /// Done, but for what follows from it: links that are to come back, say, and peers that are to
    /// be told.
    /// </summary>
    Settling,
    Done,
    Failed,
}

/// <summary>A step of an operation.</summary>
/// <param name="Cluster">At which cluster.</param>
/// <param name="Node">At which node, or with which peer; null for the cluster as a whole.</param>
/// <param name="Service">With which service; null for none.</param>
/// <param name="Reasons">What it is for.</param>
public sealed record OperationStep(
    ClusterId Cluster,
    NodeName? Node,
    NodeService? Service,
    IReadOnlyList<Problem> Reasons
)
{
    public StepState State { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What a sync did, also where it failed or was cancelled; null for anything else.</summary>
    public SyncReceipt? Receipt { get; init; }
}

/// <summary>
/// What takes time: a command begins it and is answered at once. It is kept, and stands in the
/// snapshot of the console. Immutable.
/// </summary>
/// <param name="Id">In the order in which they were begun.</param>
/// <param name="Command">The name of the command.</param>
/// <param name="Cluster">To which it was sent; null for the console itself.</param>
/// <param name="Account">Of whoever sent it.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Steps">In their order.</param>
public sealed record Operation(
    OperationId Id,
    string Command,
    ClusterId? Cluster,
    string Account,
    DateTimeOffset StartedAt,
    IReadOnlyList<OperationStep> Steps
)
{
    /// <summary>So many that have ended stand in the snapshot of the console.</summary>
    public const int Shown = 50;

    public OperationState State { get; init; }

    /// <summary>UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed; none where it did not.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>It has steps that can be left out.</summary>
    public bool CanCancel { get; init; }

    /// <summary>No step is under way any more: one that was has failed.</summary>
    public Operation CutOff() =>
        this with
        {
            Steps =
            [
                .. Steps.Select(s =>
                    s.State is StepState.Running or StepState.Settling
                        ? s with
                        {
                            State = StepState.Failed,
                        }
                        : s
                ),
            ],
        };

    /// <summary>The steps that were not left waiting.</summary>
    public IReadOnlyList<OperationStep> Begun =>
        [.. Steps.Where(s => s.State != StepState.Waiting)];
}

/// <summary>Begins no further step of an operation.</summary>
public sealed record CancelOperation(OperationId Operation) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}

public sealed record OperationNotCancelled : Problem
{
    protected override Words Words =>
        new(
            "This has already ended, or has no steps that can be skipped.",
            "이미 끝났거나 생략할 수 있는 단계가 없습니다."
        );
}
