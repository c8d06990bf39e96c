using IcpConsole.Domain;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Peering.Sync;

internal abstract record AgentOrder;

/// <summary>A forced pass.</summary>
/// <param name="Request">As it was confirmed.</param>
/// <param name="Done">What came of it; null where the agent ends before.</param>
/// <param name="Cancelled">Cuts the pass.</param>
internal sealed record ForceOrder(
    ForcedSync Request,
    TaskCompletionSource<SyncReceipt?> Done,
    CancellationToken Cancelled
) : AgentOrder
{
    private bool _taken;

    /// <returns>False where it was cancelled before its turn.</returns>
    public bool TryBegin() => !Interlocked.Exchange(ref _taken, true);

    /// <summary>Ends what has not begun; a pass that runs hears of it by its token.</summary>
    public void Cancel(DateTimeOffset now)
    {
        if (!TryBegin())
            return;
        var cancelled = new PeerFailure(PassLayer.Apply, new SyncCancelled());
        Done.TrySetResult(SyncReceipt.Failed(SyncTrigger.Forced, now, cancelled));
    }
}

/// <summary>A look at what a pass would do.</summary>
/// <param name="Done">What it would; null where the agent ends before.</param>
/// <param name="Cancel">Ends the look.</param>
internal sealed record PreviewOrder(
    TaskCompletionSource<Result<SyncPreview>?> Done,
    CancellationToken Cancel
) : AgentOrder;

/// <summary>The peer has something new.</summary>
internal sealed record NoticedOrder : AgentOrder;

/// <summary>A connectivity test.</summary>
internal sealed record TestOrder : AgentOrder;
