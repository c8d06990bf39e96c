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
    /// <summary>The number of the last step.</summary>
    public const int Last = 10;

    /// <summary>All ten steps, with each peer in its worst state.</summary>
    public static IReadOnlyList<TaskStep> Steps(ClusterSnapshot cluster)
    {
        var peers = cluster.Peering?.Peers ?? [];
        var parameters = AgentParameters.Of(cluster);
        return
        [
            Step(1, Users(cluster)),
            Step(2, Everywhere(cluster, ServiceCatalogue.AxlWebService)),
            Step(3, SyncAgent(cluster)),
            Step(4, peers.Count == 0 ? TaskState.Owed : Worst(peers, Entries)),
            Step(5, Everywhere(cluster, ServiceCatalogue.InterclusterSyncAgent)),
            Step(6, peers.Count == 0 ? TaskState.Owed : Worst(peers, p => StateOf(p.Overall))),
            Step(
                7,
                peers.Count == 0
                    ? TaskState.Owed
                    : Worst(peers, p => StateOf(p, Aspect.Certificates))
            ),
            Step(8, TaskState.Done) with
            {
                Value = parameters.AutoRecovery
                    ? ParameterCatalogue.Enabled
                    : ParameterCatalogue.Disabled,
            },
            Step(9, TaskState.Done) with
            {
                Value = parameters.Interval.TotalMinutes.ToString(
                    CultureInfo.InvariantCulture
                ),
            },
            Step(10, TaskState.Done) with
            {
                Value = parameters.SyncCertificates
                    ? ParameterCatalogue.Perform
                    : ParameterCatalogue.DoNotPerform,
            },
        ];

        TaskStep Step(int number, TaskState state) =>
            new(number, state, PlaceOf(cluster, number));
    }

    /// <summary>Where a step is done.</summary>
    /// <param name="cluster">On which cluster.</param>
    /// <param name="number">Of the step, 1 to <see cref="Last"/>.</param>
    public static Fix PlaceOf(ClusterSnapshot cluster, int number) =>
        number switch
        {
            1 => new Fix(cluster.Id, FixPlace.UserTroubleshooter),
            2 => Service(cluster, ServiceCatalogue.AxlWebService),
            3 => Service(cluster, ServiceCatalogue.SyncAgent),
            // The list says why there are none where the platform has no peers.
            4 when cluster.Peering is { Peers.Count: 0 } && cluster.WhyNoPeer() is null =>
                new Fix(cluster.Id, FixPlace.NewPeer),
            5 => Service(cluster, ServiceCatalogue.InterclusterSyncAgent),
            8 => Parameter(cluster, ParameterCatalogue.AutoRecovery),
            9 => Parameter(cluster, ParameterCatalogue.SyncInterval),
            10 => Parameter(cluster, ParameterCatalogue.CertificateSync),
            _ => new Fix(cluster.Id, FixPlace.Peers),
        };

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

    private static Fix Parameter(ClusterSnapshot cluster, ServiceParameter parameter) =>
        new(cluster.Id, FixPlace.Parameter, parameter.Service, parameter.Name);

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
