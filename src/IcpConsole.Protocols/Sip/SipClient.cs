using System.Net.Sockets;

namespace IcpConsole.Protocols.Sip;

/// <summary>
/// Asks the other side of a trunk whether it still answers (RFC 3261, section 11).
/// </summary>
public static class SipClient
{
    // RFC 3261, section 17.1.2.2.
    private static readonly TimeSpan s_t1 = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_t2 = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_timerF = 64 * s_t1;

    /// <summary>Asks over a TCP or TLS connection that nobody else reads.</summary>
    /// <param name="connection">Left open.</param>
    /// <param name="target">Between whom.</param>
    /// <param name="cancellationToken">Ends the waiting, which has no time limit of its
    /// own.</param>
    /// <returns>The final response, of whatever status.</returns>
    /// <exception cref="SipException">What came is no message, or the connection ended before the
    /// answer.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<SipMessage> OptionsAsync(
        Stream connection,
        SipTarget target,
        CancellationToken cancellationToken
    )
    {
        var request = new SipOptionsRequest(target);
        await connection.WriteAsync(request.Bytes, cancellationToken);
        var reader = new SipStreamReader(connection);
        while (await reader.ReadAsync(cancellationToken) is { } message)
        {
            if (request.IsAnsweredBy(message))
                return message;
        }

        throw new SipException(SipError.Closed, "The connection ended before the answer.");
    }

    /// <summary>Asks over UDP, again and again at growing intervals.</summary>
    /// <param name="socket">Connected to the other side; nobody else receives from it.</param>
    /// <param name="target">Between whom.</param>
    /// <param name="time">Source of the intervals.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The final response, of whatever status.</returns>
    /// <exception cref="SipException"><see cref="SipError.TimedOut"/>: no answer within 32
    /// s.</exception>
    /// <exception cref="SocketException">The other side's host says that nobody
    /// listens.</exception>
    public static async Task<SipMessage> OptionsAsync(
        Socket socket,
        SipTarget target,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var request = new SipOptionsRequest(target);
        for (
            var (interval, left) = (s_t1, s_timerF);
            left > TimeSpan.Zero;
            interval = Shorter(2 * interval, s_t2)
        )
        {
            // The timer runs before the request is out, so that whoever moves time by hand may do
            // so once it has come.
            using var timer = new CancellationTokenSource(Shorter(interval, left), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                timer.Token,
                cancellationToken
            );
            await socket.SendAsync(request.Bytes, cancellationToken);
            try
            {
                return await ReceiveAsync(socket, request, either.Token);
            }
            catch (OperationCanceledException)
                when (!cancellationToken.IsCancellationRequested)
            {
                left -= interval;
            }
        }

        throw new SipException(SipError.TimedOut, "No answer.");
    }

    private static async Task<SipMessage> ReceiveAsync(
        Socket socket,
        SipOptionsRequest request,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[ushort.MaxValue];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken);
            if (
                SipMessage.TryParse(buffer.AsSpan(0, length), out var message, out _)
                && request.IsAnsweredBy(message)
            )
                return message;
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
