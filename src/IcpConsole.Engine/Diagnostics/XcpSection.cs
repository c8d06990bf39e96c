using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Section XCP: the routers.</summary>
internal sealed class XcpSection(ClusterContext cluster) : ICheckSection
{
    public CheckSection Section => CheckSection.Xcp;

    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            run.CheckAsync("ConfigManagerRuns", null, () =>
                ServiceCheck.JudgeNodes(
                    cluster,
                    cluster.Topology.Nodes.Select(n => n.Name),
                    ServiceCatalogue.XcpConfigManager
                )
            ),
            .. cluster
                .Topology.Nodes.OrderBy(n => n.Role)
                .Select(node => RouterAsync(run, node)),
        ];

    private async Task RouterAsync(CheckRun run, Node node)
    {
        var runs = await run.CheckAsync("RouterRuns", node.Name.Value, () =>
            ServiceCheck.JudgeNode(cluster, node.Name, ServiceCatalogue.XcpRouter)
        );
        if (runs.Outcome == CheckOutcome.Passed)
            await run.CheckAsync("RouterAnswers", node.Name.Value, token =>
                AskAsync(run, node, token)
            );
    }

    /// <summary>
    /// Opens a stream, as a peer's router does. One that is refused was answered, too.
    /// </summary>
    private async Task<CheckResult> AskAsync(
        CheckRun run,
        Node node,
        CancellationToken cancellationToken
    )
    {
        var started = cluster.Time.GetTimestamp();
        try
        {
            await using var connection = await Dialer.DialAsync(
                cluster,
                cluster.Topology.Publisher,
                node.Name,
                XmppSchema.Port,
                resolved: null,
                cancellationToken
            );
            await using var stream = await XmppClient.OpenAsync(
                connection,
                new XmppClientOptions(cluster.Topology.Publisher.Name.Value, node.Name.Value),
                cancellationToken
            );
            return Answered(started);
        }
        // It speaks with nodes of peers alone, and this is none.
        catch (XmppException e) when (e.Condition == XmppSchema.InvalidFrom)
        {
            return Answered(started);
        }
        catch (Exception e) when (PeerFailures.From(e, cluster) is { } failure)
        {
            return ServiceCheck.JudgePort(
                cluster,
                run,
                node.Name,
                ServiceCatalogue.XcpRouter,
                failure
            );
        }
    }

    private CheckResult Answered(long started) =>
        CheckResult.Saw(
            new SawRouterAnswered(
                (int)Math.Round(cluster.Time.GetElapsedTime(started).TotalMilliseconds)
            )
        );
}
