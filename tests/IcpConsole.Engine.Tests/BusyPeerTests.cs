using System.Net.Security;
using System.Text;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>A peer that wants to be left alone is left alone.</summary>
public sealed class BusyPeerTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TwoClusters _clusters = null!;
    private int _requests;

    public async ValueTask InitializeAsync() =>
        _clusters = await TwoClusters.StartAsync(_time);

    public ValueTask DisposeAsync() => _clusters.DisposeAsync();

    /// <summary>Answers every request with this status, and counts them.</summary>
    private async Task<(TestServer Server, PeerId Peer)> AddAsync(string head)
    {
        var address = _clusters.Network.Address(3, 1);
        var certificate = TestServer.Certificate(address.ToString());
        var server = new TestServer(address, async (stream, token) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate },
                token
            );
            if (
                await tls.ReadAtLeastAsync(new byte[64], 1, throwOnEndOfStream: false, token)
                == 0
            )
                return;
            Interlocked.Increment(ref _requests);
            await tls.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                ),
                token
            );
        });
        var form = new PeerForm
        {
            Address = address.ToString(),
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
            server,
            (
                await _clusters.Seoul.Peering.SaveAsync(
                    null,
                    form,
                    contact.Value!.Certificate,
                    CancellationToken.None
                )
            ).Value
        );
    }

    private Task<PeerStatus> PausedAsync(PeerId peer) =>
        TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s
                is {
                    Connectivity.Failure: not null,
                    PausedUntil: not null,
                    Sync.NextAt: not null
                }
        );

    [Theory]
    [InlineData("503 Service Unavailable\r\nRetry-After: 120")]
    [InlineData("429 Too Many Requests\r\nRetry-After: 120")]
    public async Task A_peer_that_says_when_to_come_back_is_not_asked_before(string head)
    {
        var (server, peer) = await AddAsync(head);
        await using var _ = server;
        var status = await PausedAsync(peer);
        Assert.Equal(("AxlThrottled", 1), (status.Failure!.Problem.Code, _requests));
        Assert.InRange(
            status.PausedUntil!.Value - _time.GetUtcNow(),
            TimeSpan.FromSeconds(119),
            TimeSpan.FromSeconds(120)
        );
        // The whole pause at once: a request before its end would come beside the one after it.
        _time.Advance(TimeSpan.FromSeconds(119));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _requests > 1);
        await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.PausedUntil > _time.GetUtcNow()
        );
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task A_login_that_is_refused_is_tried_ever_more_rarely_so_that_no_account_is_locked()
    {
        var (server, peer) = await AddAsync("401 Unauthorized");
        await using var _ = server;
        var status = await PausedAsync(peer);
        Assert.Equal(
            (PassLayer.Login, "AxlLoginFailed"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        var pauses = new List<TimeSpan>();
        while (pauses.Count < 45)
        {
            var pause = status.PausedUntil!.Value - _time.GetUtcNow();
            pauses.Add(pause);
            var asked = _requests;
            await Eventually.TrueAsync(() => _time.IsAwaited(pause));
            _time.Advance(pause);
            await Eventually.TrueAsync(() => _requests > asked);
            status = await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
                s.PausedUntil > _time.GetUtcNow()
            );
            // No sync is announced for a time at which the peer is spared.
            Assert.False(status.Sync.NextAt < status.PausedUntil);
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromMinutes(5), pauses[^1]);
        // One for each pause and two to begin with.
        Assert.InRange(_requests, 46, 48);
    }

    [Fact]
    public async Task Force_Manual_Sync_asks_at_once_whatever_the_pause()
    {
        var (server, peer) = await AddAsync("503 Service Unavailable\r\nRetry-After: 120");
        await using var _ = server;
        await PausedAsync(peer);
        var forced = await _clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal("AxlThrottled", forced!.Failure!.Problem.Code);
        Assert.Equal(2, _requests);
    }
}
