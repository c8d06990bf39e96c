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
internal sealed class PeerTests(
    ClusterContext cluster,
    InterclusterSyncAgent agent,
    SyncAgent users
) : ITestSection
{
    public TestSection Section => TestSection.InterClustering;

    public IEnumerable<Task> Begin(TestRun run) =>
        [
            run.TestAsync("EntriesExist", null, EntriesExist),
            .. cluster
                .Topology.Nodes.OrderBy(n => n.Role)
                .SelectMany(node =>
                    new[]
                    {
                        run.TestAsync("AxlRuns", node.Name.Value, () =>
                            ServiceTest.JudgeNode(
                                cluster,
                                node.Name,
                                ServiceCatalogue.AxlWebService
                            )
                        ),
                        run.TestAsync("AgentRuns", node.Name.Value, () =>
                            ServiceTest.JudgeNode(
                                cluster,
                                node.Name,
                                ServiceCatalogue.InterclusterSyncAgent
                            )
                        ),
                    }
                ),
            run.TestAsync("AgentParameters", null, AgentParameters),
            .. agent
                .Statuses.OrderBy(s => s.Peer.Address)
                .Where(s => run.Takes(s.Peer.Address.Value))
                .Select(s => PeerAsync(run, s.Peer.Id)),
        ];

    private CheckResult EntriesExist() =>
        agent.Statuses.Count() is > 0 and var count
            ? CheckResult.Saw(new SawEntriesExist(count))
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

    private async Task PeerAsync(TestRun run, PeerId id)
    {
        if (agent.Find(id) is not { } entry)
            return;
        var subject = entry.Peer.Address.Value;
        var started = cluster.Time.GetTimestamp();
        PeerContact? contact = null;
        List<(string Test, CheckResult Result)> layers = [];
        await run.TestAsync(PeerLayers.First, subject, async token =>
        {
            contact = await PeerContact.AskAsync(cluster, entry, run.IsPeriodic, token);
            layers = [.. new PeerLayers(entry).RowsFor(contact)];
            return layers[0].Result;
        });
        foreach (var (test, result) in layers.Skip(1))
            run.Report(test, subject, result, cluster.Time.GetElapsedTime(started));
        if (contact is null)
            return;
        if (contact.State is null)
        {
            entry.HearOf(entry.Status.With(contact.Test));
            return;
        }

        await new PeerChecks(
            cluster,
            entry,
            contact,
            agent.OthersOf(id),
            users.Sync.Finished
        ).RunAsync(run);
    }
}
