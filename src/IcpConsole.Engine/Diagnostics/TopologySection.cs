using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Section Topology: nodes, their users, and redundancy groups.</summary>
internal sealed class TopologySection(
    ClusterContext cluster,
    SyncAgent users,
    HostedUserChecks checks,
    ServerRecovery redundancy,
    StatusBoard board
) : ICheckSection
{
    /// <summary>Named in a row; the page of the topology names all.</summary>
    private const int Named = 10;

    public CheckSection Section => CheckSection.Topology;

    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            run.CheckAsync("UsersAssigned", null, UsersAssignedAsync),
            run.CheckAsync("NodesHaveUsers", null, NodesHaveUsersAsync),
            run.CheckAsync("HighAvailability", null, HighAvailability),
            run.CheckAsync("GroupsNormal", null, GroupsNormal),
            .. InPairs.Any()
                ?
                [
                    run.CheckAsync("RecoveryManagerRuns", null, () =>
                        ServiceCheck.JudgeNodes(
                            cluster,
                            InPairs.Select(n => n.Name),
                            ServiceCatalogue.ServerRecoveryManager
                        )
                    ),
                ]
                : Array.Empty<Task>(),
            run.CheckAsync("KeepAlive", null, KeepAlive),
            run.CheckAsync("SplitBrain", null, SplitBrainRisk),
        ];

    private IEnumerable<Node> InPairs =>
        cluster.Topology.Nodes.Where(n => redundancy.Now.HighAvailability.Contains(n.Group));

    private Fix Here => new(cluster.Id, FixPlace.Topology);

    private async Task<CheckResult> UsersAssignedAsync(CancellationToken cancellationToken)
    {
        // Whom an administrator assigned to no node, because a peer has the user, say, is meant to
        // have none.
        var unassigned = (
            await checks.FindAsync(UserCheck.Unassigned, 0, 1, cancellationToken)
        ).Total;
        return unassigned == 0
            ? CheckResult.Saw(
                new SawUsersAssigned((await users.CountAsync(cancellationToken)).Assigned)
            )
            : CheckResult.Warning(
                new UsersUnassigned(unassigned),
                new Fix(cluster.Id, FixPlace.UserTroubleshooter, nameof(UserCheck.Unassigned))
            );
    }

    private async Task<CheckResult> NodesHaveUsersAsync(CancellationToken cancellationToken)
    {
        var assigned = await users.AssignedAsync(cancellationToken);
        // A cluster without users has nobody to assign.
        if (assigned.Count == 0)
            return CheckResult.Information(
                new NoUsersAssigned(),
                new Fix(cluster.Id, FixPlace.EndUsers)
            );
        var empty = cluster
            .Topology.Nodes.Select(n => n.Name)
            .Where(n => assigned.GetValueOrDefault(n) == 0)
            .ToList();
        return empty.Count == 0
            ? CheckResult.Passed
            : CheckResult.Warning(
                new NodesWithoutUsers(string.Join(", ", empty)),
                new Fix(cluster.Id, FixPlace.EndUsers)
            );
    }

    private CheckResult HighAvailability()
    {
        var without = cluster
            .Topology.Nodes.GroupBy(n => n.Group)
            .Where(g => g.Count() == 2 && !redundancy.Now.HighAvailability.Contains(g.Key))
            .Select(g => $"{g.Key}")
            .ToList();
        return without.Count == 0
            ? CheckResult.Passed
            : CheckResult.Information(new GroupsWithoutHa(string.Join(", ", without)), Here);
    }

    private CheckResult GroupsNormal()
    {
        var moved = redundancy.Now.ServedBy.Select(s => $"{s.Key} → {s.Value}").ToList();
        var problem = new NodesFailedOver(string.Join(", ", moved));
        // A router that is stopped has a row of its own.
        return moved.Count == 0 ? CheckResult.Passed
            : redundancy.Now.ServedBy.Keys.All(n =>
                !cluster.Services.Runs(n, ServiceCatalogue.XcpRouter)
            )
                ? CheckResult.Information(problem, Here)
            : CheckResult.Failed(problem, Here);
    }

    private CheckResult KeepAlive()
    {
        var values = cluster.Parameters.Of(
            cluster.Topology.Publisher.Name,
            ParameterCatalogue.ServerRecoveryManager
        );
        return new CheckResult(CheckOutcome.Information)
        {
            Detail = new SawKeepAlive(
                values[ParameterCatalogue.KeepAliveTimeout.Name],
                values[ParameterCatalogue.CriticalServiceDownDelay.Name]
            ),
        };
    }

    /// <summary>The guide, before you begin: split brain.</summary>
    private CheckResult SplitBrainRisk()
    {
        var named = cluster.Topology.Nodes.Any(n => !n.Name.IsAddress);
        var risks = board
            .All.Select(p =>
                (p.Peer.Address, Risk: SplitBrain.Between(cluster.Id, cluster.Topology, p))
            )
            .ToList();
        var lost = risks
            .SelectMany(r => r.Risk.Lost)
            .Select(l => l.To.Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return lost.Count > 0
                ? CheckResult.Information(
                    new SplitBrainRisk(lost.Count, string.Join(", ", lost.Take(Named))),
                    Here
                )
            : risks.FindAll(r => r.Risk.SyncStops) is { Count: > 0 } stopped
                ? CheckResult.Information(
                    new SplitBrainSync(string.Join(", ", stopped.Select(r => r.Address))),
                    Here
                )
            : named ? CheckResult.Saw(new SawNamedByDns())
            : CheckResult.Passed;
    }
}
