using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// Opens connections and says at which layer one failed. Each is bound to the address of the node
/// that opens it: the other side knows nodes by where they connect from.
/// </summary>
internal static class Dialer
{
    private static readonly TimeSpan s_resolve = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5);

    /// <param name="cluster">Whose node opens it.</param>
    /// <param name="local">The node.</param>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="resolved">Told the addresses once the name is resolved, whatever comes of the
    /// connection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PeerFailureException">The name has no address, or none of its addresses
    /// took the connection.</exception>
    public static async Task<NetworkStream> DialAsync(
        ClusterContext cluster,
        Node local,
        NodeName host,
        int port,
        Action<IReadOnlyList<IPAddress>>? resolved,
        CancellationToken cancellationToken
    )
    {
        var addresses = await ResolveAsync(cluster, host, cancellationToken);
        resolved?.Invoke(addresses);
        var socket = Socket(
            local.Address,
            addresses,
            SocketType.Stream,
            ProtocolType.Tcp,
            out var reachable
        );
        try
        {
            socket.NoDelay = true;
            try
            {
                await cluster.Time.WithinAsync(
                    s_connect,
                    token => socket.ConnectAsync(reachable, port, token).AsTask(),
                    cancellationToken
                );
            }
            catch (TimeoutException)
            {
                throw PeerFailures.At(PassLayer.Tcp, new TcpTimedOut(port));
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
    /// <exception cref="PeerFailureException">The name has no address, or there is no way to
    /// it.</exception>
    public static async Task<Socket> DialUdpAsync(
        ClusterContext cluster,
        Node local,
        NodeName host,
        int port,
        CancellationToken cancellationToken
    )
    {
        var addresses = await ResolveAsync(cluster, host, cancellationToken);
        var socket = Socket(
            local.Address,
            addresses,
            SocketType.Dgram,
            ProtocolType.Udp,
            out var reachable
        );
        try
        {
            await socket.ConnectAsync(reachable[0], port, cancellationToken);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw PeerFailures.Tcp(e, port);
        }
    }

    /// <summary>
    /// A socket bound to the node's address. One on loopback, as those of the lab are, leads
    /// nowhere else: to other hosts the system chooses the address.
    /// </summary>
    /// <param name="local">The node's address.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="type">Of the socket.</param>
    /// <param name="protocol">Of the socket.</param>
    /// <param name="reachable">The remote addresses that can be connected to from there.</param>
    private static Socket Socket(
        IPAddress local,
        IReadOnlyList<IPAddress> remote,
        SocketType type,
        ProtocolType protocol,
        out IPAddress[] reachable
    )
    {
        var isLoopback = IPAddress.IsLoopback(local);
        reachable =
        [
            .. remote.Where(a =>
                a.AddressFamily == local.AddressFamily && IPAddress.IsLoopback(a) == isLoopback
            ),
        ];
        if (reachable.Length == 0)
        {
            reachable = [.. remote.Where(a => a.AddressFamily == remote[0].AddressFamily)];
            return new Socket(reachable[0].AddressFamily, type, protocol);
        }

        var socket = new Socket(local.AddressFamily, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(local, 0));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw PeerFailures.At(PassLayer.Tcp, new LocalAddressUnusable(local));
        }
    }

    /// <exception cref="PeerFailureException">The name has no address, or nobody said so in
    /// time.</exception>
    public static async Task<IReadOnlyList<IPAddress>> ResolveAsync(
        ClusterContext cluster,
        NodeName host,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var addresses = await cluster.Time.WithinAsync(
                s_resolve,
                token => cluster.Surroundings.Names.ResolveAsync(host, token),
                cancellationToken
            );
            return addresses.Count > 0
                ? addresses
                : throw PeerFailures.At(PassLayer.Name, new NameNotFound(host.Value));
        }
        catch (TimeoutException)
        {
            throw PeerFailures.At(PassLayer.Name, new NameTimedOut(host.Value));
        }
        catch (SocketException e)
        {
            throw PeerFailures.At(
                PassLayer.Name,
                e.SocketErrorCode == SocketError.HostNotFound
                    ? new NameNotFound(host.Value)
                    : new NameServerFailed(host.Value)
            );
        }
    }
}
