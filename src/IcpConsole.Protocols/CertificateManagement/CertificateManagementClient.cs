using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IcpConsole.Protocols.CertificateManagement;

/// <summary>A node refused what was asked, or its answer is none of the interface's.</summary>
public sealed class CertificateManagementException(
    System.Net.HttpStatusCode? status,
    string message,
    Exception? innerException = null
) : Exception(message, innerException)
{
    /// <summary>Null where the node said that all was well.</summary>
    public System.Net.HttpStatusCode? Status { get; } = status;
}

/// <summary>
/// Speaks to the certificate interface of one node. Names, trust and time limits are the handler's
/// business.
/// </summary>
/// <param name="http">Its base address is the node's, <c>https://node</c>; it buffers no more than
/// <see cref="CertificateManagementSchema.MaxResponseBytes"/>.</param>
/// <param name="username">Platform account.</param>
/// <param name="password">Its password; sent as Basic authentication in UTF-8 (RFC 7617).</param>
public sealed class CertificateManagementClient(
    HttpClient http,
    string username,
    string password
)
{
    private const int MaxMessage = 4096;

    private readonly AuthenticationHeaderValue _authorization = new(
        "Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))
    );

    /// <summary>All certificates of the node.</summary>
    /// <exception cref="CertificateManagementException">The node refused, or gave no such
    /// answer.</exception>
    /// <exception cref="HttpRequestException">The node was not reached, the connection broke, or
    /// the answer is too large.</exception>
    public Task<Snapshot> SnapshotAsync(CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Get,
            CertificateManagementSchema.Snapshot,
            null,
            CertificateJson.Default.Snapshot,
            cancellationToken
        );

    /// <summary>Has a key and a signing request made.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public async Task<string> RequestAsync(
        CsrRequest request,
        CancellationToken cancellationToken
    ) =>
        (
            await CallAsync(
                HttpMethod.Post,
                CertificateManagementSchema.Request,
                JsonContent.Create(request, CertificateJson.Default.CsrRequest),
                CertificateJson.Default.CsrResponse,
                cancellationToken
            )
        ).Csr;

    /// <summary>Hands in what was issued for a pending request.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task UploadIdentityAsync(
        IdentityUpload upload,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            HttpMethod.Post,
            CertificateManagementSchema.IdentityUpload,
            JsonContent.Create(upload, CertificateJson.Default.IdentityUpload),
            CertificateJson.Default.ErrorMessage,
            cancellationToken
        );

    /// <summary>Adds certificates to trust stores.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task UploadTrustAsync(TrustUpload upload, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            CertificateManagementSchema.TrustUpload,
            JsonContent.Create(upload, CertificateJson.Default.TrustUpload),
            CertificateJson.Default.ErrorMessage,
            cancellationToken
        );

    private async Task<T> CallAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? content,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = _authorization;
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new CertificateManagementException(
                response.StatusCode,
                Message(body) ?? $"HTTP {(int)response.StatusCode}"
            );
        return Read(body, type)
            ?? throw new CertificateManagementException(
                null,
                "The answer is none of the certificate interface's."
            );
    }

    private static string? Message(byte[] body) =>
        body.Length <= MaxMessage
            ? Read(body, CertificateJson.Default.ErrorMessage)?.Message
            : null;

    private static T? Read<T>(byte[] body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
