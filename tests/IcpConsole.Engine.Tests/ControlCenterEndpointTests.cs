using System.Net.Http.Headers;
using System.Text;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;
using IcpConsole.Protocols.ControlCenter;
using WireStatus = IcpConsole.Protocols.ControlCenter.ServiceStatus;

namespace IcpConsole.Engine.Tests;

/// <summary>Control Center Services of a node, asked over real TLS.</summary>
public sealed class ControlCenterEndpointTests : IAsyncLifetime
{
    private TwoClusters _clusters = null!;
    private HttpClient _http = null!;

    private Node Publisher => _clusters.Seoul.Topology.Nodes[0];

    private Node Subscriber => _clusters.Seoul.Topology.Nodes[1];

    public async ValueTask InitializeAsync()
    {
        _clusters = await TwoClusters.StartAsync();
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{Publisher.Name}:8443"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _clusters.DisposeAsync();
    }

    private ControlCenterClient Client(
        string username = "operator",
        string password = "operator-lab"
    ) => new(_http, username, password, TimeProvider.System);

    private static (string Name, WireStatus Status, int Reason) Brief(
        ServiceInformation service
    ) => (service.ServiceName, service.ServiceStatus, service.ReasonCode);

    [Fact]
    public async Task The_list_has_every_service_of_the_catalogue_with_its_group_and_those_that_need_it()
    {
        var services = await Client().GetStaticServiceListAsync(CancellationToken.None);
        Assert.Equal(
            ServiceCatalogue.All.Select(s => s.Name),
            services.Select(s => s.ServiceName)
        );
        Assert.Equal(
            ["Cisco XCP Router"],
            services.Single(s => s.ServiceName == "Cisco XCP Config Manager").DependentServices
        );
        Assert.Equal(
            (true, "Database and Admin Services"),
            (services[0].Deployable, services[0].GroupName)
        );
    }

    [Fact]
    public async Task Services_are_stopped_and_started_for_real_and_their_state_is_told()
    {
        var stopped = await Client()
            .ControlAsync(
                Publisher.Name.Value,
                ControlType.Stop,
                ["Cisco XCP Router", "Cisco SIP Proxy"],
                CancellationToken.None
            );
        Assert.True(stopped.Succeeded);
        Assert.True(Nodes.NodeListener.IsFree(new(Publisher.Address, 7400)));
        Assert.Equal(
            ServiceState.Stopped,
            _clusters
                .Seoul.Services!.Of(Publisher.Name)
                .Single(s => s.Service == ServiceCatalogue.SipProxy)
                .State
        );

        var started = await Client()
            .ControlAsync(
                null,
                ControlType.Start,
                ["Cisco XCP Router"],
                CancellationToken.None
            );
        Assert.Equal(
            ("Cisco XCP Router", WireStatus.Started, ControlCenterReason.None),
            Brief(Assert.Single(started.Services))
        );
        Assert.False(Nodes.NodeListener.IsFree(new(Publisher.Address, 7400)));
        var all = await Client().GetServiceStatusAsync([], CancellationToken.None);
        Assert.Equal(ServiceCatalogue.All.Count, all.Services.Count);
        Assert.Equal(
            ("Cisco SIP Proxy", WireStatus.Stopped, ControlCenterReason.CommandedOutOfService),
            Brief(all.Services.Single(s => s.ServiceName == "Cisco SIP Proxy"))
        );
        Assert.Equal(
            ("Cisco Presence Engine", WireStatus.Unknown, ControlCenterReason.NotSupported),
            Brief(all.Services.Single(s => s.ServiceName == "Cisco Presence Engine"))
        );
        Assert.InRange(
            all.Services.Single(s => s.ServiceName == "Cisco XCP Router").UpTime,
            0,
            60
        );
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_reason_code()
    {
        await Client()
            .ControlAsync(
                null,
                ControlType.Stop,
                ["Cisco XCP Router", "Cisco XCP Config Manager"],
                CancellationToken.None
            );
        Assert.True(
            (
                await Client()
                    .DeployAsync(
                        null,
                        DeployType.UnDeploy,
                        ["Cisco AXL Web Service"],
                        CancellationToken.None
                    )
            ).Succeeded
        );
        var refused = await Client()
            .ControlAsync(
                null,
                ControlType.Start,
                [
                    "Cisco SIP Proxy",
                    "Cisco XCP Router",
                    "Cisco AXL Web Service",
                    "Cisco Presence Engine",
                    "Cisco Tomcat",
                    "No Such Service",
                ],
                CancellationToken.None
            );
        Assert.False(refused.Succeeded);
        Assert.Equal(
            [
                ControlCenterReason.AlreadyStarted,
                ControlCenterReason.DependencyNotActive,
                ControlCenterReason.NotActivated,
                ControlCenterReason.NotSupported,
                ControlCenterReason.ReservedForPlatform,
                ControlCenterReason.NoSuchService,
            ],
            refused.Services.Select(s => s.ReasonCode)
        );
        Assert.Equal(WireStatus.Stopped, refused.Services[1].ServiceStatus);
        Assert.True(
            (
                await Client()
                    .DeployAsync(
                        null,
                        DeployType.Deploy,
                        ["Cisco AXL Web Service"],
                        CancellationToken.None
                    )
            ).Succeeded
        );
    }

    [Theory]
    [InlineData("icsa", "icsa-lab", ControlCenterError.Forbidden)]
    [InlineData("operator", "wrong", ControlCenterError.Unauthorized)]
    [InlineData("nobody", "operator-lab", ControlCenterError.Unauthorized)]
    public async Task Only_a_user_with_the_Serviceability_role_is_let_in(
        string username,
        string password,
        ControlCenterError error
    )
    {
        var refused = await Assert.ThrowsAsync<ControlCenterException>(() =>
            Client(username, password)
                .ControlAsync(
                    null,
                    ControlType.Stop,
                    ["Cisco XCP Router"],
                    CancellationToken.None
                )
        );
        Assert.Equal(error, refused.Error);
        Assert.False(Nodes.NodeListener.IsFree(new(Publisher.Address, 7400)));
    }

    [Fact]
    public async Task A_node_answers_for_itself_alone()
    {
        var refused = await Assert.ThrowsAsync<ControlCenterException>(() =>
            Client()
                .ControlAsync(
                    Subscriber.Name.Value,
                    ControlType.Stop,
                    ["Cisco XCP Router"],
                    CancellationToken.None
                )
        );
        Assert.Equal(ControlCenterError.Fault, refused.Error);
        Assert.Contains(Publisher.Name.Value, refused.Message, StringComparison.Ordinal);
        Assert.False(Nodes.NodeListener.IsFree(new(Subscriber.Address, 7400)));
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_so_in_the_words_that_clients_look_for()
    {
        for (var i = 0; i < 60; i++)
            await Client().GetServiceStatusAsync(["Cisco XCP Router"], CancellationToken.None);
        var refused = await Assert.ThrowsAsync<ControlCenterException>(() =>
            Client().GetServiceStatusAsync([], CancellationToken.None)
        );
        Assert.Equal(ControlCenterError.Throttled, refused.Error);
    }

    [Theory]
    [InlineData(ControlCenterSchema.Path, "soapDoControlServicesEx", 500)]
    [InlineData(ControlCenterSchema.ExtendedPath, "soapDoControlServicesEx", 200)]
    [InlineData(ControlCenterSchema.Path, "getProductInformationList", 200)]
    [InlineData(ControlCenterSchema.Path, "soapMakeCoffee", 500)]
    public async Task Each_endpoint_has_its_operations(
        string path,
        string operation,
        int status
    )
    {
        var body =
            operation == "soapDoControlServicesEx"
                ? "<ControlServiceRequestEx><ControlType>Restart</ControlType><ServiceList><item>Cisco "
                    + "XCP Router</item></ServiceList></ControlServiceRequestEx>"
                : "";
        var soap =
            $"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><{operation} "
            + $"xmlns='{ControlCenterSchema.Namespace}'>{body}</{operation}></e:Body></e:Envelope>";
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(soap, Encoding.UTF8, "text/xml"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{Lab.Operator.Username}:{Lab.Operator.Password}")
            )
        );
        using var response = await _http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }
}
