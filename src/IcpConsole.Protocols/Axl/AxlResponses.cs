using System.Globalization;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>The server's half: writes answers and faults.</summary>
public static class AxlResponses
{
    public const string TooLargeText = "Query request too large.";
    public const string OutOfMemoryText =
        "Maximum AXL Memory Allocation Consumed. Please retry once requests in progress have completed";

    /// <summary>
    /// HTTP status of an unsupported schema version, with a body that is HTML on the real product
    /// too.
    /// </summary>
    public const int WrongVersionStatus = 599;

    public static string WrongVersionBody =>
        $"<html><head><title>Error report</title></head><body><h1>HTTP Status 599 - Incorrect "
        + $"axl version. Supported axl versions are {string.Join(", ", AxlSchema.Versions)}</h1>"
        + "</body></html>";

    /// <summary>What a browser or a health check is shown, which asks with GET.</summary>
    public const string WorksBody =
        "<html><head><title>Cisco AXL Web Service</title></head><body><h1>Cisco AXL Web Service</h1>"
        + "<p>The AXL Web Service is working and accepting requests. Use HTTP POST to send a request.</p></body></html>";

    /// <summary>
    /// The fault text for an answer over the limit: how many rows matched, and how many would have
    /// fitted.
    /// </summary>
    public static string TooLarge(long matched, long fitting) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{TooLargeText} Total rows matched: {matched} rows. Suggestive Row Fetch: less than {Math.Max(fitting, 1)} rows"
        );

    public static void WriteVersion(Stream output, AxlRequest request, string version)
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartOperation(writer, request);
        writer.WriteStartElement("return");
        writer.WriteStartElement("componentVersion");
        writer.WriteElementString("version", version);
        SoapWriter.EndAll(writer);
    }

    /// <summary>Answers <c>listProcessNode</c>.</summary>
    public static void WriteProcessNodes(
        Stream output,
        AxlRequest request,
        IEnumerable<AxlProcessNode> nodes
    )
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartOperation(writer, request);
        writer.WriteStartElement("return");
        foreach (var node in nodes)
            node.Write(writer, request);
        SoapWriter.EndAll(writer);
    }

    /// <summary>
    /// Answers <c>listServiceParameter</c>, and <c>getServiceParameter</c> with one.
    /// </summary>
    public static void WriteServiceParameters(
        Stream output,
        AxlRequest request,
        IEnumerable<AxlServiceParameter> parameters
    )
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartOperation(writer, request);
        writer.WriteStartElement("return");
        foreach (var parameter in parameters)
            parameter.Write(writer, request);
        SoapWriter.EndAll(writer);
    }

    /// <summary>
    /// Answers an update with the id of what was updated (AXLSoap.xsd 15.0, StandardResponse).
    /// </summary>
    public static void WriteUpdated(Stream output, AxlRequest request, Guid id)
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        StartOperation(writer, request);
        writer.WriteElementString("return", AxlSchema.Uuid(id));
        SoapWriter.EndAll(writer);
    }

    /// <summary>Writes a SOAP fault with its <c>axlError</c>; it goes out with HTTP 500.</summary>
    public static void WriteFault(
        Stream output,
        string? operation,
        int axlCode,
        string message,
        bool clientFault
    )
    {
        using var writer = XmlWriter.Create(output, SoapXml.WriterSettings);
        SoapWriter.StartFault(writer, message, clientFault);
        writer.WriteStartElement("axlError");
        writer.WriteElementString("axlcode", axlCode.ToString(CultureInfo.InvariantCulture));
        writer.WriteElementString("axlmessage", SoapXml.Carriable(message));
        writer.WriteElementString("request", operation ?? "");
        SoapWriter.EndAll(writer);
    }

    internal static void StartOperation(XmlWriter writer, AxlRequest request)
    {
        SoapWriter.StartBody(writer);
        writer.WriteStartElement("ns", request.Operation + "Response", request.NamespaceUri);
        if (request.Sequence is not null)
            writer.WriteAttributeString("sequence", request.Sequence);
    }
}
