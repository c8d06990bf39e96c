using System.Globalization;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Diagnostics;

public enum TaskState
{
    Done,

    /// <summary>Nobody could find out yet.</summary>
    Unknown,

    /// <summary>Still to be done.</summary>
    Owed,
    Broken,
}

/// <summary>A step of the guide's task flow, as it stands.</summary>
/// <param name="Number">1 to 10.</param>
/// <param name="State">Found out, never ticked.</param>
/// <param name="Place">Where it is done.</param>
public sealed record TaskStep(int Number, TaskState State, Fix Place)
{
    /// <summary>The value that a parameter has; null where the step is none.</summary>
    public string? Value { get; init; }
}

/// <summary>
/// The guide's task flow, "Configure Intercluster Peers": ten steps, for a cluster and for each of
/// its peers.
/// </summary>
public static class TaskFlow
{
    /// <summary>All ten steps, with each peer in its worst state.</summary>
    public static IReadOnlyList<TaskStep> Steps(ClusterSnapshot cluster)
    {
        var peers = cluster.Peering?.Peers ?? [];
        var parameters = AgentParameters.From(
            cluster.Parameters?.Of(
                cluster.Topology.Publisher.Name,
                ParameterCatalogue.InterclusterSyncAgent
            ) ?? new Dictionary<string, string>()
        );
        Fix agent = new(
            cluster.Id,
            FixPlace.Parameter,
            ParameterCatalogue.InterclusterSyncAgent
        );
        return
        [
            new(1, Users(cluster), new Fix(cluster.Id, FixPlace.UserTroubleshooter)),
            new(
                2,
                Everywhere(cluster, ServiceCatalogue.AxlWebService),
                Service(cluster, ServiceCatalogue.AxlWebService)
            ),
            new(3, SyncAgent(cluster), Service(cluster, ServiceCatalogue.SyncAgent)),
            new(
                4,
                peers.Count == 0 ? TaskState.Owed : Worst(peers, Entries),
                new Fix(cluster.Id, peers.Count == 0 ? FixPlace.NewPeer : FixPlace.Peers)
            ),
            new(
                5,
                Everywhere(cluster, ServiceCatalogue.InterclusterSyncAgent),
                Service(cluster, ServiceCatalogue.InterclusterSyncAgent)
            ),
            new(
                6,
                peers.Count == 0 ? TaskState.Owed : Worst(peers, p => StateOf(p.Overall)),
                new Fix(cluster.Id, FixPlace.Peers)
            ),
            new(
                7,
                peers.Count == 0
                    ? TaskState.Owed
                    : Worst(peers, p => StateOf(p, Aspect.Certificates)),
                new Fix(cluster.Id, FixPlace.Peers)
            ),
            new(8, TaskState.Done, agent with { Field = ParameterCatalogue.AutoRecovery.Name })
            {
                Value = parameters.AutoRecovery
                    ? ParameterCatalogue.Enabled
                    : ParameterCatalogue.Disabled,
            },
            new(9, TaskState.Done, agent with { Field = ParameterCatalogue.SyncInterval.Name })
            {
                Value = parameters.Interval.TotalMinutes.ToString(
                    CultureInfo.InvariantCulture
                ),
            },
            new(
                10,
                TaskState.Done,
                agent with
                {
                    Field = ParameterCatalogue.CertificateSync.Name,
                }
            )
            {
                Value = parameters.SyncCertificates
                    ? ParameterCatalogue.Perform
                    : ParameterCatalogue.DoNotPerform,
            },
        ];
    }

    /// <summary>The steps that a peer takes part in: 2, 4, 5, 6 and 7.</summary>
    public static IReadOnlyList<TaskStep> Steps(ClusterSnapshot cluster, PeerStatus peer)
    {
        Fix page = new(cluster.Id, FixPlace.Peer, $"{peer.Peer.Id}");
        return
        [
            new(2, Axl(peer), page),
            new(4, Entries(peer), page),
            new(5, StateOf(peer, Aspect.Agents), page),
            new(6, StateOf(peer.Overall), page),
            new(7, StateOf(peer, Aspect.Certificates), page),
        ];
    }

    /// <summary>Step 1 is what section User of the System Troubleshooter says.</summary>
    private static TaskState Users(ClusterSnapshot cluster) =>
        (cluster.Diagnostics?.Rows ?? []).Where(r => r.Section == CheckSection.User).ToList()
            is { Count: > 0 } rows
            ? Worst(rows, r => r.Outcome switch
                {
                    null => TaskState.Unknown,
                    CheckOutcome.Failed => TaskState.Broken,
                    _ => TaskState.Done,
                })
            : TaskState.Unknown;

    private static TaskState SyncAgent(ClusterSnapshot cluster) =>
        Runs(cluster, cluster.Topology.Publisher.Name, ServiceCatalogue.SyncAgent)
            ? cluster.Users?.Sync.Finished == true
                ? TaskState.Done
                : TaskState.Owed
            : TaskState.Broken;

    /// <summary>
    /// Whether AXL answers on every node. A login that is refused was answered, and is a matter of
    /// the entry; what lies below says nothing of the service.
    /// </summary>
    private static TaskState Axl(PeerStatus peer) =>
        peer.Diagnosis.In(Aspect.Connectivity) switch
        {
            { Problem: AxlNotRunning } => TaskState.Broken,
            { } connectivity when connectivity.Headline == Headlines.LoginFailed =>
                TaskState.Done,
            _ => StateOf(peer, Aspect.Nodes),
        };

    /// <summary>A peering has an entry on both sides, with credentials that are good.</summary>
    private static TaskState Entries(PeerStatus peer) =>
        peer.Diagnosis.In(Aspect.Connectivity)?.Headline == Headlines.LoginFailed
            ? TaskState.Broken
        : !peer.Reachable ? TaskState.Unknown
        : peer.OtherSide.State switch
        {
            OtherSideState.Added => TaskState.Done,
            OtherSideState.NotAdded => TaskState.Owed,
            _ => StateOf(peer, Aspect.OtherSide),
        };

    private static TaskState StateOf(PeerStatus peer, Aspect aspect) =>
        StateOf(peer.Diagnosis.In(aspect)?.Mark ?? Mark.Unknown);

    private static TaskState Everywhere(ClusterSnapshot cluster, NodeService service) =>
        cluster.Topology.Nodes.All(n => Runs(cluster, n.Name, service))
            ? TaskState.Done
            : TaskState.Broken;

    private static bool Runs(ClusterSnapshot cluster, NodeName node, NodeService service) =>
        cluster.Services?.Of(node).Any(s => s.Service == service && s.Runs) == true;

    private static Fix Service(ClusterSnapshot cluster, NodeService service) =>
        new(
            cluster.Id,
            FixPlace.Service,
            (
                cluster.Topology.Nodes.FirstOrDefault(n =>
                    !service.OnPublisherOnly && !Runs(cluster, n.Name, service)
                ) ?? cluster.Topology.Publisher
            )
                .Name
                .Value,
            service.Name
        );

    private static TaskState StateOf(Mark mark) =>
        mark switch
        {
            Mark.Check => TaskState.Done,
            Mark.Cross => TaskState.Broken,
            _ => TaskState.Unknown,
        };

    private static TaskState Worst<T>(IEnumerable<T> items, Func<T, TaskState> of) =>
        items.Select(of).DefaultIfEmpty(TaskState.Owed).Max();
}
