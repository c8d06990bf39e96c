using System.Text;
using IcpConsole.Protocols.ControlCenter;

namespace IcpConsole.Protocols.Tests;

public sealed class ControlCenterRequestReaderTests
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Ast = "http://schemas.cisco.com/ast/soap";
    private const string Control =
        "<NodeName>n</NodeName><ControlType>Stop</ControlType><ServiceList><item>a</item></ServiceList>";

    private static Task<ControlCenterRequest> ReadEnvelopeAsync(string xml) =>
        ControlCenterRequestReader.ReadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(xml)),
            CancellationToken.None
        );

    private static Task<ControlCenterRequest> ReadAsync(string body) =>
        ReadEnvelopeAsync(
            $"<s:Envelope xmlns:s='{Soap}'><s:Header><a xmlns='urn:a'><b/></a></s:Header><s:Body>{body}</s:Body></s:Envelope>"
        );

    private static Task<ControlCenterRequest> ReadAsync(string operation, string content) =>
        ReadAsync($"<{operation} xmlns='{Ast}'>{content}</{operation}>");

    private static Task<ControlCenterRequest> ReadControlAsync(string content) =>
        ReadAsync(
            "soapDoControlServices",
            $"<ControlServiceRequest>{content}</ControlServiceRequest>"
        );

    private static async Task<string> RefusalAsync(Func<Task> read)
    {
        var refusal = await Assert.ThrowsAsync<ControlCenterException>(read);
        Assert.Equal(ControlCenterError.Malformed, refusal.Error);
        return refusal.Message;
    }

    [Fact]
    public async Task A_request_of_public_scripts_is_read()
    {
        var request = Assert.IsType<ControlServicesRequest>(
            await ReadEnvelopeAsync(
                $"""
                <?xml version="1.0" encoding="utf-8"?>
                <soapenv:Envelope xmlns:soapenv="{Soap}" xmlns:soap="{Ast}"><soapenv:Header/><soapenv:Body>
                  <soap:soapDoControlServices>
                    <soap:ControlServiceRequest>
                      <soap:NodeName>10.0.0.1</soap:NodeName>
                      <soap:ControlType>Restart</soap:ControlType>
                      <soap:ServiceList>
                        <soap:item>Cisco Intercluster Sync Agent</soap:item>
                        <soap:item> Cisco XCP Router </soap:item>
                      </soap:ServiceList>
                    </soap:ControlServiceRequest>
                  </soap:soapDoControlServices>
                </soapenv:Body></soapenv:Envelope>
                """
            )
        );
        Assert.Equal(
            ("soapDoControlServices", "10.0.0.1", ControlType.Restart),
            (request.Operation, request.NodeName, request.ControlType)
        );
        Assert.Equal(["Cisco Intercluster Sync Agent", "Cisco XCP Router"], request.Services);
    }

    [Theory]
    [InlineData("<ServiceInformationResponse>anything</ServiceInformationResponse>")]
    [InlineData("<ServiceInformationResponse/>")]
    [InlineData("")]
    public async Task The_static_list_is_asked_for_by_anything(string content) =>
        Assert.Equal(
            "soapGetStaticServiceList",
            Assert
                .IsType<StaticServiceListRequest>(
                    await ReadAsync("soapGetStaticServiceList", content)
                )
                .Operation
        );

    [Theory]
    [InlineData("<ServiceInfo></ServiceInfo>")]
    [InlineData("")]
    public async Task Products_are_asked_for_by_anything(string content) =>
        Assert.Equal(
            "getProductInformationList",
            Assert
                .IsType<ProductInformationRequest>(
                    await ReadAsync("getProductInformationList", content)
                )
                .Operation
        );

    [Theory]
    [InlineData(
        "<ServiceStatus>A Cisco DB</ServiceStatus><ServiceStatus>Cisco CDP</ServiceStatus>"
    )]
    [InlineData(
        "<ServiceStatus xmlns=''>A Cisco DB</ServiceStatus><ServiceStatus xmlns=''>Cisco CDP</ServiceStatus>"
    )]
    [InlineData(
        "<ServiceStatus><item>A Cisco DB</item><item>Cisco CDP</item></ServiceStatus>"
    )]
    [InlineData(
        "<ServiceStatus><ServiceName>A Cisco DB</ServiceName><ServiceName>Cisco CDP</ServiceName></ServiceStatus>"
    )]
    [InlineData(
        "<ServiceStatus>\n <item xmlns=''> A Cisco DB </item>\n</ServiceStatus><ServiceStatus> Cisco CDP\n</ServiceStatus><ServiceStatus/>"
    )]
    [InlineData(
        "<ServiceStatus>A Cisco<!-- x --> DB</ServiceStatus><ServiceStatus><?a b?>"
            + "<![CDATA[Cisco CDP]]></ServiceStatus><ServiceStatus>A Cisco DB</ServiceStatus>"
    )]
    public async Task Names_are_read_as_clients_send_them_each_once(string content) =>
        Assert.Equal(
            ["A Cisco DB", "Cisco CDP"],
            Assert
                .IsType<ServiceStatusRequest>(await ReadAsync("soapGetServiceStatus", content))
                .Services
        );

    [Theory]
    [InlineData("")]
    [InlineData("<ServiceStatus/>")]
    [InlineData("<ServiceStatus></ServiceStatus>")]
    [InlineData("<ServiceStatus>\n</ServiceStatus>")]
    [InlineData("<ServiceStatus><item/></ServiceStatus>")]
    [InlineData("<ServiceStatus><ServiceName></ServiceName></ServiceStatus>")]
    [InlineData(
        "<ServiceStatus xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>"
    )]
    public async Task No_name_asks_for_all(string content) =>
        Assert.Empty(
            Assert
                .IsType<ServiceStatusRequest>(await ReadAsync("soapGetServiceStatus", content))
                .Services
        );

    [Theory]
    [InlineData("")]
    [InlineData("<NodeName/>")]
    [InlineData("<NodeName> </NodeName>")]
    [InlineData(
        "<NodeName xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>"
    )]
    [InlineData(
        "<NodeName xmlns='' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1'></NodeName>"
    )]
    public async Task A_node_name_may_be_left_open(string nodeName)
    {
        var control = Assert.IsType<ControlServicesRequest>(
            await ReadControlAsync(
                nodeName
                    + "<ControlType>Start</ControlType><ServiceList><item>a</item></ServiceList>"
            )
        );
        Assert.Equal(
            (null, ControlType.Start, "a"),
            (control.NodeName, control.ControlType, Assert.Single(control.Services))
        );
    }

    [Fact]
    public async Task Children_may_be_unqualified_and_in_another_order()
    {
        var control = Assert.IsType<ControlServicesRequest>(
            await ReadAsync(
                $"<x:soapDoControlServices xmlns:x='{Ast}'><ControlServiceRequest><ServiceList>"
                    + "<item>a</item></ServiceList><ControlType>Stop</ControlType></ControlServiceRequest>"
                    + "</x:soapDoControlServices>"
            )
        );
        Assert.Equal(
            (ControlType.Stop, "a"),
            (control.ControlType, Assert.Single(control.Services))
        );
    }

    [Theory]
    [InlineData("Start", ControlType.Start)]
    [InlineData("Stop", ControlType.Stop)]
    [InlineData(" Restart ", ControlType.Restart)]
    public async Task Services_are_controlled_in_three_ways(string word, ControlType type) =>
        Assert.Equal(
            type,
            Assert
                .IsType<ControlServicesRequest>(
                    await ReadControlAsync(
                        $"<ControlType>{word}</ControlType><ServiceList><item>a</item></ServiceList>"
                    )
                )
                .ControlType
        );

    [Theory]
    [InlineData("Deploy", DeployType.Deploy)]
    [InlineData("UnDeploy", DeployType.UnDeploy)]
    public async Task Services_are_activated_and_deactivated(string word, DeployType type)
    {
        var request = Assert.IsType<ServiceDeploymentRequest>(
            await ReadAsync(
                "soapDoServiceDeployment",
                $"<DeploymentServiceRequest><NodeName>n</NodeName><DeployType>{word}</DeployType>"
                    + "<ServiceList><item>a</item><item/></ServiceList></DeploymentServiceRequest>"
            )
        );
        Assert.Equal(
            ("soapDoServiceDeployment", "n", type, "a"),
            (
                request.Operation,
                request.NodeName,
                request.DeployType,
                Assert.Single(request.Services)
            )
        );
    }

    [Theory]
    [InlineData("ControlServiceRequestEx")]
    [InlineData("ControlServiceExRequest")]
    public async Task The_extended_operation_is_read(string wrapper)
    {
        var request = Assert.IsType<ControlServicesExtendedRequest>(
            await ReadAsync(
                "soapDoControlServicesEx",
                $"<{wrapper}><ProductId>Common</ProductId><DependencyType>None</DependencyType>"
                    + $"<ControlType>Stop</ControlType><ServiceList><item>a</item></ServiceList></{wrapper}>"
            )
        );
        Assert.Equal(
            ("soapDoControlServicesEx", "Common", "None", ControlType.Stop, "a"),
            (
                request.Operation,
                request.ProductId,
                request.DependencyType,
                request.ControlType,
                Assert.Single(request.Services)
            )
        );
    }

    [Theory]
    [InlineData(
        "getStaticServiceListExtended",
        "Operation 'getStaticServiceListExtended' is not supported."
    )]
    [InlineData("getFileDirectoryList", "Operation 'getFileDirectoryList' is not supported.")]
    [InlineData(
        "soapDoServiceDeploymentNoDbUpdate",
        "Operation 'soapDoServiceDeploymentNoDbUpdate' is not supported."
    )]
    public async Task Another_operation_is_not_supported(string operation, string message) =>
        Assert.Equal(message, await RefusalAsync(() => ReadAsync(operation, "<a/>")));

    [Theory]
    [InlineData(
        "soapGetServiceStatus",
        "<Service>a</Service>",
        "'Service' is not expected where it stands."
    )]
    [InlineData(
        "soapGetServiceStatus",
        "<ServiceStatus xmlns='urn:a'>a</ServiceStatus>",
        "'ServiceStatus' is not expected where it stands."
    )]
    [InlineData(
        "soapGetServiceStatus",
        "<ServiceStatus><a/></ServiceStatus>",
        "'a' is not expected where it stands."
    )]
    [InlineData(
        "soapGetServiceStatus",
        "<ServiceStatus><item><item>a</item></item></ServiceStatus>",
        "'item' is not expected where it stands."
    )]
    [InlineData(
        "soapGetServiceStatus",
        "a",
        "'soapGetServiceStatus' holds text where it should hold elements."
    )]
    [InlineData(
        "soapGetStaticServiceList",
        "<ServiceInfo/>",
        "'ServiceInfo' is not expected where it stands."
    )]
    [InlineData(
        "soapGetStaticServiceList",
        "<ServiceInformationResponse/><ServiceInformationResponse/>",
        "'ServiceInformationResponse' stands there twice."
    )]
    [InlineData(
        "getProductInformationList",
        "<ServiceInfo><a/></ServiceInfo>",
        "'a' is not expected where it stands."
    )]
    [InlineData("soapDoControlServices", "", "'ControlServiceRequest' is missing.")]
    [InlineData(
        "soapDoControlServices",
        "<DeploymentServiceRequest/>",
        "'DeploymentServiceRequest' is not expected where it stands."
    )]
    [InlineData(
        "soapDoControlServices",
        $"<ControlServiceRequest>{Control}</ControlServiceRequest><ControlServiceRequest/>",
        "'ControlServiceRequest' stands there twice."
    )]
    [InlineData(
        "soapDoServiceDeployment",
        "<DeploymentServiceRequest/>",
        "'DeployType' is missing."
    )]
    [InlineData(
        "soapDoServiceDeployment",
        "<DeploymentServiceRequest><DeployType>Undeploy</DeployType></DeploymentServiceRequest>",
        "'DeployType' is Deploy, UnDeploy, and not 'Undeploy'."
    )]
    public async Task What_is_not_as_it_should_be_is_refused_in_words(
        string operation,
        string content,
        string message
    ) => Assert.Equal(message, await RefusalAsync(() => ReadAsync(operation, content)));

    [Theory]
    [InlineData("<NodeName>m</NodeName>" + Control, "'NodeName' stands there twice.")]
    [InlineData(
        Control + "<ControlType>Start</ControlType>",
        "'ControlType' stands there twice."
    )]
    [InlineData(Control + "<ServiceList/>", "'ServiceList' stands there twice.")]
    [InlineData(
        Control + "<DeployType>Deploy</DeployType>",
        "'DeployType' is not expected where it stands."
    )]
    [InlineData("<ServiceList><item>a</item></ServiceList>", "'ControlType' is missing.")]
    [InlineData(
        "<ControlType/><ServiceList><item>a</item></ServiceList>",
        "'ControlType' is missing."
    )]
    [InlineData(
        "<ControlType>start</ControlType><ServiceList><item>a</item></ServiceList>",
        "'ControlType' is Start, Stop, Restart, and not 'start'."
    )]
    [InlineData(
        "<ControlType>0</ControlType><ServiceList><item>a</item></ServiceList>",
        "'ControlType' is Start, Stop, Restart, and not '0'."
    )]
    [InlineData(
        "<ControlType>Start,Stop</ControlType><ServiceList><item>a</item></ServiceList>",
        "'ControlType' is Start, Stop, Restart, and not 'Start,Stop'."
    )]
    [InlineData("<ControlType>Stop</ControlType>", "'ServiceList' names no service.")]
    [InlineData(
        "<ControlType>Stop</ControlType><ServiceList><item> </item></ServiceList>",
        "'ServiceList' names no service."
    )]
    [InlineData(
        "<ControlType>Stop</ControlType><ServiceList>Cisco Tomcat</ServiceList>",
        "'ServiceList' holds text where it should hold elements."
    )]
    [InlineData(
        "<ControlType>Stop</ControlType><ServiceList><service>a</service></ServiceList>",
        "'service' is not expected where it stands."
    )]
    public async Task A_control_request_that_is_not_clear_is_refused(
        string content,
        string message
    ) => Assert.Equal(message, await RefusalAsync(() => ReadControlAsync(content)));

    [Fact]
    public async Task One_request_is_one_operation()
    {
        const string Operation = $"<soapGetStaticServiceList xmlns='{Ast}'/>";
        Assert.Equal(
            "'soapGetStaticServiceList' follows the operation.",
            await RefusalAsync(() => ReadAsync(Operation + Operation))
        );
        Assert.Equal(
            "'Body' follows the operation.",
            await RefusalAsync(() => ReadAsync($"{Operation}</s:Body><s:Body>{Operation}"))
        );
    }

    [Theory]
    [InlineData("", "The request is not the XML it should be: line 0, position 0.")]
    [InlineData("not xml", "The request is not the XML it should be: line 1, position 1.")]
    [InlineData("<a/>", "The request is not a SOAP 1.1 envelope.")]
    [InlineData(
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>",
        "The request is not a SOAP 1.1 envelope."
    )]
    [InlineData($"<s:Envelope xmlns:s='{Soap}'/>", "The SOAP body is empty.")]
    [InlineData(
        $"<s:Envelope xmlns:s='{Soap}'><s:Body/></s:Envelope>",
        "The SOAP body is empty."
    )]
    [InlineData(
        $"<s:Envelope xmlns:s='{Soap}'><s:Body><a/></s:Body></s:Envelope>",
        $"'a' is not of the namespace {Ast}."
    )]
    public async Task What_is_not_an_operation_in_an_envelope_is_refused(
        string xml,
        string message
    ) => Assert.Equal(message, await RefusalAsync(() => ReadEnvelopeAsync(xml)));

    [Fact]
    public async Task Names_and_their_number_have_bounds()
    {
        string Services(int count, int length) =>
            string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        $"<item>{i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(length, 'x')}</item>"
                    )
            );
        Task<ControlCenterRequest> Read(string services) =>
            ReadAsync("soapGetServiceStatus", $"<ServiceStatus>{services}</ServiceStatus>");

        Assert.Equal(
            ControlCenterSchema.MaxServices,
            ((ServiceStatusRequest)await Read(Services(ControlCenterSchema.MaxServices, 1)))
                .Services
                .Count
        );
        Assert.Equal(
            "A request names 512 services at most.",
            await RefusalAsync(() => Read(Services(ControlCenterSchema.MaxServices + 1, 1)))
        );
        Assert.Equal(
            ControlCenterSchema.MaxNameLength,
            ((ServiceStatusRequest)await Read(Services(1, ControlCenterSchema.MaxNameLength)))
                .Services[0]
                .Length
        );
        Assert.Equal(
            "A service name has 255 characters at most.",
            await RefusalAsync(() => Read(Services(1, ControlCenterSchema.MaxNameLength + 1)))
        );
        Assert.Equal(
            "'NodeName' has 255 characters at most.",
            await RefusalAsync(() =>
                ReadControlAsync(
                    $"<NodeName>{new string('x', 256)}</NodeName><ControlType>Stop</ControlType><ServiceList><item>a</item></ServiceList>"
                )
            )
        );
    }

    [Fact]
    public async Task A_refusal_repeats_no_more_of_a_request_than_it_needs()
    {
        var element = new string('x', 60_000);
        Assert.InRange((await RefusalAsync(() => ReadAsync(element, ""))).Length, 1, 200);
        Assert.InRange(
            (await RefusalAsync(() => ReadControlAsync($"<{element}/>"))).Length,
            1,
            200
        );
        Assert.InRange(
            (
                await RefusalAsync(() =>
                    ReadControlAsync($"<ControlType>{element}</ControlType>")
                )
            ).Length,
            1,
            200
        );
    }
}
