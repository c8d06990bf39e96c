using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>What a peer said when it was asked for everything at once.</summary>
/// <param name="Names">What DNS said of its names.</param>
/// <param name="Test">How far the connection came.</param>
/// <param name="State">What it says of itself; null where it did not come so far.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Certificates">That it announces.</param>
/// <param name="Told">What it tells of its own accord.</param>
/// <param name="Clock">How far its clock is ahead; null where it does not say.</param>
internal sealed record PeerContact(
    NameLookups Names,
    ConnectivityTest Test,
    RemoteState? State,
    IReadOnlyList<PeerNode> Nodes,
    IReadOnlyList<AnnouncedCertificate> Certificates,
    Told Told,
    TimeSpan? Clock
)
{
    /// <summary>How it sees this cluster; null where it does not tell.</summary>
    public PeerView? View => Told.View;

    /// <summary>As <see cref="PeerStatus.RouterCertificate"/>.</summary>
    public Mark RouterCertificate { get; init; }

    /// <summary>
    /// For the connection and its queries together: with a look at the router less than a test may
    /// take.
    /// </summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(11);

    /// <summary>Asks a peer, over one connection of its own.</summary>
    /// <param name="cluster">Who asks.</param>
    /// <param name="session">The peer.</param>
    /// <param name="isPeriodic">Nobody asks just now: a peer that has to be spared is not asked,
    /// and what was seen last stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public static async Task<PeerContact> AskAsync(
        ClusterContext cluster,
        Session session,
        bool isPeriodic,
        CancellationToken cancellationToken
    )
    {
        using var connection = session.Connect(session.Peer.Address);
        if (
            isPeriodic
            && session.Breaker.Pause is not null
            && session.Status.Now is { Connectivity.Failure: { } known, Names: not null }
        )
            return Failed(known);
        try
        {
            var contact = await cluster.Time.WithinAsync(
                s_limit,
                token => AskAsync(cluster, connection, token),
                cancellationToken
            );
            session.Breaker.Note(null);
            return contact;
        }
        catch (TimeoutException)
        {
            return Failed(connection.TimedOut);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && PeerFailures.From(e, cluster) is { } failure
            )
        {
            session.Breaker.Note(failure);
            return Failed(failure) with
            {
                RouterCertificate = await RouterProbe.CompareAsync(
                    cluster,
                    session.Peer,
                    failure,
                    cancellationToken
                ),
            };
        }

        PeerContact Failed(PeerFailure failure) =>
            new(
                connection.Names ?? session.Status.Now.Names!,
                connection.Failed(failure),
                null,
                [],
                [],
                Told.Nothing,
                null
            );
    }

    private static async Task<PeerContact> AskAsync(
        ClusterContext cluster,
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        await connection.OpenAsync(cancellationToken);
        var (row, test) = await connection.AskAsync(Queries.State, cancellationToken);
        var state = Queries.ReadState(row);
        var nodes = await Queries.NodesAsync(connection, cancellationToken);
        var certificates = await Queries.CertificatesAsync(
            connection,
            nodes,
            cancellationToken
        );
        var told = await ToldQueries.AskAsync(connection, cluster, cancellationToken);
        return new PeerContact(
            connection.Names!,
            test,
            state,
            nodes,
            certificates,
            told,
            connection.ClockAhead
        );
    }
}
