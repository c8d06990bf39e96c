using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// Speaks AXL to one node. Names, trust, time limits and retries are the handler's business; this class knows envelopes and statuses.
/// </summary>
/// <param name="http">Its base address is the node's, <c>https://node:8443</c>.</param>
/// <param name="username">AXL application user.</param>
/// <param name="password">Its password; sent as Basic authentication in UTF-8 (RFC 7617).</param>
/// <param name="time">Source of the sequence number, which is the time in milliseconds as on the real product.</param>
public sealed class AxlClient(HttpClient http, string username, string password, TimeProvider time)
{
    private readonly AuthenticationHeaderValue _authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    /// <summary>Runs one SELECT at the node and yields its rows as they arrive.</summary>
    /// <exception cref="AxlException">The node gave no answer, or one that is not AXL.</exception>
    /// <exception cref="HttpRequestException">The node was not reached, or the connection broke.</exception>
    public IAsyncEnumerable<AxlRow> QueryAsync(string sql, CancellationToken cancellationToken) =>
        CallAsync("executeSQLQuery", sql, "row", cancellationToken);

    /// <summary>Release of the node, for example <c>15.0</c>.</summary>
    /// <inheritdoc cref="QueryAsync" path="/exception"/>
    public async Task<string> GetCcmVersionAsync(CancellationToken cancellationToken)
    {
        await foreach (var component in CallAsync("getCCMVersion", null, "componentVersion", cancellationToken)) return component["version"];
        throw new AxlException(AxlError.Malformed, "The answer names no version.");
    }

    private async IAsyncEnumerable<AxlRow> CallAsync(string operation, string? sql, string element, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AxlSchema.Path) { Content = new ByteArrayContent(Envelope(operation, sql)) };
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.ParseAdd("text/xml");
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"CUCM:DB ver={AxlSchema.PeerVersion} {operation}\"");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", AxlSchema.ContentType);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var closer = cancellationToken.UnsafeRegister(static r => ((HttpResponseMessage)r!).Dispose(), response);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK) throw await RefusalAsync(response, body, time.GetUtcNow(), cancellationToken);
        if (response.Content.Headers.ContentLength > AxlSchema.MaxResponseBytes) throw new AxlException(AxlError.Malformed, "The answer is larger than 8 MB.");
        await foreach (var row in AxlResponseReader.ReadRowsAsync(body, element, cancellationToken)) yield return row;
    }

    private static async Task<AxlException> RefusalAsync(HttpResponseMessage response, Stream body, DateTimeOffset now, CancellationToken cancellationToken) => (int)response.StatusCode switch
    {
        401 => new AxlException(AxlError.Unauthorized, "HTTP 401"),
        403 => new AxlException(AxlError.Forbidden, "HTTP 403"),
        404 => new AxlException(AxlError.NotRunning, "HTTP 404"),
        429 or 503 => new AxlException(AxlError.Throttled, $"HTTP {(int)response.StatusCode}") { RetryAfter = response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - now : null },
        AxlResponses.WrongVersionStatus => new AxlException(AxlError.WrongVersion, "HTTP 599"),
        500 when response.Content.Headers.ContentType?.MediaType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true
            => await AxlResponseReader.ReadFaultAsync(body, cancellationToken),
        var status => new AxlException(AxlError.UnexpectedStatus, $"HTTP {status}"),
    };

    private byte[] Envelope(string operation, string? sql)
    {
        using var buffer = new MemoryStream(512);
        using (var writer = XmlWriter.Create(buffer, AxlXml.WriterSettings))
        {
            writer.WriteStartElement("SOAP-ENV", "Envelope", AxlSchema.SoapEnvelope);
            writer.WriteStartElement("SOAP-ENV", "Body", AxlSchema.SoapEnvelope);
            writer.WriteStartElement("ns", operation, AxlSchema.Namespace(AxlSchema.PeerVersion));
            writer.WriteAttributeString("sequence", time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (sql is not null) writer.WriteElementString("sql", AxlXml.Carriable(sql));
            writer.WriteEndDocument();
        }

        return buffer.ToArray();
    }
}
