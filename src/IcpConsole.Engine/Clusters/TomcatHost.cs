using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Services;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.CertificateManagement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>Cisco Tomcat of a node: a Kestrel of its own on the node's 8443, and on its 443 where this process may, started and stopped without the others noticing.</summary>
/// <param name="node">The node.</param>
/// <param name="tomcat">What it presents.</param>
/// <param name="port443">Whether 443 is wanted at all.</param>
/// <param name="axl">Answers AXL.</param>
/// <param name="controlCenter">Answers Control Center.</param>
/// <param name="certificates">Answers the certificate interface.</param>
/// <param name="loggers">Of the console.</param>
internal sealed partial class TomcatHost(
    Node node, SslStreamCertificateContext tomcat, bool port443, AxlEndpoint axl, ControlCenterEndpoint controlCenter, CertificateEndpoint certificates, ILoggerFactory loggers) : IAsyncDisposable
{
    /// <summary>A request in flight may take this long once the node stops; the whole console has four seconds.</summary>
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = loggers.CreateLogger<TomcatHost>();
    private WebApplication? _app;

    /// <exception cref="PortInUseException">The address is in use, or is not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (port443 && MayListen(CertificateManagementSchema.Port))
        {
            try
            {
                await StartAsync([AxlSchema.Port, CertificateManagementSchema.Port], cancellationToken);
                return;
            }
            catch (PortInUseException e)
            {
                // One of them was taken since; 8443 is tried alone.
                LogTaken(_log, e, node.Name.Value, CertificateManagementSchema.Port);
            }
        }

        await StartAsync([AxlSchema.Port], cancellationToken);
    }

    private async Task StartAsync(int[] ports, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = s_shutdown);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AxlSchema.MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = 500;
            // An answer of 8 MB held for a slow reader is memory that others wait for.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            foreach (var port in ports) kestrel.Listen(node.Address, port, Listen);
        });
        var app = builder.Build();
        try
        {
            app.Run(context => context.Request.Path.Equals(AxlSchema.Path, StringComparison.OrdinalIgnoreCase) ? axl.AnswerAsync(context)
                : ControlCenterEndpoint.Is(context.Request.Path) ? controlCenter.AnswerAsync(context)
                : CertificateEndpoint.Is(context.Request.Path) ? certificates.AnswerAsync(context)
                : NotFound(context));
            await app.StartAsync(cancellationToken);
            _app = app;
        }
        // In use, or not an address of this machine.
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new PortInUseException(AxlSchema.Port, e);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null) return;
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private void Listen(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        // Each connection proves the key anew; and the tickets for doing without would be a quarter of what an unchanged pass sends.
        var tls = new SslServerAuthenticationOptions { ServerCertificateContext = tomcat, AllowTlsResume = false };
        listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = TimeSpan.FromSeconds(10), OnConnection = _ => ValueTask.FromResult(tls) });
    }

    /// <summary>A port below 1024 needs a privilege on most systems; nothing that peers need is there. Looked at beforehand, because Kestrel calls it critical when it does not get one.</summary>
    private bool MayListen(int port)
    {
        try
        {
            using var probe = new Socket(node.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(node.Address, port));
            return true;
        }
        catch (SocketException e)
        {
            LogNotOn(_log, node.Name.Value, port, AxlSchema.Port, e.SocketErrorCode);
            return false;
        }
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = (int)HttpStatusCode.NotFound;
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "{Node} could not listen on {Port} as well")]
    private static partial void LogTaken(ILogger log, Exception exception, string node, int port);

    [LoggerMessage(LogLevel.Information, "{Node} does not listen on {Port}, only on {Other}: {Error}")]
    private static partial void LogNotOn(ILogger log, string node, int port, int other, SocketError error);

    /// <summary>The console starts and stops its nodes; they do not listen for signals themselves.</summary>
    private sealed class ParentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
