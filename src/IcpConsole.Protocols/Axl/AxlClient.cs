using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// Speaks AXL to one node. Names, trust, time limits and retries are the handler's business; this
/// class knows envelopes and statuses.
/// </summary>
/// <param name="http">Its base address is the node's, <c>https://node:8443</c>.</param>
/// <param name="username">AXL application user.</param>
/// <param name="password">Its password; sent as Basic authentication in UTF-8 (RFC 7617).</param>
/// <param name="time">Source of the sequence number, which is the time in milliseconds as on the
/// real product.</param>
public sealed class AxlClient(
    HttpClient http,
    string username,
    string password,
    TimeProvider time
)
{
    private readonly AuthenticationHeaderValue _authorization = new(
        "Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))
    );

    /// <summary>
    /// Schema version that it speaks; the agents' own where nothing else is said.
    /// </summary>
    public string Version { get; init; } = AxlSchema.PeerVersion;

    /// <summary>Runs one SELECT at the node and yields its rows as they arrive.</summary>
    /// <exception cref="AxlException">The node gave no answer, or one that is not AXL.</exception>
    /// <exception cref="HttpRequestException">The node was not reached, or the connection
    /// broke.</exception>
    public IAsyncEnumerable<AxlRow> QueryAsync(
        string sql,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            "executeSQLQuery",
            writer => writer.WriteElementString("sql", SoapXml.Carriable(sql)),
            "row",
            cancellationToken
        );

    /// <summary>Release of the node, for example <c>15.0</c>.</summary>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public async Task<string> GetCcmVersionAsync(CancellationToken cancellationToken)
    {
        await foreach (
            var component in CallAsync(
                "getCCMVersion",
                _ => { },
                "componentVersion",
                cancellationToken
            )
        )
            return component["version"];
        throw new AxlException(AxlError.Malformed, "The answer names no version.");
    }

    /// <summary>The nodes of the cluster.</summary>
    /// <param name="name">Which of them; <c>%</c> stands for any characters.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public async IAsyncEnumerable<AxlProcessNode> ListProcessNodesAsync(
        string name,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        void Search(XmlWriter writer) =>
            WriteSearch(writer, AxlProcessNode.Tags, ("name", name));
        await foreach (
            var row in CallAsync(
                "listProcessNode",
                Search,
                AxlProcessNode.Element,
                cancellationToken
            )
        )
            yield return AxlProcessNode.From(row);
    }

    /// <summary>Service parameters of the cluster's nodes.</summary>
    /// <param name="node">On which of them; <c>%</c> stands for any characters.</param>
    /// <param name="service">Of which service; likewise.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public async IAsyncEnumerable<AxlServiceParameter> ListServiceParametersAsync(
        string node,
        string service,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        void Search(XmlWriter writer) =>
            WriteSearch(
                writer,
                AxlServiceParameter.Tags,
                ("processNodeName", node),
                ("service", service)
            );
        await foreach (
            var row in CallAsync(
                "listServiceParameter",
                Search,
                AxlServiceParameter.Element,
                cancellationToken
            )
        )
            yield return AxlServiceParameter.From(row);
    }

    /// <summary>
    /// One service parameter of a node. One that is not there is a fault of code <see
    /// cref="AxlSchema.ItemNotValid"/>.
    /// </summary>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public async Task<AxlServiceParameter> GetServiceParameterAsync(
        string node,
        string service,
        string name,
        CancellationToken cancellationToken
    )
    {
        void Key(XmlWriter writer) => WriteKey(writer, node, service, name);
        await foreach (
            var row in CallAsync(
                "getServiceParameter",
                Key,
                AxlServiceParameter.Element,
                cancellationToken
            )
        )
            return AxlServiceParameter.From(row);
        throw new AxlException(AxlError.Malformed, "The answer has no service parameter.");
    }

    /// <summary>
    /// Sets a service parameter of a node. A value that it refuses is a fault that says why.
    /// </summary>
    /// <returns>The parameter's id.</returns>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public async Task<Guid> UpdateServiceParameterAsync(
        string node,
        string service,
        string name,
        string value,
        CancellationToken cancellationToken
    )
    {
        using var request = Request("updateServiceParameter", writer =>
        {
            WriteKey(writer, node, service, name);
            writer.WriteElementString("value", SoapXml.Carriable(value));
        });
        using var response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken
        );
        await using var body = await OpenAsync(response, cancellationToken);
        return AxlSchema.ReadUuid(
            await AxlResponseReader.ReadReturnAsync(body, cancellationToken)
        )
            ?? throw new AxlException(
                AxlError.Malformed,
                "The answer names nothing that was updated."
            );
    }

    private async IAsyncEnumerable<AxlRow> CallAsync(
        string operation,
        Action<XmlWriter> children,
        string element,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var request = Request(operation, children);
        using var response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken
        );
        await using var body = await OpenAsync(response, cancellationToken);
        await foreach (
            var row in AxlResponseReader.ReadRowsAsync(body, element, cancellationToken)
        )
            yield return row;
    }

    private HttpRequestMessage Request(string operation, Action<XmlWriter> children)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, AxlSchema.Path)
        {
            Content = new ByteArrayContent(Envelope(operation, children)),
        };
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.ParseAdd("text/xml");
        request.Headers.TryAddWithoutValidation(
            "SOAPAction",
            $"\"CUCM:DB ver={Version} {operation}\""
        );
        request.Content.Headers.TryAddWithoutValidation("Content-Type", AxlSchema.ContentType);
        return request;
    }

    private async Task<Stream> OpenAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var body = new CancellableStream(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            cancellationToken
        );
        if (response.StatusCode != HttpStatusCode.OK)
            throw await RefusalAsync(response, body, time.GetUtcNow(), cancellationToken);
        if (response.Content.Headers.ContentLength > AxlSchema.MaxResponseBytes)
            throw new AxlException(AxlError.Malformed, "The answer is larger than 8 MB.");
        return body;
    }

    private static async Task<AxlException> RefusalAsync(
        HttpResponseMessage response,
        Stream body,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        (int)response.StatusCode switch
        {
            401 => new AxlException(AxlError.Unauthorized, "HTTP 401"),
            403 => new AxlException(AxlError.Forbidden, "HTTP 403"),
            404 => new AxlException(AxlError.NotRunning, "HTTP 404"),
            429 or 503 => new AxlException(
                AxlError.Throttled,
                $"HTTP {(int)response.StatusCode}"
            )
            {
                RetryAfter = response.Headers.RetryAfter is { } asked
                    ? asked.Delta ?? asked.Date - now
                    : null,
            },
            AxlResponses.WrongVersionStatus => new AxlException(
                AxlError.WrongVersion,
                "HTTP 599"
            ),
            500
                when response.Content.Headers.ContentType?.MediaType?.Contains(
                    "xml",
                    StringComparison.OrdinalIgnoreCase
                ) == true => await AxlResponseReader.ReadFaultAsync(body, cancellationToken),
            var status => new AxlException(AxlError.UnexpectedStatus, $"HTTP {status}"),
        };

    private byte[] Envelope(string operation, Action<XmlWriter> children)
    {
        using var buffer = new MemoryStream(512);
        using (var writer = XmlWriter.Create(buffer, SoapXml.WriterSettings))
        {
            writer.WriteStartElement("SOAP-ENV", "Envelope", AxlSchema.SoapEnvelope);
            writer.WriteStartElement("SOAP-ENV", "Body", AxlSchema.SoapEnvelope);
            writer.WriteStartElement("ns", operation, AxlSchema.Namespace(Version));
            // The one operation here whose request has no sequence (AXLSoap.xsd 15.0,
            // GetCCMVersionReq).
            if (operation != "getCCMVersion")
                writer.WriteAttributeString(
                    "sequence",
                    time.GetUtcNow()
                        .ToUnixTimeMilliseconds()
                        .ToString(CultureInfo.InvariantCulture)
                );
            children(writer);
            writer.WriteEndDocument();
        }

        return buffer.ToArray();
    }

    private static void WriteSearch(
        XmlWriter writer,
        IReadOnlyList<string> tags,
        params IReadOnlyList<(string Name, string Pattern)> criteria
    )
    {
        writer.WriteStartElement("searchCriteria");
        foreach (var (name, pattern) in criteria)
            writer.WriteElementString(name, SoapXml.Carriable(pattern));
        writer.WriteEndElement();
        writer.WriteStartElement("returnedTags");
        foreach (var tag in tags)
            writer.WriteElementString(tag, "");
        writer.WriteEndElement();
    }

    private static void WriteKey(XmlWriter writer, string node, string service, string name)
    {
        writer.WriteElementString("processNodeName", SoapXml.Carriable(node));
        writer.WriteElementString("name", SoapXml.Carriable(name));
        writer.WriteElementString("service", SoapXml.Carriable(service));
    }
}
