using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine;
using IcpConsole.Engine.Hosting;
using IcpConsole.Storage;
using IcpConsole.Storage.Sqlite;
using IcpConsole.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// The process that tests of one cluster here share, since each starts with a new cluster here;
/// they take turns.
/// </summary>
[CollectionDefinition(nameof(ThereProcess))]
public sealed class ThereProcess : IAsyncLifetime, ICollectionFixture<ThereProcess>
{
    private TwoConsoles? _consoles;

    internal TwoConsoles Consoles => _consoles!;

    public async ValueTask InitializeAsync() =>
        _consoles = await TwoConsoles.StartAsync(HereAndThere.Users);

    public ValueTask DisposeAsync() => _consoles?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>
/// A cluster in this process, under a clock that the test moves, and its peer in a console process
/// of its own, with a relay between them: time limits of minutes run out in moments, and what the
/// cluster makes of it can be seen.
/// </summary>
internal sealed class HereAndThere : IAsyncDisposable
{
    public const int Users = 8_000;

    private readonly TempFolder _folder = new();
    private readonly TwoConsoles _consoles;
    private readonly DataDirectory _directory;
    private readonly ServiceProvider _services;

    private HereAndThere(TwoConsoles consoles, ManualTimeProvider time)
    {
        (_consoles, Time, consoles.Pairs[0].Relay.Time) = (consoles, time, time);
        _consoles.CopyTo(_folder.File("data"));
        _directory = new DataDirectory(_folder.File("data"));
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSqliteStorage(_directory)
            .AddIcpEngine(null, KeyType.Ecdsa)
            .BuildServiceProvider();
    }

    public ManualTimeProvider Time { get; }

    public ConsoleProcess There => _consoles.There;

    public Pair Pair => _consoles.Pairs[0];

    public TcpRelay Relay => Pair.Relay;

    /// <summary>Where the peer really listens.</summary>
    public string Listens => _consoles.Listens(Pair);

    public ClusterFile FileHere => new(_directory.ClusterDbPath(Pair.Local.Id));

    public ClusterFile FileThere => _consoles.Remote(Pair);

    internal HostedCluster Here => Registry.Find(Pair.Local.Id)!;

    public PeerStatus Status => Here.Peers.All[0];

    private ClusterRegistry Registry => _services.GetRequiredService<ClusterRegistry>();

    /// <param name="there">The other process.</param>
    /// <param name="before">Done before the first pass; null opens the relay.</param>
    public static Task<HereAndThere> StartAsync(
        ThereProcess there,
        Func<HereAndThere, Task>? before = null
    ) => StartAsync(there.Consoles, before);

    /// <inheritdoc cref="StartAsync(ThereProcess, Func{HereAndThere, Task})"/>
    public static async Task<HereAndThere> StartAsync(
        TwoConsoles there,
        Func<HereAndThere, Task>? before = null
    )
    {
        // Of today, since the other process goes by the true clock.
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var site = new HereAndThere(there, time);
        if (before is null)
            site.Relay.Open();
        else
            await before(site);
        await site.Registry.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => site.Here.Peers.All.Count == 1);
        return site;
    }

    public static async Task<HereAndThere> InStepAsync(ThereProcess there)
    {
        var site = await StartAsync(there);
        await site.StatusAsync(InStep);
        return site;
    }

    /// <summary>
    /// In step, and nothing is under way: the links, which no relay carries, are known to be down,
    /// and the test that follows from it is done.
    /// </summary>
    public static async Task<HereAndThere> AtRestAsync(ThereProcess there)
    {
        var site = await InStepAsync(there);
        await site.StatusAsync(s => InStep(s) && s.Overall == Mark.Cross);
        // What the agent is asked for while the first runs is done before the second.
        Assert.Null((await site.ForceAsync())!.Failure);
        Assert.Null((await site.ForceAsync())!.Failure);
        await site.StatusAsync(InStep);
        return site;
    }

    /// <summary>The last pass succeeded, and the agent waits for the next.</summary>
    public static bool InStep(PeerStatus status) =>
        status
            is {
                Reachable: true,
                Failure: null,
                Sync: { Phase: SyncPhase.Idle, NextAt: not null, Last.Failure: null },
                Users: { Here: Users, There: Users }
            };

    public static bool Failed(PeerStatus status) =>
        status
            is { Sync: { Phase: SyncPhase.Idle, NextAt: not null, Last.Failure: not null } };

    /// <summary>A forced sync, and what came of it.</summary>
    public Task<SyncReceipt?> ForceAsync(CancellationToken cancel = default) =>
        Here.Peering!.ForceSyncAsync(Status.Peer.Id, ForcedSync.Plain, cancel);

    /// <summary>Waits, with the clock at rest.</summary>
    public Task<PeerStatus> StatusAsync(Func<PeerStatus, bool> when) =>
        Eventually.GetAsync(
            () => Status is var status && when(status) ? status : null,
            TwoConsoles.Patience
        );

    /// <summary>Lets time pass, a step at a time, until the status is as it should be.</summary>
    /// <returns>The status, and how long it took by the clock that was moved.</returns>
    public async Task<(PeerStatus Status, TimeSpan After)> LaterAsync(
        Func<PeerStatus, bool> when,
        int stepSeconds = 1
    )
    {
        var began = Time.GetTimestamp();
        var status = await Eventually.GetAsync(
            () =>
            {
                if (Status is var now && when(now))
                    return now;
                Time.Advance(TimeSpan.FromSeconds(stepSeconds));
                return null;
            },
            TwoConsoles.Patience,
            "the status, later"
        );
        return (status, Time.GetElapsedTime(began));
    }

    /// <summary>Both sides have the same users and the same digest.</summary>
    public async Task AssertEqualAsync()
    {
        Assert.Equal(await FileThere.HomeUsersAsync(), await FileHere.PeerUsersAsync());
        Assert.Equal(await FileThere.HomeDigestAsync(), await FileHere.PeerDigestAsync());
    }

    public async ValueTask DisposeAsync()
    {
        // As the next test expects the other process.
        await There.ContinueAsync();
        await Relay.CloseAsync();
        Relay.Mend();
        await Registry.DisposeAsync();
        await _services.DisposeAsync();
        _directory.Dispose();
        _folder.Dispose();
    }
}
