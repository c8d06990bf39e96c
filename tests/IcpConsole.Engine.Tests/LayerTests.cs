using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>A peer that fails says at which layer, and why.</summary>
public sealed class LayerTests : IAsyncLifetime
{
    private TwoClusters _clusters = null!;

    public async ValueTask InitializeAsync() => _clusters = await TwoClusters.StartAsync();

    public ValueTask DisposeAsync() => _clusters.DisposeAsync();

    private async Task<PeerFailure> FailureOfAsync(PeerId peer) =>
        (
            await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
                s.Sync.Last?.Failure is not null
            )
        ).Failure!;

    private async Task<(PassLayer Layer, string Code)> FailureAtAsync(string address)
    {
        var failure = await FailureOfAsync(
            await TwoClusters.AddUnseenAsync(_clusters.Seoul, address)
        );
        return (failure.Layer, failure.Problem.Code);
    }

    [Fact]
    public async Task A_name_without_an_address_fails_at_the_name() =>
        Assert.Equal(PassLayer.Name, (await FailureAtAsync("nowhere.invalid")).Layer);

    [Fact]
    public async Task A_port_where_nobody_listens_fails_at_TCP()
    {
        var peer = await TwoClusters.AddUnseenAsync(
            _clusters.Seoul,
            _clusters.Network.Address(3, 1).ToString()
        );
        var status = await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.Sync.Last?.Failure is not null
        );
        Assert.Equal(
            (PassLayer.Tcp, "TcpRefused"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        Assert.Equal(Mark.Cross, status.Connectivity!.Mark);
        Assert.Equal(Mark.Cross, status.Overall);
        Assert.Null(status.Users);
    }

    [Fact]
    public async Task A_server_without_TLS_fails_at_TLS()
    {
        var address = _clusters.Network.Address(3, 2);
        await using var server = new TestServer(address, async (stream, token) =>
            await stream.WriteAsync("220 smtp\r\n"u8.ToArray(), token)
        );
        Assert.Equal(
            (PassLayer.Tls, "TlsHandshakeFailed"),
            await FailureAtAsync(address.ToString())
        );
    }

    [Fact]
    public async Task A_server_whose_certificate_was_not_accepted_is_sent_nothing()
    {
        var address = _clusters.Network.Address(3, 3);
        using var certificate = TestServer.Certificate(address.ToString());
        var received = new MemoryStream();
        await using var server = TestServer.Tls(address, certificate, received);

        var peer = await TwoClusters.AddUnseenAsync(_clusters.Seoul, address.ToString());
        var status = await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.Sync.Last?.Failure is not null
        );

        Assert.Equal(
            (PassLayer.Certificate, "CertificateNotAccepted"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        Assert.Equal(SyncPhase.AwaitingAcceptance, status.Sync.Phase);
        Assert.Equal(
            certificate.GetCertHashString(
                System.Security.Cryptography.HashAlgorithmName.SHA256
            ),
            status.Failure.Presented!.Sha256
        );
        Assert.Equal(0, received.Length);
    }

    [Fact]
    public async Task A_certificate_that_does_not_name_the_address_cannot_be_accepted()
    {
        var address = _clusters.Network.Address(3, 4);
        using var certificate = TestServer.Certificate("other.example.com");
        await using var server = TestServer.Tls(address, certificate, new MemoryStream());
        var form = new PeerForm
        {
            Address = address.ToString(),
            AxlUsername = "a",
            AxlPassword = "b",
            ConfirmAxlPassword = "b",
        };
        var saved = await _clusters.Seoul.Peering.SaveAsync(
            new SavePeer(null, form),
            Principal.Console,
            CancellationToken.None
        );
        var (peer, contact) = (saved.Value!.Peer!.Value, saved.Value.Contact!);
        Assert.False(contact.NeedsAcceptance);
        Assert.Equal("CertificateNameMismatch", contact.Failure!.Problem.Code);
        var failure = await FailureOfAsync(peer);
        Assert.Equal(
            (PassLayer.Certificate, "CertificateNameMismatch"),
            (failure.Layer, failure.Problem.Code)
        );
    }

    [Fact]
    public async Task An_expired_certificate_is_named_as_such()
    {
        var address = _clusters.Network.Address(3, 5);
        using var certificate = TestServer.Certificate(
            address.ToString(),
            TimeProvider.System.GetUtcNow().AddDays(-1)
        );
        await using var server = TestServer.Tls(address, certificate, new MemoryStream());
        Assert.Equal(
            (PassLayer.Certificate, "CertificateExpired"),
            await FailureAtAsync(address.ToString())
        );
    }

    [Fact]
    public async Task A_wrong_password_fails_at_the_login()
    {
        var failure = await FailureOfAsync(
            await TwoClusters.AddPeerAsync(_clusters.Seoul, _clusters.Singapore, "wrong")
        );
        Assert.Equal(
            (PassLayer.Login, "AxlLoginFailed"),
            (failure.Layer, failure.Problem.Code)
        );
    }

    [Fact]
    public async Task A_server_that_breaks_off_fails_at_the_query()
    {
        var address = _clusters.Network.Address(3, 6);
        using var certificate = TestServer.Certificate(address.ToString());
        await using var server = new TestServer(address, async (stream, token) =>
        {
            await using var tls = new System.Net.Security.SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                new System.Net.Security.SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                },
                token
            );
            _ = await tls.ReadAtLeastAsync(new byte[64], 1, cancellationToken: token);
            await tls.WriteAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n<soapenv:Envelope"u8.ToArray(),
                token
            );
        });
        Assert.Equal(
            PassLayer.Query,
            (await FailureOfAsync(await AddAsync(address.ToString()))).Layer
        );
    }

    [Fact]
    public async Task A_cluster_with_our_own_ID_is_found_out_at_the_pass_and_stays_reachable()
    {
        await using var elsewhere = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(_clusters.Seoul, elsewhere.Seoul);
        var status = await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.Sync.Last?.Failure is not null
        );
        Assert.Equal("PeerHasOwnClusterId", status.Failure!.Problem.Code);
        Assert.True(status.Reachable);
        Assert.Equal(Mark.Cross, status.Overall);
    }

    [Fact]
    public async Task A_server_that_accepts_and_then_says_nothing_fails_at_TLS_when_its_time_is_up()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        var address = clusters.Network.Address(3, 1);
        var connected = new TaskCompletionSource();
        await using var server = new TestServer(address, async (stream, token) =>
        {
            // The first byte of the handshake: from then on only TLS is waited for.
            _ = await stream.ReadAtLeastAsync(new byte[1], 1, cancellationToken: token);
            connected.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        var peer = await TwoClusters.AddUnseenAsync(clusters.Seoul, address.ToString());
        await connected.Task;
        time.Advance(TimeSpan.FromSeconds(31));
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Connectivity is { Failure: not null }
        );
        Assert.Equal(
            (PassLayer.Tls, "TlsTimedOut"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
    }

    [Fact]
    public async Task A_peer_that_refuses_what_only_a_pass_asks_stays_reachable_and_its_sync_fails()
    {
        var address = _clusters.Network.Address(3, 7);
        using var certificate = TestServer.Certificate(address.ToString());
        // A real cluster knows the count query, and has no icsastate.
        await using var server = TestServer.Axl(address, certificate, sql =>
            sql.Contains("count(*)", StringComparison.Ordinal)
                ? "<row><count>1</count></row>"
                : null
        );
        var peer = await AddAsync(address.ToString());

        var status = await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.Sync is { Last.Failure: not null, NextAt: not null }
        );
        Assert.Equal(
            (PassLayer.Query, "AxlFault", Mark.Check),
            (status.Failure!.Layer, status.Failure.Problem.Code, status.Connectivity!.Mark)
        );
        Assert.Equal(
            (Mark.Cross, Mark.Cross),
            (status.Diagnosis.In(Aspect.Sync)!.Mark, status.Overall)
        );
    }

    [Fact]
    public async Task A_certificate_announced_for_a_node_that_the_peer_does_not_have_is_refused()
    {
        var address = _clusters.Network.Address(3, 8);
        using var certificate = TestServer.Certificate(address.ToString());
        using var foreign = TestServer.Certificate("10.9.9.9");
        await using var server = TestServer.Axl(address, certificate, sql => sql.Contains(
                "count(*)",
                StringComparison.Ordinal
            )
                ? "<row><count>1</count></row>"
            : sql.Contains("icsastate", StringComparison.Ordinal) ? State($"{Product.Version}")
            : sql.Contains("icsanode", StringComparison.Ordinal)
                ? $"<row><name>{address}</name><tknodeusage>0</tknodeusage><agentrunning>t</agentrunning><servedby/></row>"
            : $"<row><servername>10.9.9.9</servername><service>tomcat</service><certificate>{foreign.ExportCertificatePem()}</certificate></row>");
        var peer = await AddAsync(address.ToString());

        var failure = await FailureOfAsync(peer);
        Assert.Equal("AxlMalformed", failure.Problem.Code);
        var trust = await (
            await _clusters.DatabaseOfAsync(_clusters.Seoul)
        ).Certificates.TrustAsync(peer, CancellationToken.None);
        Assert.Equal(address.ToString(), Assert.Single(trust).Node?.Value);
    }

    [Fact]
    public async Task A_peer_of_a_version_that_is_too_old_is_named_as_that()
    {
        var address = _clusters.Network.Address(3, 9);
        using var certificate = TestServer.Certificate(address.ToString());
        await using var server = TestServer.Axl(address, certificate, sql =>
            sql.Contains("count(*)", StringComparison.Ordinal)
                ? "<row><count>1</count></row>"
                : State("0.1.9")
        );
        var failure = await FailureOfAsync(await AddAsync(address.ToString()));
        Assert.Equal((PassLayer.Query, "PeerTooOld"), (failure.Layer, failure.Problem.Code));
        Assert.Equal(new PeerTooOld("0.1.9", $"{Product.Version}"), failure.Problem);
    }

    /// <summary>What a cluster without users says of itself.</summary>
    private static string State(string version) =>
        $"<row><version>{version}</version><clusterid>evil</clusterid><domain>lab.example</domain><addressscheme>UserIdAtDefaultDomain</addressscheme>"
        + "<release>15</release><platform>Ova15000</platform><sipfederation>f</sipfederation><userssynchronized>t</userssynchronized><peers/>"
        + "<epoch>1</epoch><change>0</change><usercount>0</usercount>"
        + "<assignedcount>0</assignedcount><usersum>0</usersum>"
        + "<topologyversion>1</topologyversion></row>";

    private async Task<PeerId> AddAsync(string address)
    {
        var form = new PeerForm
        {
            Address = address,
            AxlUsername = "a",
            AxlPassword = "b",
            ConfirmAxlPassword = "b",
        };
        var contact = await _clusters.Seoul.Peering!.ProbeAsync(
            null,
            form,
            CancellationToken.None
        );
        return (
            await _clusters.Seoul.Peering.SaveAsync(
                null,
                form,
                contact.Value!.Certificate,
                CancellationToken.None
            )
        ).Value;
    }
}
