using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Peering;

/// <summary>Opens TCP connections and says at which layer one failed.</summary>
internal static class PeerDialer
{
    private static readonly TimeSpan s_resolve = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5);

    /// <param name="names">Resolves the host.</param>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="time">Bounds the attempt.</param>
    /// <param name="resolved">Told the addresses once the name is resolved, whatever comes of the connection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="local">The address to connect from; null leaves it to the system.</param>
    /// <exception cref="PeerFailureException">The name has no address, or none of its addresses took the connection.</exception>
    public static async Task<NetworkStream> DialAsync(
        INameResolver names, NodeName host, int port, TimeProvider time, Action<IReadOnlyList<IPAddress>>? resolved, CancellationToken cancellationToken, IPAddress? local = null)
    {
        var addresses = await ResolveAsync(names, host, time, cancellationToken);
        resolved?.Invoke(addresses);
        var from = local is not null && addresses[0].AddressFamily == local.AddressFamily ? local : null;
        var socket = from is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        try
        {
            using var limit = new CancellationTokenSource(s_connect, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                if (from is not null) socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync([.. addresses.Where(a => from is null || a.AddressFamily == from.AddressFamily)], port, linked.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw PeerFailures.At(PassLayer.Tcp, "TcpTimedOut", $"{port}");
            }
            catch (SocketException e)
            {
                throw PeerFailures.Tcp(e, port);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A UDP socket that hears the host's port alone.</summary>
    /// <exception cref="PeerFailureException">The name has no address, or there is no way to it.</exception>
    public static async Task<Socket> DialUdpAsync(INameResolver names, NodeName host, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(names, host, time, cancellationToken);
        var socket = new Socket(addresses[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(addresses[0], port, cancellationToken);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw PeerFailures.Tcp(e, port);
        }
    }

    /// <exception cref="PeerFailureException">The name has no address, or nobody said so in time.</exception>
    public static async Task<IReadOnlyList<IPAddress>> ResolveAsync(INameResolver names, NodeName host, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_resolve, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var addresses = await names.ResolveAsync(host, linked.Token);
            return addresses.Count > 0 ? addresses : throw PeerFailures.At(PassLayer.Name, "NameNotFound", host.Value);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw PeerFailures.At(PassLayer.Name, "NameTimedOut", host.Value);
        }
        catch (SocketException e)
        {
            throw PeerFailures.At(PassLayer.Name, e.SocketErrorCode == SocketError.HostNotFound ? "NameNotFound" : "NameServerFailed", host.Value);
        }
    }
}
