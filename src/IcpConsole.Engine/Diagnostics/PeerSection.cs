using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// Section Inter-Clustering: what this cluster owes its peers, and each peer from the bottom up
/// (the guide, step 6).
/// </summary>
internal sealed class PeerSection(
    ClusterContext cluster,
    InterclusterSyncAgent agent,
    SyncAgent users
) : ICheckSection
{
    public CheckSection Section => CheckSection.InterClustering;

    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            run.CheckAsync("EntriesExist", null, EntriesExist),
            .. cluster
                .Topology.Nodes.OrderBy(n => n.Role)
                .SelectMany(node =>
                    new[]
                    {
                        run.CheckAsync("AxlRuns", node.Name.Value, () =>
                            ServiceCheck.JudgeNode(
                                cluster,
                                node.Name,
                                ServiceCatalogue.AxlWebService
                            )
                        ),
                        run.CheckAsync("AgentRuns", node.Name.Value, () =>
                            ServiceCheck.JudgeNode(
                                cluster,
                                node.Name,
                                ServiceCatalogue.InterclusterSyncAgent
                            )
                        ),
                    }
                ),
            run.CheckAsync("AgentParameters", null, AgentParameters),
            .. agent
                .Board.All.Where(s => run.Takes(s.Peer.Address.Value))
                .Select(s => PeerAsync(run, s.Peer.Id)),
        ];

    private CheckResult EntriesExist() =>
        agent.Board.All.Count is > 0 and var count
            ? CheckResult.Saw(new SawEntriesExist(count))
        : cluster.Traits.Platform.ProblemHere() is { } problem
            ? CheckResult.Information(
                problem,
                new Fix(cluster.Id, FixPlace.Cluster, null, "Platform")
            )
        : CheckResult.Information(new NoPeers(), new Fix(cluster.Id, FixPlace.NewPeer));

    /// <summary>The guide, steps 8 and 10. What is off may be meant so.</summary>
    private CheckResult AgentParameters()
    {
        Fix there = new(
            cluster.Id,
            FixPlace.Parameter,
            ParameterCatalogue.InterclusterSyncAgent
        );
        return !cluster.Parameters.Agent.AutoRecovery
                ? CheckResult.Warning(
                    new AutoRecoveryOff(),
                    there with
                    {
                        Field = ParameterCatalogue.AutoRecovery.Name,
                    }
                )
            : !cluster.Parameters.Agent.SyncCertificates
                ? CheckResult.Information(
                    new CertificateSyncOff(),
                    there with
                    {
                        Field = ParameterCatalogue.CertificateSync.Name,
                    }
                )
            : CheckResult.Passed;
    }

    private async Task PeerAsync(CheckRun run, PeerId id)
    {
        if (agent.Find(id) is not { } session)
            return;
        var subject = session.Peer.Address.Value;
        var started = cluster.Time.GetTimestamp();
        PeerContact? contact = null;
        List<(string Test, CheckResult Result)> layers = [];
        await run.CheckAsync(LayerChecks.First, subject, async token =>
        {
            contact = await PeerContact.AskAsync(cluster, session, run.IsPeriodic, token);
            layers = [.. new LayerChecks(session).RowsFor(contact)];
            return layers[0].Result;
        });
        foreach (var (test, result) in layers.Skip(1))
            run.Report(test, subject, result, cluster.Time.GetElapsedTime(started));
        if (contact is null)
            return;
        if (contact.State is null)
        {
            session.HearOf(session.Status.Now.With(contact.Test));
            return;
        }

        await new PeerChecks(
            cluster,
            session,
            contact,
            agent.Board,
            users.Sync.Finished
        ).RunAsync(run);
    }
}
