using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Testing;
using IcpConsole.Web.Services;
using Microsoft.Extensions.Logging.Abstractions;

namespace IcpConsole.Web.Tests;

/// <summary>When a restart plan goes on after the agent that tells peers of an authority.</summary>
public sealed class RestartRunTests
{
    private static readonly NodeName s_node = NodeName.Parse("127.0.11.1");
    private static readonly CertificateSummary s_root = new(
        "CN=Root",
        "CN=Root",
        [],
        "AB",
        default,
        default,
        ReadOnlyMemory<byte>.Empty
    );
    private static readonly RestartStep s_step = new(
        ClusterId.Parse("seoul"),
        s_node,
        ServiceCatalogue.InterclusterSyncAgent,
        [new TrustRestart()]
    );

    private readonly ManualTimeProvider _time = new();
    private readonly List<TrustedEntry> _held = [];

    [Fact]
    public async Task The_agents_step_is_done_when_peers_hold_what_was_uploaded()
    {
        var run = Run();
        var running = Task.Run(run.RunAsync);
        await Eventually.TrueAsync(() => run.StateOf(s_step) == RestartState.Settling);
        // What the peer holds for another cluster, or in another store, is not it.
        _held.Add(
            new TrustedEntry(1, "tomcat-trust", NodeName.Parse("127.0.13.1"), null, s_root)
        );
        _held.Add(new TrustedEntry(2, "cup-trust", s_node, null, s_root));
        for (var looks = 0; looks < 5; looks++)
            _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            (RestartState.Settling, false),
            (run.StateOf(s_step), running.IsCompleted)
        );
        _held.Add(new TrustedEntry(3, "tomcat-trust", s_node, null, s_root));
        await EndAsync(running);
        Assert.Equal(RestartState.Done, run.StateOf(s_step));
    }

    [Fact]
    public async Task A_peer_that_does_not_take_it_in_time_stops_the_plan_and_is_named()
    {
        var run = Run();
        await EndAsync(Task.Run(run.RunAsync));
        Assert.Equal(
            (RestartState.Failed, "PeerNotTold", "singapore"),
            (
                run.StateOf(s_step),
                run.ProblemOf(s_step)!.Code,
                ProblemCode.ArgumentsOf(run.ProblemOf(s_step)!)[0]
            )
        );
    }

    private Task EndAsync(Task running) =>
        Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        });

    private RestartRun Run()
    {
        var topology = new Topology(
            [new Node(s_node, System.Net.IPAddress.Parse(s_node.Value), NodeRole.Publisher)],
            []
        );
        var services = Stub.Of<IServices>(
            ("Notices", () =>
                new[]
                {
                    new RestartNotice(
                        s_node,
                        ServiceCatalogue.InterclusterSyncAgent,
                        s_step.Reasons[0]
                    ),
                }
            ),
            ("DoAsync", () => Task.FromResult<Problem?>(null))
        );
        var own = Stub.Of<ICertificates>(
            ("ListAsync", () =>
                Task.FromResult(
                    new CertificateList(
                        [],
                        [new TrustedEntry(1, "tomcat-trust", null, null, s_root)]
                    )
                )
            )
        );
        var peers = Stub.Of<ICertificates>(
            ("ListAsync", () => Task.FromResult(new CertificateList([], [.. _held])))
        );
        var entry = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), s_node, "icsa", PeerProtocol.Tcp, 1),
            new ConnectivityTest(default, null, null, null, null, null, null),
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            s_step.Cluster,
            []
        );
        var seoul = Stub.Of<ICluster>(
            ("Id", () => s_step.Cluster),
            ("Topology", () => topology),
            ("Services", () => services),
            ("Certificates", () => own)
        );
        var singapore = Stub.Of<ICluster>(
            ("Id", () => ClusterId.Parse("singapore")),
            ("Peering", () => Stub.Of<IPeering>(("Peers", () => new[] { entry }))),
            ("Certificates", () => peers)
        );
        return new RestartRun(
            [s_step],
            new Registry([seoul, singapore]),
            _time,
            NullLogger<RestartRun>.Instance
        );
    }

    private sealed class Registry(IReadOnlyList<ICluster> clusters) : IClusterRegistry
    {
        public IReadOnlyList<ICluster> Clusters => clusters;

        public IReadOnlyList<UnopenedCluster> Unopened => [];

        public Task<Problem?> OpenAgainAsync(
            ClusterId id,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public IChangeFeed Changes => throw new NotSupportedException();

        public ICluster? Find(ClusterId id) => clusters.FirstOrDefault(c => c.Id == id);

        public Task<Result<ClusterId>> SaveAsync(
            ClusterId? id,
            ClusterForm form,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task RemoveAsync(ClusterId id, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
