using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// A node that went bad: at the name and with the key of a cluster in another process, it passes
/// questions on, and answers those about users as the test wants.
/// </summary>
internal sealed class TamperingNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private TamperingNode(PreparedCluster cluster, string listens)
    {
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        )
        {
            BaseAddress = new Uri($"https://{listens}:{AxlSchema.Port}"),
        };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        using var withKey = X509Certificate2.CreateFromPem(
            cluster.Pem,
            PemEncoding.WriteString("PRIVATE KEY", cluster.Key)
        );
        var certificate = X509CertificateLoader.LoadPkcs12(
            withKey.Export(X509ContentType.Pkcs12),
            password: null
        );
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Parse(cluster.Name.Value), AxlSchema.Port, listen =>
                listen.UseHttps(certificate)
            )
        );
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Rows in place of those that a query comes to; null leaves them.</summary>
    public Func<AxlRequest, IEnumerable<(string Column, string Value)[]>?>? Rows { get; set; }

    /// <summary>Changes an answer by its query.</summary>
    public Func<string, string, string>? Change { get; set; }

    /// <summary>
    /// Sends something in place of an answer about users; null sends the answer itself.
    /// </summary>
    public Func<
        byte[],
        Func<ReadOnlyMemory<byte>, Task>,
        CancellationToken,
        Task
    >? Tamper { get; set; }

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
        if (await TellAsync(context, question))
            return;
        using var request = new HttpRequestMessage(HttpMethod.Post, AxlSchema.Path)
        {
            Content = new StringContent(question),
        };
        request.Content.Headers.ContentType = new("text/xml");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            context.Request.Headers.Authorization.ToString()
        );
        using var response = await _http.SendAsync(request, context.RequestAborted);
        var answer = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (Change is { } change)
            answer = Encoding.UTF8.GetBytes(change(question, Encoding.UTF8.GetString(answer)));
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = AxlSchema.ContentType;
        if (
            Tamper is not { } tamper
            || !question.Contains("icsauser", StringComparison.Ordinal)
        )
        {
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
            return;
        }

        try
        {
            await tamper(
                answer,
                async bytes =>
                    await context.Response.Body.WriteAsync(bytes, context.RequestAborted),
                context.RequestAborted
            );
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The other side has had enough.
        }
    }

    private async Task<bool> TellAsync(HttpContext context, string question)
    {
        if (Rows is not { } rows)
            return false;
        var asked = await AxlRequestReader.ReadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(question)),
            context.RequestAborted
        );
        if (rows(asked) is not { } told)
            return false;
        context.Response.ContentType = AxlSchema.ContentType;
        var answer = new MemoryStream();
        using (var writer = new AxlRowWriter(answer, asked))
        {
            foreach (var row in told)
            {
                writer.Columns(row.Select(v => v.Column));
                writer.Row([.. row.Select(v => v.Value)]);
            }
        }

        await context.Response.Body.WriteAsync(answer.ToArray(), context.RequestAborted);
        return true;
    }
}
