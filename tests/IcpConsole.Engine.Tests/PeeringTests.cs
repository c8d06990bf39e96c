using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Tests;

public sealed class PeeringTests
{
    [Fact]
    public async Task A_peer_that_was_accepted_earns_every_check_mark_on_the_wire()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.Overall == Mark.Check);

        Assert.Equal("singapore", status.RemoteId?.Value);
        Assert.Equal(new AssociatedUsers(TwoClusters.Users, TwoClusters.Users, status.Users!.At), status.Users);
        Assert.Equal(SyncTrigger.Initial, status.Sync.Last!.Trigger);
        Assert.Equal(SyncMode.Full, status.Sync.Last.Mode);
        Assert.Equal(TwoClusters.Users, status.Sync.Last.Added);
        Assert.Equal("TLS 1.3", status.Connectivity!.TlsVersion);
        var certificate = Assert.Single(status.Certificates!.Certificates);
        Assert.Equal(PeerCertificateState.Synchronized, certificate.State);
        Assert.NotNull(status.LastSynchronized);
    }
}
