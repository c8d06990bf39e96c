using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// What a node says of its services over 8443, and that nothing is claimed of one that does not
/// say.
/// </summary>
public sealed class NodeReaderTests
{
    [Fact]
    public async Task A_node_tells_of_its_services_itself()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var (services, node) = (
            clusters.Seoul.Services!,
            clusters.Seoul.Topology.Nodes[1].Name
        );
        var reading = await services.ReadAsync(node);
        Assert.Null(reading.Problem);
        Assert.True(reading.IsHealthy);
        Assert.Equal(
            services.Of(node).Select(s => (s.Service, s.State)),
            reading.Services.Select(s => (s.Service, s.State))
        );

        await services.DoAsync(
            node,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Stop,
            CancellationToken.None
        );
        await services.DoAsync(
            node,
            ServiceCatalogue.AxlWebService,
            ServiceAction.Deactivate,
            CancellationToken.None
        );
        // However many ask within moments, the node is asked once.
        Assert.Same(reading, await services.ReadAsync(node));
        time.Advance(TimeSpan.FromSeconds(4));
        reading = await services.ReadAsync(node);
        Assert.False(reading.IsHealthy);
        Assert.Equal(
            [ServiceState.Stopped, ServiceState.Deactivated],
            (
                (NodeService[])[ServiceCatalogue.XcpRouter, ServiceCatalogue.AxlWebService]
            ).Select(s => reading.Services.Single(r => r.Service == s).State)
        );
    }

    [Fact]
    public async Task A_node_whose_name_is_lost_is_unknown_with_that_reason()
    {
        var (time, names) = (
            new ManualTimeProvider(TimeProvider.System.GetUtcNow()),
            new TableResolver()
        );
        await using var clusters = await TwoClusters.StartAsync(time, names);
        var (name, address) = (
            NodeName.Parse("imp1.oslo.example"),
            clusters.Network.Address(4, 1)
        );
        names.Names[name.Value] = address;
        var oslo = await clusters.CreateAsync("oslo", name, address);
        Assert.Null((await oslo.Services!.ReadAsync(name)).Problem);

        names.Names.Remove(name.Value, out _);
        time.Advance(TimeSpan.FromSeconds(4));
        var reading = await oslo.Services.ReadAsync(name);
        Assert.Equal(
            ("NameNotFound", 0, false),
            (reading.Problem?.Code, reading.Services.Count, reading.IsHealthy)
        );
    }

    [Fact]
    public async Task A_node_whose_certificate_is_not_its_own_is_unknown_with_that_reason()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (publisher, subscriber) = (
            clusters.Seoul.Topology.Nodes[0].Name,
            clusters.Seoul.Topology.Nodes[1].Name
        );
        var database = await clusters.DatabaseOfAsync(clusters.Seoul);
        var (pem, key) = (
            await database.Certificates.IdentityAsync(
                publisher,
                "tomcat",
                CancellationToken.None
            )
        )!.Value;
        var own = await database.Certificates.PemAsync(
            subscriber,
            "tomcat",
            CancellationToken.None
        );
        Assert.True(
            await database.Certificates.KeepIdentityAsync(
                subscriber,
                "tomcat",
                pem,
                key,
                own,
                CancellationToken.None
            )
        );
        Assert.Equal(
            "CertificateChanged",
            (await clusters.Seoul.Services!.ReadAsync(subscriber)).Problem?.Code
        );
        Assert.Null((await clusters.Seoul.Services.ReadAsync(publisher)).Problem);
    }
}
