using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>
/// Runs a restart plan: one step after another, and none before the router links of the one before
/// are back.
/// </summary>
internal sealed partial class RestartPlanRun(
    IReadOnlyList<RestartStep> steps,
    IDoor door,
    Principal who,
    TimeProvider time,
    ILogger<RestartPlanRun> log
)
{
    private readonly NodeLinks _links = new(door, who, time);

    /// <summary>Ends after the first step that fails, or after the one under way.</summary>
    public async Task<IReadOnlyList<Problem>> RunAsync(
        IOperationProgress progress,
        CancellationToken cancel
    )
    {
        for (var i = 0; i < steps.Count && !cancel.IsCancellationRequested; i++)
        {
            var at = i;
            var problem = await TryAsync(steps[i], state =>
                progress.SetAsync(at, state, null)
            );
            await progress.SetAsync(
                i,
                problem is null ? StepState.Done : StepState.Failed,
                problem
            );
            if (problem is not null)
                return [problem];
        }

        return [];
    }

    private async Task<Problem?> TryAsync(RestartStep step, Func<StepState, Task> tellAsync)
    {
        try
        {
            return await RestartAsync(step, tellAsync);
        }
        catch (Exception e)
        {
            LogUnexpected(e, step.Cluster.Value, step.Node.Value);
            return new Unexpected();
        }
    }

    private async Task<Problem?> RestartAsync(
        RestartStep step,
        Func<StepState, Task> tellAsync
    )
    {
        if (Find(step.Cluster) is not { Services: { } services } cluster)
            return new ClusterGone();
        // Somebody else may have restarted it since.
        if (
            !services.PendingRestarts.Any(p =>
                (p.Node, p.Service) == (step.Node, step.Service)
            )
        )
            return null;
        await tellAsync(StepState.Running);
        var before = _links.Up(step.Cluster, step.Node);
        var (uploaded, told) = step.Reasons.Any(r => r is TrustRestart)
            ? (
                Held(await CertificatesAsync(step.Cluster), p => p is null),
                ToldBy(step.Cluster)
            )
            : ([], []);
        Command<Done> restart =
            step.Service == ServiceCatalogue.Tomcat
                ? new RestartTomcat(step.Node)
                : new ControlService(step.Node, step.Service, ServiceAction.Restart);
        var restarted = await door.SendAsync(
            who,
            step.Cluster,
            restart,
            CancellationToken.None
        );
        if (!restarted.Succeeded)
            return restarted.Problems[0];
        await tellAsync(StepState.Settling);
        var started = time.GetTimestamp();
        if (await _links.BackAsync(step.Cluster, step.Node, before) is { } problem)
            return problem;
        while (await UntoldAsync(cluster, uploaded, told) is { } untold)
        {
            if (time.GetElapsedTime(started) > NodeLinks.Patience)
                return new PeerNotTold(
                    untold,
                    (int)Math.Round(NodeLinks.Patience.TotalSeconds)
                );
            await Task.Delay(NodeLinks.Look, time, CancellationToken.None);
        }

        return null;
    }

    private ClusterSnapshot? Find(ClusterId id) => door.Look(who).Find(id);

    private async Task<CertificateList?> CertificatesAsync(ClusterId cluster) =>
        (
            await door.SendAsync(who, cluster, new ListCertificates(), CancellationToken.None)
        ).Value;

    /// <summary>
    /// Clusters of this console that can reach one, take certificates of it, and are told of them at
    /// once because it has an entry for them.
    /// </summary>
    private List<ClusterId> ToldBy(ClusterId id) =>
        [
            .. door.Look(who)
                .Clusters.Where(c =>
                    c.Peering?.Peers.Any(p =>
                        p.RemoteId == id
                        && p
                            is {
                                Reachable: true,
                                CertificateSyncOff: false,
                                OtherSide.State: OtherSideState.Added
                            }
                    ) == true
                )
                .Select(c => c.Id),
        ];

    /// <summary>
    /// One of the clusters that does not hold yet what was uploaded; null where there is none.
    /// </summary>
    private async Task<ClusterId?> UntoldAsync(
        ClusterSnapshot cluster,
        HashSet<(string Store, string Sha256)> uploaded,
        List<ClusterId> told
    )
    {
        foreach (var id in told)
        {
            if (await CertificatesAsync(id) is not { } certificates)
                continue;
            var held = Held(certificates, peer =>
                peer is { } address && cluster.Topology.Has(address)
            );
            if (!uploaded.IsSubsetOf(held))
                return id;
        }

        return null;
    }

    /// <summary>Certificates of no one node that the trust stores hold.</summary>
    private static HashSet<(string Store, string Sha256)> Held(
        CertificateList? list,
        Func<NodeName?, bool> isOf
    ) =>
        [
            .. from trusted in list?.Trusted ?? []
            where trusted is { Node: null, Certificate: not null } && isOf(trusted.PeerAddress)
            select (trusted.Store, trusted.Certificate!.Sha256),
        ];

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of a restart on {Node}")]
    private partial void LogUnexpected(Exception exception, string cluster, string node);
}
