using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// All tests of a cluster's System Troubleshooter: with 29 peers that answer, and with 24 and five
/// behind something that swallows every packet.
/// </summary>
internal static class Troubleshooting
{
    private const int Clusters = 30;
    private const int Holes = 5;

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        using var holes = new BlackHoles(network);
        var data = folder.File("data");
        await PrepareAsync(data, network, runs);
        await using var console = ConsoleProcess.Start(
            ConsoleProcess.Password,
            "--data",
            data,
            "--urls",
            $"http://{network.Address(0, 254)}:8080",
            "--key-type",
            "ecdsa"
        );
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://{network.Address(0, 254)}:8080/"),
        };
        (await http.GetAsync(await console.SignInLinkAsync())).EnsureSuccessStatusCode();
        await SyncedAsync(data, runs);
        var (open, holed, healthy, floor) = (
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<TimeSpan>()
        );
        for (var run = 0; run < runs; run++)
        {
            floor.Add(await AskAllAsync(network));
            open.Add((await RunAsync(http, network, Name(run))).All);
            var (all, answering) = await RunAsync(http, network, Name(runs + run));
            holed.Add(all);
            healthy.Add(answering);
        }

        return
        [
            new("Every test of a cluster with 29 peers that answer", "≤ 3,000", open),
            new(
                "floor: connect, TLS, log in and ask one query at the same 29, all at once",
                "",
                floor
            ),
            new(
                "The same with 24 that answer and 5 that swallow every packet",
                "≤ 10,000",
                holed
            ),
            new("Of these: until the last row of a peer that answers", "≤ 3,000", healthy),
        ];
    }

    private static string Name(int index) => $"c{index + 1:00}";

    /// <summary>
    /// A full mesh; of the second <paramref name="runs"/> clusters, the last five peers are black
    /// holes.
    /// </summary>
    private static async Task PrepareAsync(string path, TestNetwork network, int runs)
    {
        await using var data = await PreparedData.OpenAsync(path);
        var clusters = new List<PreparedCluster>();
        for (var i = 0; i < Clusters; i++)
            clusters.Add(
                await data.AddClusterAsync(Name(i), network.Address(0, i + 1), users: 50)
            );
        foreach (var (index, local) in clusters.Index())
        {
            var holed = index >= runs && index < 2 * runs;
            foreach (
                var remote in clusters
                    .Take(holed ? Clusters - Holes : Clusters)
                    .Where(c => c != local)
            )
                await data.AddPeerAsync(local, remote);
            for (var hole = 0; holed && hole < Holes; hole++)
            {
                var address = BlackHoles.Address(network, hole);
                var definition = clusters[^1].Definition with
                {
                    Topology = new Topology([
                        new Node(NodeName.From(address), address, NodeRole.Publisher),
                    ]),
                };
                await data.AddPeerAsync(local, clusters[^1] with { Definition = definition });
            }
        }
    }

    private static async Task SyncedAsync(string path, int runs)
    {
        var clock = Stopwatch.StartNew();
        foreach (var index in Enumerable.Range(0, 2 * runs))
        {
            var file = new ClusterFile(Path.Combine(path, "clusters", $"{Name(index)}.db"));
            var peers = index < runs ? Clusters - 1 : Clusters - 1 - Holes;
            while (
                await file.NumberAsync(
                    "SELECT count(*) FROM PeerViews WHERE Routing = 'Check'"
                ) < peers
            )
            {
                if (clock.Elapsed > s_deadline)
                    throw new TimeoutException(
                        $"{Name(index)} did not prove the routing to {peers} peers."
                    );
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }
    }

    /// <summary>
    /// The bundle of a cluster whose tests were never run runs them; the time of each row tells the
    /// rest.
    /// </summary>
    private static async Task<(TimeSpan All, TimeSpan Answering)> RunAsync(
        HttpClient http,
        TestNetwork network,
        string cluster
    )
    {
        var holes = Enumerable
            .Range(0, Holes)
            .Select(h => BlackHoles.Address(network, h).ToString())
            .ToHashSet();
        var started = TimeProvider.System.GetUtcNow();
        (
            await http.GetAsync($"clusters/{cluster}/diagnostics/bundle.zip")
        ).EnsureSuccessStatusCode();
        using var report = JsonDocument.Parse(
            await http.GetStringAsync($"clusters/{cluster}/diagnostics/troubleshooter.json")
        );
        var rows = report
            .RootElement.GetProperty("tests")
            .EnumerateArray()
            .Select(t =>
                (
                    Subject: t.GetProperty("subject").GetString(),
                    At: t.GetProperty("at").GetDateTimeOffset()
                )
            )
            .ToList();
        return (
            rows.Max(r => r.At) - started,
            rows.Where(r => r.Subject is null || !holes.Contains(r.Subject)).Max(r => r.At)
                - started
        );
    }

    private static async Task<TimeSpan> AskAllAsync(TestNetwork network)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(2, Clusters - 1)
                .Select(async i =>
                {
                    using var handler = new SocketsHttpHandler { UseProxy = false };
#pragma warning disable CA5359 // The floor is what the wire needs; nobody is spoken with but the benchmark's own console.
                    handler.SslOptions.RemoteCertificateValidationCallback = static (
                        _,
                        _,
                        _,
                        _
                    ) => true;
#pragma warning restore CA5359
                    using var http = new HttpClient(handler)
                    {
                        BaseAddress = new UriBuilder(
                            Uri.UriSchemeHttps,
                            network.Address(0, i).ToString(),
                            AxlSchema.Port
                        ).Uri,
                    };
                    var axl = new AxlClient(
                        http,
                        Lab.ApplicationUser.Username,
                        Lab.ApplicationUser.Password,
                        TimeProvider.System
                    );
                    await foreach (
                        var _ in axl.QueryAsync(
                            "SELECT clusterid FROM icsastate",
                            CancellationToken.None
                        )
                    )
                        break;
                })
        );
        return clock.Elapsed;
    }

    /// <summary>
    /// Listeners whose queues are full: Linux drops what else wants to connect, as a firewall does.
    /// </summary>
    private sealed class BlackHoles : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public BlackHoles(TestNetwork network)
        {
            foreach (
                var endPoint in Enumerable
                    .Range(0, Holes)
                    .Select(i => new IPEndPoint(Address(network, i), AxlSchema.Port))
            )
            {
                var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(listener);
                listener.Bind(endPoint);
                listener.Listen(0);
                for (var i = 0; i < 8; i++)
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
                    {
                        Blocking = false,
                    };
                    _sockets.Add(socket);
                    try
                    {
                        socket.Connect(endPoint);
                    }
                    catch (SocketException)
                    {
                        // Under way; it never gets there.
                    }
                }
            }
        }

        public static IPAddress Address(TestNetwork network, int hole) =>
            network.Address(1, hole + 1);

        public void Dispose() => _sockets.ForEach(s => s.Dispose());
    }
}
