using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Storage.Users;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// Proves the routing over a router link: a presence probe from one of our users to the one of
/// theirs who was learned last, of those whose record names that node.
/// </summary>
internal sealed partial class RoutingProof(
    ClusterContext cluster,
    PeerId peer,
    NodeName from,
    NodeName to,
    StreamQuestions questions
)
{
    /// <summary>Short enough that a ping follows before the link counts as unknown.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = cluster.Loggers.CreateLogger<RoutingProof>();

    public async Task<RouteProof> TryAsync(
        XmppStream stream,
        CancellationToken cancellationToken
    )
    {
        (string UserId, string DirectoryUri)? ours;
        RoutedUser? theirs;
        try
        {
            (ours, theirs) = await UsersAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // What fails is this side's file, and not the link.
            LogUnexpected(e, cluster.Id.Value, from.Value, to.Value);
            return Proof(Mark.Unknown, null);
        }

        if (ours is null || theirs is null)
            return Proof(Mark.Unknown, new RouteNobodyToAsk());
        if (!theirs.Known)
            return Proof(Mark.Cross, new RouteNotFed(from, theirs.UserId)) with
            {
                User = theirs.UserId,
            };
        var started = cluster.Time.GetTimestamp();
        var (asker, asked) = (
            Jid.FromAddress(
                cluster.Traits.ImAddressOf(ours.Value.UserId, ours.Value.DirectoryUri)
            ),
            Jid.FromAddress(cluster.Traits.ImAddressOf(theirs.UserId, theirs.DirectoryUri))
        );
        var answer = await questions.AskAsync(
            stream,
            id => XmppPresence.Probe(id, asker, asked),
            s_limit,
            cancellationToken
        );
        Problem? problem =
            answer is null ? new RouteNoAnswer(asked)
            : XmppPresence.IsServed(answer) ? null
            : new RouteUnknownThere(asked, to);
        return Proof(problem is null ? Mark.Check : Mark.Cross, problem) with
        {
            User = theirs.UserId,
            Took = cluster.Time.GetElapsedTime(started),
        };
    }

    private async Task<(
        (string UserId, string DirectoryUri)? Ours,
        RoutedUser? Theirs
    )> UsersAsync(CancellationToken cancellationToken)
    {
        var routing = cluster.Database.Routing;
        return (
            await routing.AnyHomeAsync(from, cluster.Traits, cancellationToken),
            await routing.NewestAsync(peer, from, to, cluster.Traits, cancellationToken)
        );
    }

    private RouteProof Proof(Mark mark, Problem? problem) =>
        new(mark, problem, cluster.Time.GetUtcNow());

    [LoggerMessage(
        LogLevel.Error,
        "{Cluster}: no routing proof from {From} to {To}: its users could not be read"
    )]
    private partial void LogUnexpected(
        Exception exception,
        string cluster,
        string from,
        string to
    );
}
