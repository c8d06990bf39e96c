using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.CertificateManagement;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using BadRequest = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// Cisco Tomcat of a node, on the node's 8443, and on its 443 where this process may.
/// </summary>
/// <param name="cluster">Whose node it is.</param>
/// <param name="node">The node.</param>
/// <param name="tomcat">What it presents.</param>
/// <param name="known">Who is no stranger.</param>
/// <param name="endpoints">Answer; they end with it.</param>
internal sealed partial class TomcatHost(
    ClusterContext cluster,
    Node node,
    SslStreamCertificateContext tomcat,
    KnownAddresses known,
    TomcatEndpoints endpoints
) : IAsyncDisposable
{
    /// <summary>
    /// The largest request is whole within <see cref="ConnectionLimits.Whole"/> at this rate; a
    /// small one has the grace period alone.
    /// </summary>
    private static readonly MinDataRate s_requests = new(
        bytesPerSecond: 64 * 1024,
        gracePeriod: TimeSpan.FromSeconds(4)
    );

    /// <summary>An answer of 8 MB held for a slow reader is memory that others wait for.</summary>
    private static readonly MinDataRate s_answers = new(
        bytesPerSecond: 64 * 1024,
        gracePeriod: TimeSpan.FromSeconds(10)
    );

    private readonly ILogger _log = cluster.Loggers.CreateLogger<TomcatHost>();
    private NodeListener? _ports;

    /// <param name="port443">Whether 443 is wanted at all.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="PortInUseException">The address is in use, or is not of this
    /// machine.</exception>
    public async Task StartAsync(bool port443, CancellationToken cancellationToken)
    {
        if (port443 && MayListen(CertificateManagementSchema.Port))
        {
            try
            {
                await StartAsync(
                    [AxlSchema.Port, CertificateManagementSchema.Port],
                    cancellationToken
                );
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

    public async ValueTask DisposeAsync()
    {
        if (_ports is not null)
            await _ports.DisposeAsync();
        endpoints.Dispose();
    }

    private async Task StartAsync(int[] ports, CancellationToken cancellationToken) =>
        _ports = await NodeListener.OpenAsync(
            cluster,
            known,
            node,
            new HttpPorts(ports, Limit, Secure, AnswerAsync),
            cancellationToken
        );

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = AxlSchema.MaxRequestBytes;
        limits.MinRequestBodyDataRate = s_requests;
        limits.MinResponseDataRate = s_answers;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = ConnectionLimits.Idle;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
    }

    private void Secure(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        // Each connection proves the key anew; and the tickets for doing without would be a quarter
        // of what an unchanged pass sends.
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = tomcat,
            AllowTlsResume = false,
            // Clients of HTTP/1.0 offer nothing else (RFC 7301, section 6).
            ApplicationProtocols =
            [
                SslApplicationProtocol.Http11,
                new SslApplicationProtocol("http/1.0"),
            ],
        };
        listen.UseHttps(
            new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = ConnectionLimits.Handshake,
                OnConnection = _ => ValueTask.FromResult(tls),
            }
        );
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await endpoints.AnswerAsync(context);
        }
        // The client has gone, or sends too slowly, or what is no HTTP: that concerns nobody else,
        // and is no line in the log.
        catch (Exception e)
            when (context.RequestAborted.IsCancellationRequested
                || e is BadRequest or ConnectionResetException
            )
        {
            context.Abort();
        }
    }

    /// <summary>
    /// A port below 1024 needs a privilege on most systems; nothing that peers need is there.
    /// Looked at beforehand, because Kestrel calls it critical when it does not get one.
    /// </summary>
    private bool MayListen(int port)
    {
        try
        {
            using var probe = new Socket(
                node.Address.AddressFamily,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            probe.Bind(new IPEndPoint(node.Address, port));
            return true;
        }
        catch (SocketException e)
        {
            LogNotOn(_log, node.Name.Value, port, AxlSchema.Port, e.SocketErrorCode);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Node} could not listen on {Port} as well")]
    private static partial void LogTaken(
        ILogger log,
        Exception exception,
        string node,
        int port
    );

    [LoggerMessage(
        LogLevel.Information,
        "{Node} does not listen on {Port}, only on {Other}: {Error}"
    )]
    private static partial void LogNotOn(
        ILogger log,
        string node,
        int port,
        int other,
        SocketError error
    );
}
