using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// Section Sync Agent: whether the cluster's own users are read (the guide, step 3).
/// </summary>
internal sealed class SyncAgentSection(ClusterContext cluster, SyncAgent users) : ICheckSection
{
    public CheckSection Section => CheckSection.SyncAgent;

    private bool Runs =>
        cluster.Services.Runs(cluster.Topology.Publisher.Name, ServiceCatalogue.SyncAgent);

    private Fix Here => new(cluster.Id, FixPlace.Cluster, null, "DirectoryFile");

    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            run.CheckAsync("SyncAgentRuns", null, () =>
                ServiceCheck.JudgeNode(
                    cluster,
                    cluster.Topology.Publisher.Name,
                    ServiceCatalogue.SyncAgent
                )
            ),
            run.CheckAsync("DirectoryFile", null, DirectoryFile),
            run.CheckAsync("DirectorySync", null, DirectorySync),
            run.CheckAsync("DirectoryRows", null, DirectoryRows),
        ];

    private CheckResult DirectoryFile() =>
        users.Sync.File is { } path
            ? CheckResult.Saw(new SawDirectoryFile(path))
            : CheckResult.Information(new DirectoryNone(), Here);

    /// <summary>An agent that does not run has a row of its own.</summary>
    private CheckResult DirectorySync()
    {
        var sync = users.Sync;
        if (!Runs)
            return CheckResult.Information(new NotTested());
        if (sync.Held is { } held)
            return CheckResult.Failed(new DirectoryHeld(held.Lost, held.Users), Here);
        if (sync.Last?.Failure is { } failure)
            return CheckResult.Failed(failure, Here);
        if (!sync.Finished)
            return CheckResult.Warning(new DirectoryNotFinished(), Here);
        return sync.Last is { } last
                ? CheckResult.Saw(new SawDirectorySynced(last.Users, last.At))
            : sync.FinishedAt is { } finished
                ? CheckResult.Saw(new SawDirectoryFinished(finished))
            : CheckResult.Information(new DirectoryNone(), Here);
    }

    private CheckResult DirectoryRows() =>
        users.Sync.Last switch
        {
            null or { Failure: not null } => CheckResult.Information(new NotTested()),
            { BadRowCount: > 0 and var bad } => CheckResult.Warning(
                new DirectoryBadRows(bad),
                Here with
                {
                    Field = "BadRows",
                }
            ),
            _ => CheckResult.Passed,
        };
}
