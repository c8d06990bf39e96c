using System.Net;
using System.Net.Http.Headers;

namespace IcpConsole.Protocols.Tests;

/// <summary>Answers every request with the same bytes, and keeps what was asked.</summary>
internal sealed class StubHandler(int status, byte[] body, string contentType = "text/xml") : HttpMessageHandler
{
    public HttpRequestMessage? Request { get; private set; }

    public string? RequestBody { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = request;
        RequestBody = await request.Content!.ReadAsStringAsync(cancellationToken);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
