using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// Ports of a node that open and close together: a Kestrel of their own, started and stopped
/// without the others noticing.
/// </summary>
internal sealed class NodeListener : IAsyncDisposable
{
    /// <summary>
    /// A request in flight may take this long once the ports close; the whole console has four
    /// seconds.
    /// </summary>
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop;

    private NodeListener(WebApplication app, CancellationTokenSource stop) =>
        (_app, _stop) = (app, stop);

    /// <summary>Opens ports on which HTTP is spoken.</summary>
    /// <param name="cluster">Whose node it is.</param>
    /// <param name="known">Who is no stranger.</param>
    /// <param name="node">Where it listens.</param>
    /// <param name="http">All of its ports, or none.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="PortInUseException">A port is in use, or the address is not of this
    /// machine.</exception>
    public static Task<NodeListener> OpenAsync(
        ClusterContext cluster,
        KnownAddresses known,
        Node node,
        HttpPorts http,
        CancellationToken cancellationToken
    )
    {
        return OpenAsync(
            cluster,
            node,
            kestrel =>
            {
                http.Limit(kestrel.Limits);
                foreach (var port in http.Numbers)
                {
                    kestrel.Listen(node.Address, port, listen =>
                    {
                        Limit(known, listen);
                        http.Secure(listen);
                    });
                }
            },
            http.Numbers,
            http.Answer,
            new CancellationTokenSource(),
            cancellationToken
        );
    }

    /// <summary>Opens ports on which something else is spoken.</summary>
    /// <param name="cluster">Whose node it is.</param>
    /// <param name="known">Who is no stranger.</param>
    /// <param name="node">Where it listens.</param>
    /// <param name="ports">All of them, or none.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="PortInUseException">A port is in use, or the address is not of this
    /// machine.</exception>
    public static Task<NodeListener> OpenAsync(
        ClusterContext cluster,
        KnownAddresses known,
        Node node,
        IReadOnlyList<NodePort> ports,
        CancellationToken cancellationToken
    )
    {
        var stop = new CancellationTokenSource();
        return OpenAsync(
            cluster,
            node,
            kestrel =>
            {
                foreach (var port in ports)
                {
                    kestrel.Listen(node.Address, port.Number, listen =>
                    {
                        Limit(known, listen);
                        port.Secure?.Invoke(listen);
                        listen.Run(connection => ServeAsync(connection, port, stop.Token));
                    });
                }
            },
            [.. ports.Select(p => p.Number)],
            static _ => Task.CompletedTask,
            stop,
            cancellationToken
        );
    }

    /// <summary>Whether a port could be listened on just now.</summary>
    public static bool IsFree(IPEndPoint endpoint)
    {
        using var socket = new Socket(
            endpoint.AddressFamily,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private static async Task<NodeListener> OpenAsync(
        ClusterContext cluster,
        Node node,
        Action<KestrelServerOptions> configure,
        IReadOnlyList<int> ports,
        RequestDelegate answer,
        CancellationTokenSource stop,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(cluster.Loggers);
        builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = s_shutdown);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            configure(kestrel);
        });
        var app = builder.Build();
        try
        {
            app.Run(answer);
            await app.StartAsync(cancellationToken);
            return new NodeListener(app, stop);
        }
        // In use, or not an address of this machine.
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new PortInUseException(
                ports.FirstOrDefault(p => !IsFree(new IPEndPoint(node.Address, p)), ports[0]),
                e
            );
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static void Limit(KnownAddresses known, ListenOptions listen)
    {
        // Sockets live in real time, whatever time the cluster lives in.
        var limits = new ConnectionLimits(
            known.Has,
            StrangerShare.OfNodes,
            TimeProvider.System
        );
        listen.Use(limits.Wrap);
    }

    private static async Task ServeAsync(
        ConnectionContext connection,
        NodePort port,
        CancellationToken stop
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed,
            stop
        );
        try
        {
            await port.ServeAsync(NodeConnection.Over(connection), end.Token);
        }
        catch (Exception)
        {
            // A client may do anything; it concerns its own connection alone.
        }
    }

    /// <summary>
    /// The console starts and stops its nodes; they do not listen for signals themselves.
    /// </summary>
    private sealed class ParentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Ports on which HTTP is spoken.</summary>
/// <param name="Numbers">Of the ports.</param>
/// <param name="Limit">What Kestrel is told besides.</param>
/// <param name="Secure">Puts TLS before a port.</param>
/// <param name="Answer">Answers a request.</param>
internal sealed record HttpPorts(
    IReadOnlyList<int> Numbers,
    Action<KestrelServerLimits> Limit,
    Action<ListenOptions> Secure,
    RequestDelegate Answer
);

/// <summary>A port on which something else than HTTP is spoken.</summary>
/// <param name="Number">Of the port.</param>
/// <param name="ServeAsync">Serves a connection until it ends; what it throws ends that connection
/// alone.</param>
/// <param name="Secure">Puts TLS before it; null for none, or for one that begins later.</param>
internal sealed record NodePort(
    int Number,
    Func<NodeConnection, CancellationToken, Task> ServeAsync,
    Action<ListenOptions>? Secure = null
);
