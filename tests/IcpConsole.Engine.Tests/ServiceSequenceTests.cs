using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Nodes;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Random starts, stops, restarts, activations and deactivations, held against a model of which
/// services run.
/// </summary>
public sealed class ServiceSequenceTests
{
    private const int Sequences = 50;

    private static readonly NodeService[] s_services =
    [
        ServiceCatalogue.AxlWebService,
        ServiceCatalogue.SipProxy,
        ServiceCatalogue.XcpConfigManager,
        ServiceCatalogue.XcpRouter,
        ServiceCatalogue.InterclusterSyncAgent,
    ];

    [Fact]
    public async Task After_any_sequence_the_listeners_agree_with_the_states()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var cluster = clusters.Seoul;
        var random = new Random(20261125);
        var states = cluster
            .Topology.Nodes.SelectMany(n => s_services.Select(s => (n.Name, s)))
            .ToDictionary(k => k, _ => ServiceState.Running);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var done = new List<string>();
            for (var step = random.Next(1, 6); step > 0; step--)
            {
                var (node, service, action) = (
                    cluster.Topology.Nodes[random.Next(2)].Name,
                    s_services[random.Next(s_services.Length)],
                    Enum.GetValues<ServiceAction>()[random.Next(5)]
                );
                var next = Next(
                    states[(node, service)],
                    service,
                    action,
                    states[(node, ServiceCatalogue.XcpConfigManager)] == ServiceState.Running
                );
                var refused =
                    await cluster.Services!.DoAsync(
                        node,
                        service,
                        action,
                        CancellationToken.None
                    )
                    is not null;
                done.Add($"{action} {service} on {node}{(refused ? " (refused)" : "")}");
                Assert.True(refused == next is null, string.Join(", ", done));
                states[(node, service)] = next ?? states[(node, service)];
            }

            foreach (var node in cluster.Topology.Nodes)
                await AssertAsync(
                    cluster,
                    node,
                    service => states[(node.Name, service)],
                    string.Join(", ", done)
                );
        }
    }

    /// <returns>Null where it has to be refused.</returns>
    private static ServiceState? Next(
        ServiceState now,
        NodeService service,
        ServiceAction action,
        bool configured
    ) =>
        (now, action) switch
        {
            (_, ServiceAction.Activate or ServiceAction.Deactivate)
                when service != ServiceCatalogue.AxlWebService
                    && service != ServiceCatalogue.SipProxy => null,
            (ServiceState.Deactivated, not ServiceAction.Activate)
            or (ServiceState.Running, ServiceAction.Start or ServiceAction.Activate) => null,
            (ServiceState.Stopped, ServiceAction.Stop or ServiceAction.Activate) => null,
            (_, ServiceAction.Start or ServiceAction.Restart)
                when service == ServiceCatalogue.XcpRouter && !configured => null,
            (_, ServiceAction.Stop) => ServiceState.Stopped,
            (_, ServiceAction.Deactivate) => ServiceState.Deactivated,
            _ => ServiceState.Running,
        };

    private static async Task AssertAsync(
        HostedCluster cluster,
        Node node,
        Func<NodeService, ServiceState> state,
        string what
    )
    {
        foreach (var service in s_services)
            Assert.True(
                state(service)
                    == cluster.Services!.Of(node.Name).Single(s => s.Service == service).State,
                what
            );
        foreach (
            var (service, port) in ((NodeService, int)[])
                [
                    (ServiceCatalogue.XcpRouter, 7400),
                    (ServiceCatalogue.SipProxy, 5060),
                    (ServiceCatalogue.SipProxy, 5061),
                ]
        )
            Assert.True(
                NodeListener.IsFree(new IPEndPoint(node.Address, port))
                    == (state(service) != ServiceState.Running),
                $"{port} after {what}"
            );
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{node.Address}:8443"),
        };
        var axl = new AxlClient(
            http,
            Lab.ApplicationUser.Username,
            Lab.ApplicationUser.Password,
            TimeProvider.System
        );
        var runs = state(ServiceCatalogue.AxlWebService) == ServiceState.Running;
        if (runs)
            Assert.Equal("15.0.1", await axl.GetCcmVersionAsync(CancellationToken.None));
        else
            Assert.Equal(
                AxlError.NotRunning,
                (
                    await Assert.ThrowsAsync<AxlException>(() =>
                        axl.GetCcmVersionAsync(CancellationToken.None)
                    )
                ).Error
            );
    }
}
