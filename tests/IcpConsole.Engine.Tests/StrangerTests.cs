using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Nodes;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Whatever strangers hold or ask takes nothing from peers, nor from the cluster's own heartbeats.
/// </summary>
public sealed class StrangerTests : IAsyncLifetime
{
    private static readonly TimeSpan s_honest = TimeSpan.FromSeconds(1);

    private readonly List<Socket> _sockets = [];
    private TwoClusters _clusters = null!;
    private PeerId _peer;

    private HostedCluster Seoul => _clusters.Seoul;

    private Node Target => _clusters.Singapore.Topology.Publisher;

    public async ValueTask InitializeAsync()
    {
        _clusters = await TwoClusters.StartAsync();
        _peer = await TwoClusters.AddBothAsync(Seoul, _clusters.Singapore);
        await TwoClusters.StatusAsync(Seoul, _peer, TwoClusters.BothInStep);
    }

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(s => s.Dispose());
        await _clusters.DisposeAsync();
    }

    /// <summary>One of many addresses that strangers come from.</summary>
    private static IPAddress Address(int number) => new([127, 0, 200, (byte)number]);

    private async Task<Socket> ConnectAsync(IPAddress from, int port)
    {
        var socket = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(Target.Address, port);
        return socket;
    }

    /// <summary>Whether the other side has not closed it.</summary>
    private static bool IsOpen(Socket socket) =>
        !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);

    private async Task AssertPeersAndHeartbeatsAsync()
    {
        await Bound.HoldsAsync(s_honest, async () =>
            Assert.Null(
                (
                    await Seoul.Peering!.ForceSyncAsync(
                        _peer,
                        ForcedSync.Plain,
                        CancellationToken.None
                    )
                )!.Failure
            )
        );
        foreach (var node in _clusters.Singapore.Topology.Nodes)
            await Bound.HoldsAsync(s_honest, async () =>
                Assert.Null((await _clusters.Singapore.Services!.ReadAsync(node.Name)).Problem)
            );
        Assert.Equal(Mark.Check, Seoul.Peers.Find(_peer)!.Overall);
    }

    [Theory]
    [InlineData(8443)]
    [InlineData(7400)]
    [InlineData(5060)]
    [InlineData(5061)]
    public async Task Connections_that_say_nothing_are_bounded_for_one_address_and_for_all_strangers_and_peers_go_on(
        int port
    )
    {
        for (var i = 0; i < 500; i++)
            await ConnectAsync(Address(1), port);
        await Eventually.TrueAsync(() =>
            _sockets.Count(IsOpen) == StrangerShare.OfNodes.OfOne
        );
        // The latest are those that stay, but for a few that were accepted in another order:
        // whoever asks at once is answered.
        Assert.All(_sockets.TakeLast(StrangerShare.OfNodes.OfOne - 10), s =>
            Assert.True(IsOpen(s))
        );
        for (var i = 0; i < 500; i++)
            await ConnectAsync(Address(2 + (i % 20)), port);
        await Eventually.TrueAsync(() =>
            _sockets.Count(IsOpen) == StrangerShare.OfNodes.OfPort
        );
        await AssertPeersAndHeartbeatsAsync();
    }

    [Fact]
    public async Task Silent_connections_hold_no_process_of_the_SIP_Proxy()
    {
        for (var i = 0; i < 240; i++)
            await ConnectAsync(Address(i % 6), i % 2 == 0 ? 5060 : 5061);
        // And some that begin a request and do not end it.
        foreach (var socket in _sockets.Where((_, i) => i % 4 == 0))
            await socket.SendAsync("OPTIONS sip:x SIP/2.0\r\nVia: "u8.ToArray());
        await Bound.HoldsAsync(s_honest, async () =>
        {
            await using var stream = new NetworkStream(await ConnectAsync(Address(9), 5060));
            var answer = await SipClient.OptionsAsync(
                stream,
                new SipTarget(SipTransport.Tcp, "127.0.200.9", 5060, Target.Name.Value),
                CancellationToken.None
            );
            Assert.Equal(200, answer.Status);
        });
    }

    [Fact]
    public async Task Bodies_that_come_slowly_hold_no_place_of_AXL_and_end()
    {
        var slow = Enumerable
            .Range(0, 60)
            .Select(i => SlowAsync(Address(10 + (i % 4))))
            .ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        await Bound.HoldsAsync(s_honest, async () =>
        {
            using var http = Http(Address(30));
            using var answer = await http.SendAsync(Query("SELECT count(*) FROM processnode"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
        await AssertPeersAndHeartbeatsAsync();
        await Task.WhenAll(slow)
            .WaitAsync(ConnectionLimits.Whole + TimeSpan.FromSeconds(10), TimeProvider.System);

        async Task SlowAsync(IPAddress from)
        {
            using var http = Http(from);
            using var request = Query("");
            request.Content = new StreamContent(new DrippingStream());
            try
            {
                using var answer = await http.SendAsync(request);
            }
            catch (HttpRequestException)
            {
                // Cut off.
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("stranger.example")]
    public async Task A_router_answers_no_probe_of_a_stranger(string? name)
    {
        await using var connection = new NetworkStream(
            await ConnectAsync(Address(1), XmppSchema.Port)
        );
        var refused = await Assert.ThrowsAsync<XmppException>(() =>
            ProbeAsync(connection, name)
        );
        Assert.Equal(XmppSchema.InvalidFrom, refused.Condition);
    }

    [Fact]
    public async Task A_router_knows_a_node_by_where_it_connects_from()
    {
        await using var connection = new NetworkStream(
            await ConnectAsync(Address(1), XmppSchema.Port)
        );
        var refused = await Assert.ThrowsAsync<XmppException>(() =>
            ProbeAsync(connection, Seoul.Topology.Publisher.Name.Value)
        );
        Assert.Equal(XmppSchema.PolicyViolation, refused.Condition);
    }

    [Fact]
    public async Task A_cluster_without_any_peer_answers_nobody()
    {
        var oslo = await _clusters.CreateAsync("oslo", _clusters.Network.Address(4, 1));
        using var socket = new TcpClient();
        await socket.ConnectAsync(oslo.Topology.Publisher.Address, XmppSchema.Port);
        Assert.Equal(
            XmppSchema.InvalidFrom,
            (
                await Assert.ThrowsAsync<XmppException>(() =>
                    ProbeAsync(socket.GetStream(), "stranger.example")
                )
            ).Condition
        );
    }

    [Fact]
    public async Task A_cluster_that_the_other_side_has_not_added_is_shown_as_that_and_not_as_a_broken_link()
    {
        var oslo = await _clusters.CreateAsync("oslo", _clusters.Network.Address(4, 1));
        var peer = await TwoClusters.AddPeerAsync(oslo, Seoul);
        var status = await TwoClusters.StatusAsync(oslo, peer, s =>
            s.Links.Count == 2 && s.Links.All(l => l.State == LinkState.NotKnownThere)
        );
        Assert.Equal(
            (Mark.Unknown, OtherSideState.NotAdded, Mark.Unknown),
            (status.LinksMark, status.OtherSide.State, status.Overall)
        );
        Assert.Empty(await TroubleshooterTests.FailedAsync(oslo));
        Assert.Single(oslo.Diagnostics!.Rows, r =>
            r is { Test: "PeerBothSides", Outcome: CheckOutcome.Warning }
        );
    }

    private async Task ProbeAsync(Stream connection, string? name)
    {
        await using var stream = await XmppClient.OpenAsync(
            connection,
            new XmppClientOptions(name, Target.Name.Value),
            CancellationToken.None
        );
        var user = TwoClusters.UsersOf(_clusters.Singapore, 1)[0];
        await stream.SendAsync(
            XmppPresence.Probe("1", "a@lab.example", user.Mail),
            CancellationToken.None
        );
        await stream.ReadAsync(CancellationToken.None);
    }

    private HttpClient Http(IPAddress from) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
                ConnectCallback = async (_, _) =>
                    new NetworkStream(await ConnectAsync(from, 8443), ownsSocket: true),
            }
        )
        {
            BaseAddress = new Uri($"https://{Target.Address}:8443"),
        };

    internal static HttpRequestMessage Query(string sql, string credential = "icsa:icsa-lab")
    {
        var body =
            $"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
            + "<n:executeSQLQuery xmlns:n='http://www.cisco.com/AXL/API/8.0'>"
            + $"<sql>{WebUtility.HtmlEncode(sql)}</sql></n:executeSQLQuery></e:Body></e:Envelope>";
        var request = new HttpRequestMessage(HttpMethod.Post, "/axl/")
        {
            Content = new StringContent(body, Encoding.UTF8, "text/xml"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(credential))
        );
        return request;
    }

    /// <summary>A byte now and then.</summary>
    private sealed class DrippingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await Task.Delay(
                TimeSpan.FromMilliseconds(200),
                TimeProvider.System,
                cancellationToken
            );
            buffer.Span[0] = (byte)' ';
            return 1;
        }
    }
}
