using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>What came of asking the other nodes of a peer.</summary>
/// <param name="Connection">To the first that answered; null when none did.</param>
/// <param name="Test">Its answer.</param>
/// <param name="Refused">That one of them refused the login, where none answered.</param>
internal sealed record OtherNodes(
    PeerConnection? Connection,
    ConnectivityTest? Test,
    PeerFailure? Refused
)
{
    /// <summary>
    /// Asks the peer's other nodes, all at once, where the publisher was not heard (the guide, step
    /// 5: the agent runs on every node).
    /// </summary>
    public static async Task<OtherNodes> AskAsync(
        Session session,
        PeerFailure failure,
        CancellationToken cancellationToken
    )
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connections = session
            .Status.Now.RemoteNodes.Where(n => n.Name != session.Peer.Address)
            .Select(n => session.Connect(n.Name, failure))
            .ToList();
        var asked = connections.ConvertAll(c => AskOneAsync(c, found.Token));
        var others = new OtherNodes(null, null, null);
        await foreach (var answer in Task.WhenEach(asked))
        {
            var (test, refused) = await answer;
            if (refused is not null)
                others = others with { Refused = refused };
            if (test is null)
                continue;
            others = new OtherNodes(connections[asked.IndexOf(answer)], test, null);
            break;
        }

        await found.CancelAsync();
        await Task.WhenAll(asked);
        foreach (var connection in connections.Where(c => c != others.Connection))
            connection.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return others;
    }

    /// <summary>
    /// The publisher's failure is the one that is told; but a login that is refused here too must
    /// not be tried for ever.
    /// </summary>
    private static async Task<(ConnectivityTest? Test, PeerFailure? Refused)> AskOneAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            return (
                (await connection.AskAsync(Queries.ConnectivityTest, cancellationToken)).Test,
                null
            );
        }
        catch (Exception e)
        {
            return (
                null,
                PeerFailures.From(e) is { Layer: PassLayer.Login } refused ? refused : null
            );
        }
    }
}
