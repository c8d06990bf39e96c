using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// Section Sync Agent: whether the cluster's own users are read (the guide, step 3).
/// </summary>
internal sealed class SyncAgentTests(ClusterContext cluster, IHomeUsers users) : ITestSection
{
    public TestSection Section => TestSection.SyncAgent;

    private bool Runs =>
        cluster.Services.Runs(cluster.Topology.Publisher.Name, ServiceCatalogue.SyncAgent);

    private Fix Here => new(cluster.Id, FixPlace.Cluster, null, "DirectoryFile");

    public IEnumerable<Task> Begin(TestRun run) =>
        [
            run.TestAsync("SyncAgentRuns", null, () =>
                ServiceTest.JudgeNode(
                    cluster,
                    cluster.Topology.Publisher.Name,
                    ServiceCatalogue.SyncAgent
                )
            ),
            run.TestAsync("DirectoryFile", null, DirectoryFile),
            run.TestAsync("DirectorySync", null, DirectorySync),
            run.TestAsync("DirectoryRows", null, DirectoryRows),
        ];

    private Finding DirectoryFile() =>
        cluster.DirectoryPath is { } path
            ? Finding.Saw(new SawDirectoryFile(path))
            : Finding.Information(new DirectoryNone(), Here);

    /// <summary>An agent that does not run has a row of its own.</summary>
    private Finding DirectorySync()
    {
        var sync = users.Sync;
        if (!Runs)
            return Finding.Information(new NotTested());
        if (sync.Held is { } held)
            return Finding.Failed(new DirectoryHeld(held.Lost, held.Users), Here);
        if (sync.Last?.Failure is { } failure)
            return Finding.Failed(failure, Here);
        if (!sync.Finished)
            return Finding.Warning(new DirectoryNotFinished(), Here);
        return sync.Last is { } last ? Finding.Saw(new SawDirectorySynced(last.Users, last.At))
            : sync.FinishedAt is { } finished ? Finding.Saw(new SawDirectoryFinished(finished))
            : Finding.Information(new DirectoryNone(), Here);
    }

    private Finding DirectoryRows() =>
        users.Sync.Last switch
        {
            null or { Failure: not null } => Finding.Information(new NotTested()),
            { BadRowCount: > 0 and var bad } => Finding.Warning(
                new DirectoryBadRows(bad),
                Here with
                {
                    Field = "BadRows",
                }
            ),
            _ => Finding.Passed,
        };
}
