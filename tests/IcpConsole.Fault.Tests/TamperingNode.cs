using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// A node that went bad: at the name and with the key of a cluster in another process, it passes questions on, and answers those about users as the test wants.
/// </summary>
internal sealed class TamperingNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private TamperingNode(PreparedCluster cluster, string listens)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = new Uri($"https://{listens}:{AxlSchema.Port}"),
        };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        using var withKey = X509Certificate2.CreateFromPem(cluster.Pem, PemEncoding.WriteString("PRIVATE KEY", cluster.Key));
        var certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(cluster.Name.Value), AxlSchema.Port, listen => listen.UseHttps(certificate)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Sends something in place of an answer about users; null sends the answer itself.</summary>
    public Func<byte[], Func<ReadOnlyMemory<byte>, Task>, CancellationToken, Task>? Tamper { get; set; }

    public static async Task<TamperingNode> StartAsync(PreparedCluster cluster, string listens)
    {
        var node = new TamperingNode(cluster, listens);
        await node._app.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var question = await reader.ReadToEndAsync(context.RequestAborted);
        using var request = new HttpRequestMessage(HttpMethod.Post, AxlSchema.Path) { Content = new StringContent(question) };
        request.Content.Headers.ContentType = new("text/xml");
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var response = await _http.SendAsync(request, context.RequestAborted);
        var answer = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = AxlSchema.ContentType;
        if (Tamper is not { } tamper || !question.Contains("icsauser", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
            return;
        }

        try
        {
            await tamper(answer, async bytes => await context.Response.Body.WriteAsync(bytes, context.RequestAborted), context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The other side has had enough.
        }
    }
}
