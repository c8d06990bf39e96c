using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.ControlCenter;

/// <summary>
/// Speaks to the Control Center Services of one node. Names, trust, time limits and retries are the
/// handler's business; this class knows envelopes and statuses.
/// </summary>
/// <param name="http">Its base address is the node's, <c>https://node:8443</c>.</param>
/// <param name="username">Account that may manage services.</param>
/// <param name="password">Its password; sent as Basic authentication in UTF-8 (RFC 7617).</param>
/// <param name="time">Now, for a node that names the time until which it is to be left
/// alone.</param>
public sealed class ControlCenterClient(
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

    /// <summary>The services that the node has, running or not.</summary>
    /// <exception cref="ControlCenterException">The node gave no answer, or one that is not of
    /// Control Center Services.</exception>
    /// <exception cref="HttpRequestException">The node was not reached, or the connection
    /// broke.</exception>
    public Task<IReadOnlyList<ServiceSpecification>> GetStaticServiceListAsync(
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            StaticServiceListRequest.Name,
            static writer => Text(writer, "ServiceInformationResponse", ""),
            static reader => reader.ReadStaticServiceListAsync(),
            cancellationToken
        );

    /// <summary>How services are.</summary>
    /// <param name="services">Their names; none asks for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <inheritdoc cref="GetStaticServiceListAsync" path="/exception"/>
    public Task<ServiceInformationResponse> GetServiceStatusAsync(
        IReadOnlyCollection<string> services,
        CancellationToken cancellationToken
    ) =>
        CallServicesAsync(
            ServiceStatusRequest.Name,
            writer =>
            {
                // One that is empty asks for all (WSDL: one at least).
                foreach (var service in services.DefaultIfEmpty(""))
                    Text(writer, "ServiceStatus", service);
            },
            cancellationToken
        );

    /// <summary>
    /// Starts, stops or restarts services of the node. Network services too, though not Tomcat,
    /// which answers here.
    /// </summary>
    /// <param name="nodeName">The node's own name; null leaves it open.</param>
    /// <param name="type">What to do.</param>
    /// <param name="services">Their names.</param>
    /// <param name="cancellationToken">Ends the request; the node may go on.</param>
    /// <returns>What came of it, which is for <see cref="ServiceInformationResponse.Succeeded"/> to
    /// say.</returns>
    /// <inheritdoc cref="GetStaticServiceListAsync" path="/exception"/>
    public Task<ServiceInformationResponse> ControlAsync(
        string? nodeName,
        ControlType type,
        IReadOnlyCollection<string> services,
        CancellationToken cancellationToken
    ) =>
        CallServicesAsync(
            ControlServicesRequest.Name,
            writer =>
                Structure(
                    writer,
                    "ControlServiceRequest",
                    nodeName,
                    "ControlType",
                    type.ToString(),
                    services
                ),
            cancellationToken
        );

    /// <summary>Activates services of the node, or deactivates them.</summary>
    /// <param name="nodeName">The node's own name; null leaves it open.</param>
    /// <param name="type">Which of both.</param>
    /// <param name="services">Names of services that are <see
    /// cref="ServiceSpecification.Deployable"/>.</param>
    /// <param name="cancellationToken">Ends the request; the node may go on.</param>
    /// <inheritdoc cref="ControlAsync" path="/returns"/>
    /// <inheritdoc cref="GetStaticServiceListAsync" path="/exception"/>
    public Task<ServiceInformationResponse> DeployAsync(
        string? nodeName,
        DeployType type,
        IReadOnlyCollection<string> services,
        CancellationToken cancellationToken
    ) =>
        CallServicesAsync(
            ServiceDeploymentRequest.Name,
            writer =>
                Structure(
                    writer,
                    "DeploymentServiceRequest",
                    nodeName,
                    "DeployType",
                    type.ToString(),
                    services
                ),
            cancellationToken
        );

    private Task<ServiceInformationResponse> CallServicesAsync(
        string operation,
        Action<XmlWriter> write,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            operation,
            write,
            reader => reader.ReadServiceInformationAsync(operation),
            cancellationToken
        );

    private async Task<T> CallAsync<T>(
        string operation,
        Action<XmlWriter> write,
        Func<ControlCenterResponseReader, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ControlCenterSchema.Path)
        {
            Content = new ByteArrayContent(Envelope(operation, write)),
        };
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.ParseAdd("text/xml");
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"{operation}\"");
        request.Content.Headers.TryAddWithoutValidation(
            "Content-Type",
            ControlCenterSchema.ContentType
        );

        using var response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken
        );
        await using var body = new CancellableStream(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            cancellationToken
        );
        using var reader = new ControlCenterResponseReader(body, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            throw await RefusalAsync(response, reader);
        if (response.Content.Headers.ContentLength > ControlCenterSchema.MaxResponseBytes)
            throw new ControlCenterException(
                ControlCenterError.Malformed,
                "The answer is larger than 1 MB."
            );
        return await read(reader);
    }

    private async Task<ControlCenterException> RefusalAsync(
        HttpResponseMessage response,
        ControlCenterResponseReader reader
    ) =>
        (int)response.StatusCode switch
        {
            401 => new ControlCenterException(ControlCenterError.Unauthorized, "HTTP 401"),
            403 => new ControlCenterException(ControlCenterError.Forbidden, "HTTP 403"),
            404 => new ControlCenterException(ControlCenterError.NotFound, "HTTP 404"),
            429 or 503 => new ControlCenterException(
                ControlCenterError.Throttled,
                $"HTTP {(int)response.StatusCode}"
            )
            {
                RetryAfter = response.Headers.RetryAfter is { } asked
                    ? asked.Delta ?? asked.Date - time.GetUtcNow()
                    : null,
            },
            500
                when response.Content.Headers.ContentType?.MediaType?.Contains(
                    "xml",
                    StringComparison.OrdinalIgnoreCase
                ) == true => await reader.ReadFaultAsync(),
            var status => new ControlCenterException(
                ControlCenterError.UnexpectedStatus,
                $"HTTP {status}"
            ),
        };

    private static byte[] Envelope(string operation, Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream(1024);
        using (var writer = XmlWriter.Create(buffer, SoapXml.WriterSettings))
        {
            SoapWriter.StartBody(writer);
            Start(writer, operation);
            write(writer);
            SoapWriter.EndAll(writer);
        }

        return buffer.ToArray();
    }

    private static void Structure(
        XmlWriter writer,
        string name,
        string? nodeName,
        string typeName,
        string type,
        IReadOnlyCollection<string> services
    )
    {
        Start(writer, name);
        if (nodeName is not null)
            Text(writer, "NodeName", nodeName);
        else
        {
            Start(writer, "NodeName");
            writer.WriteAttributeString("xsi", "nil", SoapXml.Instance, "true");
            writer.WriteEndElement();
        }

        Text(writer, typeName, type);
        Start(writer, "ServiceList");
        foreach (var service in services)
            Text(writer, "item", service);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Start(XmlWriter writer, string name) =>
        writer.WriteStartElement("soap", name, ControlCenterSchema.Namespace);

    private static void Text(XmlWriter writer, string name, string text)
    {
        Start(writer, name);
        writer.WriteString(SoapXml.Carriable(text));
        writer.WriteEndElement();
    }
}
