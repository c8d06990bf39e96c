using System.Text;
using IcpConsole.Protocols.ControlCenter;

namespace IcpConsole.Protocols.Tests;

public sealed class ControlCenterClientTests
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly ServiceInformation s_agent = new(
        "Cisco Intercluster Sync Agent",
        ServiceStatus.Started,
        ControlCenterReason.None,
        "",
        "Mon Nov 30 12:00:00 2026",
        86_400
    );
    private static readonly ServiceInformation s_router = new(
        "Cisco XCP Router",
        ServiceStatus.Stopped,
        ControlCenterReason.CommandedOutOfService,
        "Commanded Out of Service",
        "",
        ServiceInformation.NotStarted
    );

    private static async Task<T> CallAsync<T>(
        HttpMessageHandler handler,
        Func<ControlCenterClient, Task<T>> call
    )
    {
        using var http = new HttpClient(handler)
        {
            BaseAddress = new Uri("https://127.0.12.1:8443"),
        };
        return await call(
            new ControlCenterClient(http, "operator", "pässword", TimeProvider.System)
        );
    }

    private static Task<ServiceInformationResponse> StatusAsync(
        HttpMessageHandler handler,
        params string[] services
    ) =>
        CallAsync(handler, client =>
            client.GetServiceStatusAsync(services, CancellationToken.None)
        );

    private static Task<ServiceInformationResponse> StatusAsync(
        string body,
        int status = 200
    ) =>
        StatusAsync(
            new StubHandler(
                status,
                Encoding.UTF8.GetBytes(
                    $"<soapenv:Envelope xmlns:soapenv='{Soap}'><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
                )
            )
        );

    private static Task<ServiceInformationResponse> StatusOfAsync(string items) =>
        StatusAsync(
            $"<ns:soapGetServiceStatusResponse xmlns:ns='{ControlCenterSchema.Namespace}'>"
                + $"<soapGetServiceStatusReturn><ServiceInfoList>{items}</ServiceInfoList>"
                + "</soapGetServiceStatusReturn></ns:soapGetServiceStatusResponse>"
        );

    private static StubHandler Answer(
        ServiceRequest request,
        ServiceInformationResponse response
    )
    {
        var wire = new MemoryStream();
        ControlCenterResponses.WriteServiceInformation(wire, request, response);
        return new StubHandler(200, wire.ToArray());
    }

    /// <summary>Checks that what the client sent is what the server reads.</summary>
    private static async Task<T> SentAsync<T>(StubHandler handler) =>
        Assert.IsType<T>(
            await ControlCenterRequestReader.ReadAsync(
                new MemoryStream(Encoding.UTF8.GetBytes(handler.RequestBody!)),
                CancellationToken.None
            )
        );

    private static void AssertSame(
        ServiceInformationResponse expected,
        ServiceInformationResponse actual
    )
    {
        Assert.Equal(expected with { Services = [] }, actual with { Services = [] });
        Assert.Equal(expected.Services, actual.Services);
    }

    [Theory]
    [InlineData]
    [InlineData("Cisco XCP Router")]
    [InlineData("A Cisco DB", "<Cisco> \"&\" 김")]
    public async Task The_status_of_some_or_all_services_crosses_the_wire(
        params string[] services
    )
    {
        var response = new ServiceInformationResponse(
            "0",
            ControlCenterReason.None,
            "",
            [s_agent, s_router]
        );
        var handler = Answer(new ServiceStatusRequest(services), response);
        AssertSame(response, await StatusAsync(handler, services));
        Assert.Equal(services, (await SentAsync<ServiceStatusRequest>(handler)).Services);
        Assert.True(response.Succeeded);
    }

    [Fact]
    public async Task A_request_is_addressed_as_the_WSDL_says()
    {
        var handler = Answer(
            new ServiceStatusRequest([]),
            new ServiceInformationResponse("0", -1, "", [])
        );
        await StatusAsync(handler);
        Assert.Equal(
            "https://127.0.12.1:8443/controlcenterservice2/services/ControlCenterServices",
            handler.Request!.RequestUri!.ToString()
        );
        Assert.Equal(
            "\"soapGetServiceStatus\"",
            Assert.Single(handler.Request.Headers.GetValues("SOAPAction"))
        );
        Assert.Equal(
            "Basic " + Convert.ToBase64String("operator:pässword"u8),
            handler.Request.Headers.Authorization!.ToString()
        );
        Assert.Equal(
            "text/xml; charset=utf-8",
            handler.Request.Content!.Headers.ContentType!.ToString()
        );
        Assert.Contains(
            "<soap:soapGetServiceStatus xmlns:soap=\"http://schemas.cisco.com/ast/soap\"><soap:ServiceStatus></soap:ServiceStatus></soap:",
            handler.RequestBody,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ControlType.Start, "127.0.12.1")]
    [InlineData(ControlType.Stop, "imp-pub.example.com")]
    [InlineData(ControlType.Restart, null)]
    public async Task Services_are_controlled(ControlType type, string? node)
    {
        string[] services = ["Cisco Intercluster Sync Agent", "Cisco XCP Router"];
        var response = new ServiceInformationResponse(
            "1",
            ControlCenterReason.TimedOut,
            "Operation timed-out",
            [s_router]
        );
        var handler = Answer(new ControlServicesRequest(node, type, services), response);
        AssertSame(
            response,
            await CallAsync(handler, client =>
                client.ControlAsync(node, type, services, CancellationToken.None)
            )
        );
        var sent = await SentAsync<ControlServicesRequest>(handler);
        Assert.Equal((node, type), (sent.NodeName, sent.ControlType));
        Assert.Matches(
            "<soap:ControlServiceRequest><soap:NodeName.*><soap:ControlType>.*</soap:ControlType><soap:ServiceList><soap:item>.*</soap:item><soap:item>",
            handler.RequestBody!
        );
        Assert.Equal(
            node is null,
            handler.RequestBody!.Contains("nil=\"true\"", StringComparison.Ordinal)
        );
        Assert.Equal(services, sent.Services);
        Assert.False(response.Succeeded);
    }

    [Theory]
    [InlineData(DeployType.Deploy, "127.0.12.1")]
    [InlineData(DeployType.UnDeploy, null)]
    public async Task Services_are_deployed(DeployType type, string? node)
    {
        var response = new ServiceInformationResponse(
            "0",
            ControlCenterReason.None,
            "",
            [s_agent]
        );
        var handler = Answer(new ServiceDeploymentRequest(node, type, ["a"]), response);
        AssertSame(
            response,
            await CallAsync(handler, client =>
                client.DeployAsync(node, type, ["a"], CancellationToken.None)
            )
        );
        var sent = await SentAsync<ServiceDeploymentRequest>(handler);
        Assert.Equal(
            (node, type, "a"),
            (sent.NodeName, sent.DeployType, Assert.Single(sent.Services))
        );
    }

    [Fact]
    public async Task The_static_list_crosses_the_wire()
    {
        ServiceSpecification[] services =
        [
            new(
                "Cisco AXL Web Service",
                ServiceType.Servlet,
                true,
                "Database and Admin Services",
                []
            ),
            new(
                "Cisco XCP Router",
                ServiceType.Service,
                false,
                "IM and Presence Services",
                ["Cisco XCP Connection Manager", "Cisco XCP <김>"]
            ),
            new("x", null, false, "", []),
        ];
        var wire = new MemoryStream();
        ControlCenterResponses.WriteStaticServiceList(wire, services);
        var handler = new StubHandler(200, wire.ToArray());
        var read = await CallAsync(handler, client =>
            client.GetStaticServiceListAsync(CancellationToken.None)
        );
        await SentAsync<StaticServiceListRequest>(handler);
        Assert.Equal(
            services.Select(s => s with { DependentServices = [] }),
            read.Select(s => s with { DependentServices = services[2].DependentServices }),
            Same
        );
        Assert.Equal(
            services.Select(s => s.DependentServices),
            read.Select(s => s.DependentServices)
        );
    }

    private static bool Same(ServiceSpecification a, ServiceSpecification b) =>
        (a.ServiceName, a.ServiceType, a.Deployable, a.GroupName)
        == (b.ServiceName, b.ServiceType, b.Deployable, b.GroupName);

    [Fact]
    public async Task Elements_are_known_by_local_name_and_what_is_missing_or_new_does_no_harm()
    {
        var response = await StatusOfAsync(
            """
            <item><ServiceName> Cisco CallManager </ServiceName><ServiceStatus>Not Activated</ServiceStatus>
            <ReasonCode/><UpTime></UpTime><UpTimeString><b>x</b></UpTimeString></item>
            <news><item/></news>
            <x:item xmlns:x='urn:x'><x:UpTime> 86400 </x:UpTime><!-- --><x:ServiceStatus>Starting</x:ServiceStatus>
            <x:ReasonCode>-1068</x:ReasonCode><x:ServiceName>b</x:ServiceName></x:item>
            """
        );
        Assert.Equal(
            ("", ControlCenterReason.None, "", false),
            (
                response.ReturnCode,
                response.ReasonCode,
                response.ReasonString,
                response.Succeeded
            )
        );
        Assert.Equal(
            [
                new ServiceInformation(
                    "Cisco CallManager",
                    ServiceStatus.Unknown,
                    ControlCenterReason.None,
                    "",
                    "",
                    ServiceInformation.NotStarted
                ),
                new ServiceInformation(
                    "b",
                    ServiceStatus.Starting,
                    ControlCenterReason.NotActivated,
                    "",
                    "",
                    86_400
                ),
            ],
            response.Services
        );
    }

    [Theory]
    [InlineData(401, ControlCenterError.Unauthorized)]
    [InlineData(403, ControlCenterError.Forbidden)]
    [InlineData(404, ControlCenterError.NotFound)]
    [InlineData(429, ControlCenterError.Throttled)]
    [InlineData(503, ControlCenterError.Throttled)]
    [InlineData(500, ControlCenterError.UnexpectedStatus)]
    [InlineData(302, ControlCenterError.UnexpectedStatus)]
    [InlineData(502, ControlCenterError.UnexpectedStatus)]
    public async Task Each_status_has_its_meaning(int status, ControlCenterError error) =>
        Assert.Equal(
            error,
            (
                await Assert.ThrowsAsync<ControlCenterException>(() =>
                    StatusAsync(new StubHandler(status, [], "text/html"))
                )
            ).Error
        );

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_fault_says_what_the_server_said(int status)
    {
        var wire = new MemoryStream();
        ControlCenterResponses.WriteFault(wire, "'a' is <not> expected.", clientFault: true);
        var fault = await Assert.ThrowsAsync<ControlCenterException>(() =>
            StatusAsync(new StubHandler(status, wire.ToArray()))
        );
        Assert.Equal(
            (ControlCenterError.Fault, "'a' is <not> expected."),
            (fault.Error, fault.Message)
        );
    }

    [Fact]
    public async Task A_fault_can_say_that_the_client_asks_too_often()
    {
        Assert.Contains(
            "Exceeded allowed rate",
            ControlCenterResponses.Throttled(20),
            StringComparison.Ordinal
        );
        foreach (
            var text in (string[])
                [
                    ControlCenterResponses.Throttled(20),
                    "AxisFault: Exceeded allowed rate for information.",
                ]
        )
        {
            var wire = new MemoryStream();
            ControlCenterResponses.WriteFault(wire, text, clientFault: false);
            var fault = await Assert.ThrowsAsync<ControlCenterException>(() =>
                StatusAsync(new StubHandler(500, wire.ToArray()))
            );
            Assert.Equal((ControlCenterError.Throttled, text), (fault.Error, fault.Message));
        }
    }

    [Theory]
    [InlineData("<item><ServiceStatus>Started</ServiceStatus></item>")]
    [InlineData("<item/>")]
    [InlineData("<item><ServiceName>a</ServiceName><UpTime>soon</UpTime></item>")]
    [InlineData("<item><ServiceName>a</ServiceName><UpTime>-2</UpTime></item>")]
    [InlineData(
        "<item><ServiceName>a</ServiceName><UpTime>9223372036854775808</UpTime></item>"
    )]
    [InlineData(
        "<item><ServiceName>a</ServiceName><ReasonCode>2147483648</ReasonCode></item>"
    )]
    [InlineData("<item><ServiceName>a</ServiceName><ReasonCode>0x1</ReasonCode></item>")]
    public async Task A_service_that_makes_no_sense_is_an_error(string item) =>
        Assert.Equal(
            ControlCenterError.Malformed,
            (await Assert.ThrowsAsync<ControlCenterException>(() => StatusOfAsync(item))).Error
        );

    [Theory]
    [InlineData("", 200)]
    [InlineData("", 500)]
    [InlineData("<a/>", 200)]
    [InlineData("<soapGetServiceStatusResponse/>", 200)]
    [InlineData(
        "<soapGetServiceStatusResponse><soapDoControlServicesReturn/></soapGetServiceStatusResponse>",
        200
    )]
    [InlineData(
        "<soapDoControlServicesResponse><soapGetServiceStatusReturn/></soapDoControlServicesResponse>",
        200
    )]
    public async Task An_answer_to_something_else_is_an_error(string body, int status) =>
        Assert.Equal(
            ControlCenterError.Malformed,
            (
                await Assert.ThrowsAsync<ControlCenterException>(() =>
                    StatusAsync(body, status)
                )
            ).Error
        );

    [Fact]
    public async Task Lists_and_texts_of_an_answer_have_bounds()
    {
        string Items(int count, string name) =>
            string.Concat(
                Enumerable.Repeat($"<item><ServiceName>{name}</ServiceName></item>", count)
            );
        Assert.Equal(
            ControlCenterSchema.MaxServices,
            (await StatusOfAsync(Items(ControlCenterSchema.MaxServices, "a"))).Services.Count
        );
        await Assert.ThrowsAsync<ControlCenterException>(() =>
            StatusOfAsync(Items(ControlCenterSchema.MaxServices + 1, "a"))
        );
        Assert.Single(
            (
                await StatusOfAsync(
                    Items(1, new string('x', ControlCenterSchema.MaxNameLength))
                )
            ).Services
        );
        await Assert.ThrowsAsync<ControlCenterException>(() =>
            StatusOfAsync(Items(1, new string('x', ControlCenterSchema.MaxNameLength + 1)))
        );
        var talkative = await StatusOfAsync(
            $"<item><ServiceName>a</ServiceName><ReasonCodeString>{new string('x', 100_000)}</ReasonCodeString></item>"
        );
        Assert.Equal(500, Assert.Single(talkative.Services).ReasonCodeString.Length);
    }
}
