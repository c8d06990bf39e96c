using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Sip;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Nodes;

/// <summary>SIP over UDP: a datagram is a request, and its answer another.</summary>
internal sealed partial class SipDatagrams : IAsyncDisposable
{
    private const int MaxDatagram = 64 * 1024;

    private readonly Socket _socket;
    private readonly SipServer _server;
    private readonly byte[] _buffer = new byte[MaxDatagram];
    private readonly ILogger _log;
    private readonly SupervisedLoop _loop;

    /// <param name="name">Where, for the log.</param>
    /// <param name="socket">Bound; it belongs to this class.</param>
    /// <param name="server">Who answers.</param>
    /// <param name="time">Source of the pause after a failure.</param>
    /// <param name="log">Told of failures.</param>
    public SipDatagrams(
        string name,
        Socket socket,
        SipServer server,
        TimeProvider time,
        ILogger log
    )
    {
        (_socket, _server, _log) = (socket, server, log);
        _loop = new SupervisedLoop($"SIP over UDP on {name}", AnswerAsync, time, log)
        {
            FaultPause = TimeSpan.FromSeconds(1),
        };
        _loop.Start();
    }

    /// <exception cref="PortInUseException">The port is in use, or the address is not of this
    /// machine.</exception>
    public static SipDatagrams Listen(ClusterContext cluster, Node node, SipServer server)
    {
        var socket = new Socket(
            node.Address.AddressFamily,
            SocketType.Dgram,
            ProtocolType.Udp
        );
        try
        {
            socket.Bind(new IPEndPoint(node.Address, SipTarget.Port));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new PortInUseException(SipTarget.Port, e);
        }

        return new SipDatagrams(
            node.Name.Value,
            socket,
            server,
            cluster.Time,
            cluster.Loggers.CreateLogger<SipDatagrams>()
        );
    }

    public async ValueTask DisposeAsync()
    {
        var stopped = _loop.DisposeAsync();
        _socket.Dispose();
        await stopped;
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        SocketReceiveFromResult received;
        try
        {
            received = await _socket.ReceiveFromAsync(
                _buffer,
                SocketFlags.None,
                new IPEndPoint(IPAddress.Any, 0),
                cancellationToken
            );
        }
        catch (SocketException e)
            when (e.SocketErrorCode
                    is SocketError.ConnectionReset
                        or SocketError.ConnectionRefused
            )
        {
            // Whoever was answered before is gone: the ICMP error comes back here.
            return;
        }

        if (AnswerTo(received.ReceivedBytes) is not { } answer)
            return;
        try
        {
            await _socket.SendToAsync(
                answer,
                SocketFlags.None,
                received.RemoteEndPoint,
                cancellationToken
            );
        }
        catch (SocketException)
        {
            // A sender that cannot be answered, from port 0, say.
        }
    }

    private byte[]? AnswerTo(int length)
    {
        try
        {
            return _server.AnswerDatagram(_buffer.AsSpan(0, length));
        }
        catch (Exception e)
        {
            // Whatever one datagram did, the next is answered at once.
            LogNotAnswered(e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A datagram could not be answered")]
    private partial void LogNotAnswered(Exception exception);
}
