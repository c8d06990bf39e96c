using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine;
using IcpConsole.Engine.Hosting;
using IcpConsole.Storage;
using IcpConsole.Storage.Sqlite;
using IcpConsole.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// One cluster here with two peers in another process, of which one answers a trickle.
/// </summary>
public sealed class SlowPeerTests : IAsyncLifetime
{
    /// <summary>Within this, what another peer changed is to be seen.</summary>
    private static readonly TimeSpan s_visible = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly TestNetwork _network = TestNetwork.Take();
    private PreparedCluster _slow = null!;
    private PreparedCluster _honest = null!;
    private PeerId _honestPeer;

    public async ValueTask InitializeAsync()
    {
        await using var remote = await PreparedData.OpenAsync(_folder.File("there"));
        await using var local = await PreparedData.OpenAsync(_folder.File("here"));
        _slow = await remote.AddClusterAsync(
            "slow",
            _network.Address(0, 2),
            _network.Address(0, 1),
            users: 500
        );
        _honest = await remote.AddClusterAsync("honest", _network.Address(1, 1), users: 500);
        var here = await local.AddClusterAsync("here", _network.Address(2, 1));
        await local.AddPeerAsync(here, _slow);
        _honestPeer = await local.AddPeerAsync(here, _honest);
    }

    public ValueTask DisposeAsync()
    {
        _network.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_peer_that_drips_its_rows_keeps_the_turn_from_no_other_peer()
    {
        await using var there = ConsoleProcess.Start(
            ConsoleProcess.Password,
            "--data",
            _folder.File("there"),
            "--urls",
            $"http://{_network.Address(6, 1)}:8080",
            "--key-type",
            "ecdsa"
        );
        await Eventually.TrueAsync(() => there.Output.Split(" listens").Length > 2);
        await using var node = await TamperingNode.StartAsync(
            _slow,
            $"{_network.Address(0, 2)}"
        );
        var dripping = new TaskCompletionSource();
        node.Tamper = async (answer, output, token) =>
        {
            dripping.TrySetResult();
            for (var at = 0; at < answer.Length; at += 300)
            {
                await output(answer.AsMemory(at, Math.Min(300, answer.Length - at)));
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, token);
            }
        };
        using var directory = new DataDirectory(_folder.File("here"));
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSqliteStorage(directory)
            .AddIcpEngine(null, KeyType.Ecdsa)
            .BuildServiceProvider();
        await using var registry = services.GetRequiredService<ClusterRegistry>();
        await registry.StartAsync(CancellationToken.None);
        await dripping.Task.WaitAsync(TwoConsoles.Patience, TimeProvider.System);
        var cluster = registry.Find(ClusterId.Parse("here"))!;

        new ClusterFile(PreparedData.FileOf(_folder.File("there"), _honest.Id)).SetHomeUsers(
            _honest.Users(600)
        );
        var started = TimeProvider.System.GetTimestamp();
        var receipt = await cluster.Peering!.ForceSyncAsync(
            _honestPeer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Null(receipt!.Failure);
        Assert.Equal(600, cluster.Peers.Find(_honestPeer)!.Users!.Here);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, s_visible);
        Assert.Equal(
            0,
            cluster.Peers.All.Single(p => p.Peer.Id != _honestPeer).Users?.Here ?? 0
        );
    }
}
