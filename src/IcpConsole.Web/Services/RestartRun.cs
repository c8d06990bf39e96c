using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Web.Services;

public enum RestartState
{
    Waiting,
    Restarting,

    /// <summary>
    /// Restarted; the links that it had are not all back yet, or peers do not hold yet what they
    /// are told of.
    /// </summary>
    Settling,
    Done,
    Failed,
}

/// <summary>
/// Runs a restart plan: one step after another, and none before the router links of the one before
/// are back.
/// </summary>
public sealed partial class RestartRun(
    IReadOnlyList<RestartStep> steps,
    IClusterRegistry registry,
    TimeProvider time,
    ILogger<RestartRun> log
)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<RestartStep, (RestartState State, Problem? Problem)> _states =
    [];
    private volatile bool _stopped;
    private volatile bool _ended;

    public IReadOnlyList<RestartStep> Steps => steps;

    /// <summary>The steps that were not left waiting.</summary>
    public IReadOnlyList<RestartStep> Begun =>
        [.. steps.Where(s => StateOf(s) != RestartState.Waiting)];

    /// <summary>All was done, a step failed, or it was stopped.</summary>
    public bool Ended => _ended;

    public RestartState StateOf(RestartStep step)
    {
        lock (_states)
            return _states.GetValueOrDefault(step).State;
    }

    public Problem? ProblemOf(RestartStep step)
    {
        lock (_states)
            return _states.GetValueOrDefault(step).Problem;
    }

    /// <summary>Begins no further step.</summary>
    public void Stop() => _stopped = true;

    public async Task RunAsync()
    {
        foreach (var step in steps)
        {
            if (_stopped)
                break;
            var problem = await TryAsync(step);
            Set(step, problem is null ? RestartState.Done : RestartState.Failed, problem);
            if (problem is not null)
                break;
        }

        _ended = true;
    }

    private async Task<Problem?> TryAsync(RestartStep step)
    {
        try
        {
            return await RestartAsync(step);
        }
        catch (Exception e)
        {
            LogUnexpected(e, step.Cluster.Value, step.Node.Value);
            return new Unexpected();
        }
    }

    private async Task<Problem?> RestartAsync(RestartStep step)
    {
        if (registry.Find(step.Cluster) is not { Services: { } services } cluster)
            return new ClusterGone();
        // Somebody else may have restarted it since.
        if (!services.Notices.Any(n => n.Node == step.Node && n.Service == step.Service))
            return null;
        Set(step, RestartState.Restarting);
        var before = Up(cluster, step.Node);
        var (uploaded, told) = step.Reasons.Any(r => r is TrustRestart)
            ? (await UploadedAsync(cluster), ToldBy(step.Cluster))
            : ([], []);
        var restarted =
            step.Service == ServiceCatalogue.Tomcat
                ? services.RestartTomcatAsync(step.Node, CancellationToken.None)
                : services.DoAsync(
                    step.Node,
                    step.Service,
                    ServiceAction.Restart,
                    CancellationToken.None
                );
        if (await restarted is { } problem)
            return problem;
        Set(step, RestartState.Settling);
        var started = time.GetTimestamp();
        while (!before.IsSubsetOf(Up(registry.Find(step.Cluster), step.Node)))
        {
            if (time.GetElapsedTime(started) > s_patience)
                return new LinksNotBack(step.Node, (int)Math.Round(s_patience.TotalSeconds));
            await Task.Delay(s_look, time, CancellationToken.None);
        }

        while (await UntoldAsync(cluster, uploaded, told) is { } untold)
        {
            if (time.GetElapsedTime(started) > s_patience)
                return new PeerNotTold(untold, (int)Math.Round(s_patience.TotalSeconds));
            await Task.Delay(s_look, time, CancellationToken.None);
        }

        return null;
    }

    private static async Task<HashSet<(string Store, string Sha256)>> UploadedAsync(
        ICluster cluster
    ) =>
        cluster.Certificates is { } certificates
            ? Held(await certificates.ListAsync(CancellationToken.None), peer => peer is null)
            : [];

    /// <summary>Clusters of this console that can reach one, and take certificates of it.</summary>
    private List<ClusterId> ToldBy(ClusterId id) =>
        [
            .. registry
                .Clusters.Where(c =>
                    c.Peering?.Peers.Any(p =>
                        p.RemoteId == id && p is { Reachable: true, CertificateSyncOff: false }
                    ) == true
                )
                .Select(c => c.Id),
        ];

    /// <summary>
    /// One of the clusters that does not hold yet what was uploaded; null where there is none.
    /// </summary>
    private async Task<ClusterId?> UntoldAsync(
        ICluster cluster,
        HashSet<(string Store, string Sha256)> uploaded,
        List<ClusterId> told
    )
    {
        foreach (var id in told)
        {
            if (registry.Find(id)?.Certificates is not { } certificates)
                continue;
            if (
                !uploaded.IsSubsetOf(
                    Held(await certificates.ListAsync(CancellationToken.None), peer =>
                        peer is { } address && cluster.Topology.Has(address)
                    )
                )
            )
                return id;
        }

        return null;
    }

    /// <summary>Certificates of no one node that the trust stores hold.</summary>
    private static HashSet<(string Store, string Sha256)> Held(
        CertificateList list,
        Func<NodeName?, bool> isOf
    ) =>
        [
            .. from trusted in list.Trusted
            where trusted is { Node: null, Certificate: not null } && isOf(trusted.PeerAddress)
            select (trusted.Store, trusted.Certificate!.Sha256),
        ];

    /// <summary>The links of a node that are up.</summary>
    private static HashSet<(PeerId Peer, NodeName To)> Up(ICluster? cluster, NodeName node) =>
        [
            .. from peer in cluster?.Peering?.Peers ?? []
            from link in peer.Links
            where link.From == node && link.State == LinkState.Up
            select (peer.Peer.Id, link.To),
        ];

    private void Set(RestartStep step, RestartState state, Problem? problem = null)
    {
        lock (_states)
            _states[step] = (state, problem);
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of a restart on {Node}")]
    private partial void LogUnexpected(Exception exception, string cluster, string node);
}
