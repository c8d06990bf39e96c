using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Sip;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Section SIP Proxy.</summary>
internal sealed class SipProxySection(ClusterContext cluster, Func<ClusterSnapshot> look)
    : ICheckSection
{
    public CheckSection Section => CheckSection.SipProxy;

    public IEnumerable<Task> Begin(CheckRun run)
    {
        if (!cluster.Definition.SipFederation)
            return
            [
                run.CheckAsync("SipFederation", null, () =>
                    CheckResult.Information(
                        new SipOffHere(),
                        new Fix(cluster.Id, FixPlace.Cluster, null, "SipFederation")
                    )
                ),
            ];
        return
        [
            .. cluster
                .Topology.Nodes.OrderBy(n => n.Role)
                .Select(node => AnswersAsync(run, node)),
            run.CheckAsync("SipProcesses", null, Processes),
        ];
    }

    private async Task AnswersAsync(CheckRun run, Node node)
    {
        var runs = await run.CheckAsync("SipRuns", node.Name.Value, () =>
            ServiceCheck.JudgeNode(cluster, node.Name, ServiceCatalogue.SipProxy)
        );
        if (runs.Outcome == CheckOutcome.Passed)
            await run.CheckAsync("SipAnswers", node.Name.Value, token =>
                AskAsync(run, node, token)
            );
    }

    /// <summary>OPTIONS, as a peer's trunk asks.</summary>
    private async Task<CheckResult> AskAsync(
        CheckRun run,
        Node node,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await Dialer.DialAsync(
                cluster,
                cluster.Topology.Publisher,
                node.Name,
                SipTarget.Port,
                resolved: null,
                cancellationToken
            );
            var target = new SipTarget(
                SipTransport.Tcp,
                node.Name.Value,
                ((IPEndPoint)connection.Socket.LocalEndPoint!).Port,
                node.Name.Value
            );
            var answer = await SipClient.OptionsAsync(connection, target, cancellationToken);
            return CheckResult.Saw(new SawSipAnswered($"{answer.Status} {answer.Reason}"));
        }
        catch (Exception e) when (PeerFailures.From(e, cluster) is { } failure)
        {
            return ServiceCheck.JudgePort(
                cluster,
                run,
                node.Name,
                ServiceCatalogue.SipProxy,
                failure
            );
        }
    }

    /// <summary>
    /// The guide, limitations: 10 in place of 20 where the Intercluster Sync Agent is short of
    /// resources.
    /// </summary>
    private CheckResult Processes() =>
        SipResources.Shortage(look(), cluster.Time.GetUtcNow()) is { } problem
            ? CheckResult.Warning(
                problem,
                new Fix(
                    cluster.Id,
                    FixPlace.Parameter,
                    ParameterCatalogue.SipProxy,
                    ParameterCatalogue.MaxProcesses.Name
                )
            )
            : CheckResult.Passed;
}
