using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class NameRuleTests
{
    private const string UnifiedCm = "cucm.example.test";

    [Fact]
    public async Task A_name_in_the_peers_certificate_that_does_not_resolve_stops_the_connection_until_it_does()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1), null, null, UnifiedCm);
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, oslo);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.Sync.Last is not null);
        Assert.Equal((PassLayer.Name, "SanNameUnresolved"), (status.Cause!.Layer, status.Cause.Problem.Code));
        Assert.Equal([UnifiedCm, clusters.Seoul.Topology.Publisher.Name.Value], status.Cause.Problem.Args.Take(2));
        Assert.Equal((Mark.Cross, Mark.Cross), (status.Names!.Mark, status.Overall));
        Assert.Null(status.Connectivity!.Tcp);
        Assert.Null(status.RemoteId);
        await Eventually.GetAsync(async () => (await clusters.Seoul.Alarms!.FindAsync(new AlarmSearch("HostNameResolution", ActiveOnly: true), CancellationToken.None)).Count == 1);

        names.Names[UnifiedCm] = System.Net.IPAddress.Parse("192.0.2.7");
        await clusters.Seoul.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None);

        status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.Overall == Mark.Check);
        var lookup = Assert.Single(status.Names!.Names, n => n.Name.Value == UnifiedCm);
        Assert.Equal(("192.0.2.7", UnifiedCm), (Assert.Single(lookup.Addresses).ToString(), lookup.ReverseName));
        Assert.NotNull(lookup.Reverse);
    }

    [Fact]
    public async Task Dns_that_takes_longer_than_five_seconds_is_named_as_slow_and_stops_nothing()
    {
        var (time, names) = (new ManualTimeProvider(), new TableResolver());
        names.Names[UnifiedCm] = System.Net.IPAddress.Parse("192.0.2.7");
        names.BeforeAnswer = () => time.Advance(TimeSpan.FromSeconds(6));
        await using var clusters = await TwoClusters.StartAsync(time, names);
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1), null, null, UnifiedCm);
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, oslo);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.LastSynchronized is not null);
        Assert.Equal((UnifiedCm, TimeSpan.FromSeconds(6)), status.Names!.Slowest is { } slow ? (slow.Name.Value, slow.Forward) : default);
        Assert.Equal(Mark.Check, status.Names.Mark);
    }
}
