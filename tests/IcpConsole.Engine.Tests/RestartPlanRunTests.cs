using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IcpConsole.Engine.Tests;

/// <summary>When a restart plan goes on after the agent that tells peers of an authority.</summary>
public sealed class RestartPlanRunTests
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

    /// <summary>Of Singapore for Seoul.</summary>
    private static readonly PeerStatus s_entry = new(
        new LocalCluster(ClusterId.Parse("singapore"), NodeName.Parse("127.0.12.1")),
        new Peer(new PeerId(1), s_node, "icsa", PeerProtocol.Tcp, 1),
        new ConnectivityTest(default, null, null, null, null, null, null),
        new SyncState(SyncPhase.Idle, null, null, 0, null),
        null,
        null,
        null,
        s_step.Cluster,
        []
    )
    {
        OtherSide = new OtherSide(OtherSideState.Added, null),
    };

    private readonly ManualTimeProvider _time = new();
    private readonly List<TrustedEntry> _held = [];
    private readonly OneStep _progress = new();

    [Fact]
    public async Task The_agents_step_is_done_when_peers_hold_what_was_uploaded()
    {
        var run = Run();
        var running = Task.Run(() => run.RunAsync(_progress, CancellationToken.None));
        await Eventually.TrueAsync(() => _progress.State == StepState.Settling);
        // What the peer holds for another cluster, or in another store, is not it.
        _held.Add(
            new TrustedEntry(1, "tomcat-trust", NodeName.Parse("127.0.13.1"), null, s_root)
        );
        _held.Add(new TrustedEntry(2, "cup-trust", s_node, null, s_root));
        for (var looks = 0; looks < 5; looks++)
            _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((StepState.Settling, false), (_progress.State, running.IsCompleted));
        _held.Add(new TrustedEntry(3, "tomcat-trust", s_node, null, s_root));
        await EndAsync(running);
        Assert.Equal(StepState.Done, _progress.State);
    }

    [Fact]
    public async Task A_peer_that_does_not_take_it_in_time_stops_the_plan_and_is_named()
    {
        var run = Run();
        await EndAsync(Task.Run(() => run.RunAsync(_progress, CancellationToken.None)));
        Assert.Equal(
            (StepState.Failed, "PeerNotTold", "singapore"),
            (
                _progress.State,
                _progress.Problem!.Code,
                ProblemCode.ArgumentsOf(_progress.Problem!)[0]
            )
        );
    }

    [Fact]
    public async Task A_plan_that_is_cancelled_ends_the_step_under_way_and_begins_no_further_one()
    {
        using var cancel = new CancellationTokenSource();
        var steps = new ManySteps(cancel);
        _held.Add(new TrustedEntry(3, "tomcat-trust", s_node, null, s_root));
        var run = new RestartPlanRun(
            [s_step, s_step, s_step],
            new Clusters(_held),
            Principal.Console,
            _time,
            NullLogger<RestartPlanRun>.Instance
        );
        await EndAsync(Task.Run(() => run.RunAsync(steps, cancel.Token)));
        Assert.Equal(
            [(0, StepState.Running), (0, StepState.Settling), (0, StepState.Done)],
            steps.Told
        );
    }

    private Task EndAsync(Task running) =>
        Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        });

    private RestartPlanRun Run() =>
        new(
            [s_step],
            new Clusters(_held),
            Principal.Console,
            _time,
            NullLogger<RestartPlanRun>.Instance
        );

    /// <summary>Cancels as soon as the first step has begun.</summary>
    private sealed class ManySteps(CancellationTokenSource cancel) : IOperationProgress
    {
        public List<(int Step, StepState State)> Told { get; } = [];

        public Task SetAsync(
            int step,
            StepState state,
            Problem? problem,
            SyncReceipt? receipt = null
        )
        {
            Told.Add((step, state));
            return cancel.CancelAsync();
        }
    }

    private sealed class OneStep : IOperationProgress
    {
        public StepState State { get; private set; }

        public Problem? Problem { get; private set; }

        public Task SetAsync(
            int step,
            StepState state,
            Problem? problem,
            SyncReceipt? receipt = null
        )
        {
            (State, Problem) = (state, problem);
            return Task.CompletedTask;
        }
    }

    /// <summary>
    /// Seoul, to which an authority was uploaded, and Singapore, which is to hold it.
    /// </summary>
    private sealed class Clusters(List<TrustedEntry> held) : IDoor
    {
        private static readonly ClusterId s_singapore = ClusterId.Parse("singapore");

        public ConsoleSnapshot Look(Principal who) =>
            new(
                1,
                [
                    Cluster(s_step.Cluster) with
                    {
                        Services = new ServicesSnapshot(
                            [],
                            [new PendingRestart(s_node, s_step.Service, s_step.Reasons[0])]
                        ),
                    },
                    Cluster(s_singapore) with
                    {
                        Peering = new PeeringSnapshot([s_entry], TimeSpan.Zero),
                    },
                ],
                [],
                []
            );

        public Task<Result<TAnswer>> SendAsync<TAnswer>(
            Principal who,
            ClusterId cluster,
            Request<TAnswer> request,
            CancellationToken cancellationToken
        )
            where TAnswer : notnull =>
            Task.FromResult(
                Result.From(
                    (TAnswer)
                        (object)(
                            request is ControlService ? Done.Value
                            : cluster == s_singapore ? new CertificateList([], [.. held])
                            : new CertificateList(
                                [],
                                [new TrustedEntry(1, "tomcat-trust", null, null, s_root)]
                            )
                        )
                )
            );

        public IAsyncEnumerable<ConsoleSnapshot> WatchAsync(
            Principal who,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public IAsyncEnumerable<ClusterSnapshot?> WatchAsync(
            Principal who,
            ClusterId cluster,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task<Result<TAnswer>> SendAsync<TAnswer>(
            Principal who,
            Request<TAnswer> request,
            CancellationToken cancellationToken
        )
            where TAnswer : notnull => throw new NotSupportedException();

        private static ClusterSnapshot Cluster(ClusterId id) =>
            new(
                1,
                default,
                new ClusterDefinition(
                    id,
                    id.Value,
                    new ClusterTraits("lab.example", default, Release.V15, default),
                    new Topology([
                        new Node(
                            s_node,
                            System.Net.IPAddress.Parse(s_node.Value),
                            NodeRole.Publisher
                        ),
                    ]),
                    SipFederation: false,
                    DirectoryFile: null
                ),
                ClusterState.Running,
                null
            );
    }
}
