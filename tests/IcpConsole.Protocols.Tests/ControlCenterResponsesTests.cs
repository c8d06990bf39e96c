using System.Text;
using System.Xml.Linq;
using IcpConsole.Protocols.ControlCenter;

namespace IcpConsole.Protocols.Tests;

public sealed class ControlCenterResponsesTests
{
    private static readonly ServiceSpecification s_service = new(
        "Cisco SIP Proxy",
        ServiceType.Service,
        true,
        "IM and Presence Services",
        ["a", "b"]
    );

    private static readonly string[] s_status =
    [
        "ServiceName",
        "ServiceStatus",
        "ReasonCode",
        "ReasonCodeString",
        "StartTime",
        "UpTime",
    ];

    private static string Written(Action<Stream> write)
    {
        var wire = new MemoryStream();
        write(wire);
        return Encoding.UTF8.GetString(wire.ToArray());
    }

    /// <summary>
    /// The content of the operation's return element, every element of it checked to be of the
    /// namespace.
    /// </summary>
    private static XElement Return(string operation, string xml)
    {
        var body = XDocument
            .Parse(xml)
            .Root!.Element(XName.Get("Body", "http://schemas.xmlsoap.org/soap/envelope/"))!;
        var response = Assert.Single(body.Elements());
        Assert.All(response.DescendantsAndSelf(), e =>
            Assert.Equal("http://schemas.cisco.com/ast/soap", e.Name.NamespaceName)
        );
        Assert.Equal(operation + "Response", response.Name.LocalName);
        var result = Assert.Single(response.Elements());
        Assert.Equal(operation + "Return", result.Name.LocalName);
        return result;
    }

    private static IEnumerable<string> Names(XElement parent) =>
        parent.Elements().Select(e => e.Name.LocalName);

    private static XElement Child(XElement parent, string name) =>
        Assert.Single(parent.Elements(), e => e.Name.LocalName == name);

    [Fact]
    public void The_static_list_is_as_the_WSDL_says()
    {
        var list = Return(
            "soapGetStaticServiceList",
            Written(wire =>
                ControlCenterResponses.WriteStaticServiceList(wire, [s_service, s_service])
            )
        );
        Assert.Equal(["Services"], Names(list));
        var services = Child(list, "Services");
        Assert.Equal(["item", "item"], Names(services));
        Assert.All(services.Elements(), item =>
        {
            Assert.Equal(
                ["ServiceName", "ServiceType", "Deployable", "GroupName", "DependentServices"],
                Names(item)
            );
            Assert.Equal(
                ["Cisco SIP Proxy", "Service", "true", "IM and Presence Services", "ab"],
                item.Elements().Select(e => e.Value)
            );
            Assert.Equal(["Service", "Service"], Names(Child(item, "DependentServices")));
        });
    }

    public static TheoryData<ServiceRequest, string> ServiceRequests =>
        new()
        {
            { new ServiceStatusRequest([]), "soapGetServiceStatus" },
            {
                new ServiceDeploymentRequest(null, DeployType.Deploy, []),
                "soapDoServiceDeployment"
            },
            {
                new ControlServicesRequest(null, ControlType.Start, []),
                "soapDoControlServices"
            },
            {
                new ControlServicesExtendedRequest(null, null, ControlType.Start, []),
                "soapDoControlServicesEx"
            },
        };

    [Theory]
    [MemberData(nameof(ServiceRequests))]
    public void The_state_of_services_is_as_the_WSDL_says(
        ServiceRequest request,
        string operation
    )
    {
        var response = new ServiceInformationResponse(
            "0",
            -1,
            "",
            [
                new("a", ServiceStatus.Stopping, -1042, "x", "then", 5),
                new("b", ServiceStatus.Unknown, -1, "", "", -1),
            ]
        );
        var result = Return(
            operation,
            Written(wire =>
                ControlCenterResponses.WriteServiceInformation(wire, request, response)
            )
        );
        Assert.Equal(
            ["ReturnCode", "ReasonCode", "ReasonString", "ServiceInfoList"],
            Names(result)
        );
        Assert.Equal(["0", "-1", ""], result.Elements().Take(3).Select(e => e.Value));
        var items = Child(result, "ServiceInfoList").Elements().ToList();
        Assert.All(items, item => Assert.Equal(s_status, Names(item)));
        Assert.Equal(
            ["a", "Stopping", "-1042", "x", "then", "5"],
            items[0].Elements().Select(e => e.Value)
        );
        Assert.Equal(
            ["b", "Unknown", "-1", "", "", "-1"],
            items[1].Elements().Select(e => e.Value)
        );
    }

    [Fact]
    public void Products_are_as_the_WSDL_says()
    {
        var information = new ProductInformation(
            "15.0.1",
            "pub",
            "",
            [new("IM and Presence", "15.0.1", "d", "Common", "imp")],
            [new(s_service, "Common")]
        );
        var result = Return(
            "getProductInformationList",
            Written(wire => ControlCenterResponses.WriteProductInformation(wire, information))
        );
        Assert.Equal(
            ["ActiveServerVersion", "PrimaryNode", "SecondaryNode", "Products", "Services"],
            Names(result)
        );
        Assert.Equal(["15.0.1", "pub", ""], result.Elements().Take(3).Select(e => e.Value));
        var product = Child(Child(result, "Products"), "item");
        Assert.Equal(
            ["ProductName", "ProductVersion", "ProductDescription", "ProductID", "ShortName"],
            Names(product)
        );
        Assert.Equal(
            ["IM and Presence", "15.0.1", "d", "Common", "imp"],
            product.Elements().Select(e => e.Value)
        );
        Assert.Equal(
            [
                "ServiceName",
                "ServiceType",
                "Deployable",
                "GroupName",
                "ProductID",
                "DependentServices",
            ],
            Names(Child(Child(result, "Services"), "item"))
        );
    }

    /// <summary>A monitoring agent in wide use finds services by this very text.</summary>
    [Fact]
    public void The_prefix_and_the_end_tags_are_those_of_the_real_product()
    {
        var xml = Written(wire =>
            ControlCenterResponses.WriteServiceInformation(
                wire,
                new ServiceStatusRequest([]),
                new ServiceInformationResponse(
                    "0",
                    -1,
                    "",
                    [new("a", ServiceStatus.Started, -1, "", "", 1)]
                )
            )
        );
        Assert.Contains(
            "<ns1:ServiceName>a</ns1:ServiceName><ns1:ServiceStatus>Started</ns1:ServiceStatus>"
                + "<ns1:ReasonCode>-1</ns1:ReasonCode><ns1:ReasonCodeString></ns1:ReasonCodeString>",
            xml,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_not_known_of_a_service_is_nil()
    {
        var list = Return(
            "soapGetStaticServiceList",
            Written(wire =>
                ControlCenterResponses.WriteStaticServiceList(
                    wire,
                    [s_service with { ServiceType = null }]
                )
            )
        );
        Assert.Equal(
            "true",
            Child(Child(Child(list, "Services"), "item"), "ServiceType")
                .Attribute(XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance"))
                ?.Value
        );
    }

    [Theory]
    [InlineData(true, "soapenv:Client")]
    [InlineData(false, "soapenv:Server")]
    public void A_fault_is_of_SOAP_1_1(bool clientFault, string code)
    {
        var fault = XDocument
            .Parse(
                Written(wire =>
                    ControlCenterResponses.WriteFault(wire, "a\u0001 <b>", clientFault)
                )
            )
            .Descendants(XName.Get("Fault", "http://schemas.xmlsoap.org/soap/envelope/"))
            .Single();
        Assert.Equal(
            [("faultcode", code), ("faultstring", "a\uFFFD <b>"), ("detail", "")],
            fault.Elements().Select(e => (e.Name.ToString(), e.Value))
        );
    }

    [Fact]
    public void What_XML_cannot_carry_becomes_the_replacement_character() =>
        Assert.Contains(
            "<ns1:ServiceName>\uFFFDa</ns1:ServiceName>",
            Written(wire =>
                ControlCenterResponses.WriteStaticServiceList(
                    wire,
                    [s_service with { ServiceName = "\0a" }]
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_named_reason_has_a_text_of_its_own()
    {
        var codes = typeof(ControlCenterReason)
            .GetFields()
            .Select(f => (int)f.GetRawConstantValue()!)
            .Except([ControlCenterReason.None])
            .ToList();
        Assert.Equal(13, codes.Count);
        Assert.All(codes, code => Assert.InRange(code, -1075, -1000));
        Assert.Equal(
            codes.Count,
            codes
                .Select(ControlCenterReason.TextOf)
                .Where(text => text.Length > 0)
                .Distinct()
                .Count()
        );
        Assert.Equal("Service Not Activated", ControlCenterReason.TextOf(-1068));
        Assert.Equal(
            ("", ""),
            (
                ControlCenterReason.TextOf(ControlCenterReason.None),
                ControlCenterReason.TextOf(-1000)
            )
        );
    }
}
