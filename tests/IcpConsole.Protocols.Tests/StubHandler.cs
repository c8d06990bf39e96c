using System.Net;
using System.Net.Http.Headers;

namespace IcpConsole.Protocols.Tests;

/// <summary>Answers every request with the same content, and keeps what was asked.</summary>
internal sealed class StubHandler(
    int status,
    HttpContent content,
    string contentType = "text/xml"
) : HttpMessageHandler
{
    public StubHandler(int status, byte[] body, string contentType = "text/xml")
        : this(status, new ByteArrayContent(body), contentType) { }

    public HttpRequestMessage? Request { get; private set; }

    public string? RequestBody { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Request = request;
        RequestBody = await request.Content!.ReadAsStringAsync(cancellationToken);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
