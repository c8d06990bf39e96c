using System.Globalization;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.ControlCenter;

/// <summary>
/// The server's half: writes answers and faults. Elements come in the order of the WSDL, which its
/// clients hold to.
/// </summary>
public static class ControlCenterResponses
{
    /// <summary>
    /// What a fault's text holds when a client has asked too often; clients of the real product
    /// look for it and wait ten seconds.
    /// </summary>
    public const string ThrottledText = "Exceeded allowed rate";

    // As on the real product: there are clients that look for it by name, and for elements with
    // nothing in between.
    private const string Prefix = "ns1";

    /// <summary>The fault text for a client that has asked too often.</summary>
    /// <param name="perMinute">Requests allowed in a minute.</param>
    public static string Throttled(int perMinute) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ThrottledText} for service information. Current allowed rate is {perMinute} requests per minute."
        );

    public static void WriteStaticServiceList(
        Stream output,
        IEnumerable<ServiceSpecification> services
    )
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartReturn(writer, StaticServiceListRequest.Name);
        Start(writer, "Services");
        foreach (var service in services)
            Specification(writer, service, productId: null);
        SoapWriter.EndAll(writer);
    }

    /// <summary>
    /// Writes the state of the services that <paramref name="request"/> asked for.
    /// </summary>
    public static void WriteServiceInformation(
        Stream output,
        ServiceRequest request,
        ServiceInformationResponse response
    )
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartReturn(writer, request.Operation);
        Text(writer, "ReturnCode", response.ReturnCode);
        Number(writer, "ReasonCode", response.ReasonCode);
        Text(writer, "ReasonString", response.ReasonString);
        Start(writer, "ServiceInfoList");
        foreach (var service in response.Services)
        {
            Start(writer, "item");
            Text(writer, "ServiceName", service.ServiceName);
            Text(writer, "ServiceStatus", service.ServiceStatus.ToString());
            Number(writer, "ReasonCode", service.ReasonCode);
            Text(writer, "ReasonCodeString", service.ReasonCodeString);
            Text(writer, "StartTime", service.StartTime);
            Number(writer, "UpTime", service.UpTime);
            writer.WriteEndElement();
        }

        SoapWriter.EndAll(writer);
    }

    public static void WriteProductInformation(Stream output, ProductInformation information)
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartReturn(writer, ProductInformationRequest.Name);
        Text(writer, "ActiveServerVersion", information.ActiveServerVersion);
        Text(writer, "PrimaryNode", information.PrimaryNode);
        Text(writer, "SecondaryNode", information.SecondaryNode);
        Start(writer, "Products");
        foreach (var product in information.Products)
        {
            Start(writer, "item");
            Text(writer, "ProductName", product.ProductName);
            Text(writer, "ProductVersion", product.ProductVersion);
            Text(writer, "ProductDescription", product.ProductDescription);
            Text(writer, "ProductID", product.ProductId);
            Text(writer, "ShortName", product.ShortName);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        Start(writer, "Services");
        foreach (var service in information.Services)
            Specification(writer, service.Service, service.ProductId);
        SoapWriter.EndAll(writer);
    }

    /// <summary>Writes a SOAP fault; it goes out with HTTP 500.</summary>
    public static void WriteFault(Stream output, string message, bool clientFault)
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        SoapWriter.StartFault(writer, message, clientFault);
        SoapWriter.EndAll(writer);
    }

    private static void Specification(
        XmlWriter writer,
        ServiceSpecification service,
        string? productId
    )
    {
        Start(writer, "item");
        Text(writer, "ServiceName", service.ServiceName);
        Text(writer, "ServiceType", service.ServiceType?.ToString());
        Text(writer, "Deployable", XmlConvert.ToString(service.Deployable));
        Text(writer, "GroupName", service.GroupName);
        if (productId is not null)
            Text(writer, "ProductID", productId);
        Start(writer, "DependentServices");
        foreach (var dependent in service.DependentServices)
            Text(writer, "Service", dependent);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void StartReturn(XmlWriter writer, string operation)
    {
        SoapWriter.StartBody(writer);
        Start(writer, operation + "Response");
        Start(writer, operation + "Return");
    }

    private static void Start(XmlWriter writer, string name) =>
        writer.WriteStartElement(Prefix, name, ControlCenterSchema.Namespace);

    private static void Number(XmlWriter writer, string name, long value) =>
        Text(writer, name, value.ToString(CultureInfo.InvariantCulture));

    // An empty text keeps its end tag, for clients that look for both. What is not known is nil: ""
    // would be no value of an enumeration.
    private static void Text(XmlWriter writer, string name, string? value)
    {
        Start(writer, name);
        if (value is null)
            writer.WriteAttributeString("xsi", "nil", SoapXml.Instance, "true");
        else
            writer.WriteString(SoapXml.Carriable(value));
        writer.WriteFullEndElement();
    }
}
