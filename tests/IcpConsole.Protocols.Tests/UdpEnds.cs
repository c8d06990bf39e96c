using System.Net;
using System.Net.Sockets;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

/// <summary>
/// Two ends that speak over UDP, the client's connected, on an address that nobody else uses.
/// </summary>
internal sealed class UdpEnds : IDisposable
{
    private readonly TestNetwork _network = TestNetwork.Take();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(15));

    public UdpEnds()
    {
        Server.Bind(new IPEndPoint(_network.Address(0, 1), 0));
        Client.Connect(Server.LocalEndPoint!);
    }

    public Socket Client { get; } =
        new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public Socket Server { get; } =
        new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public CancellationToken Deadline => _deadline.Token;

    public async Task<(byte[] Datagram, EndPoint From)> ReceiveAsync()
    {
        var buffer = new byte[ushort.MaxValue];
        var received = await Server.ReceiveFromAsync(
            buffer,
            SocketFlags.None,
            new IPEndPoint(IPAddress.Any, 0),
            Deadline
        );
        return (buffer[..received.ReceivedBytes], received.RemoteEndPoint);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        _network.Dispose();
        _deadline.Dispose();
    }
}
