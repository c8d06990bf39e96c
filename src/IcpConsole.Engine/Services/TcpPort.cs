using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Services;

/// <summary>A TCP port that is listened on. Each connection is served by itself; all are cut when the port is closed.</summary>
internal sealed class TcpPort : IAsyncDisposable
{
    /// <summary>A mesh of 30 clusters with 6 nodes each has 174 remote nodes.</summary>
    private const int MaxConnections = 500;

    /// <summary>Of one address, so that no single host takes all of them.</summary>
    private const int MaxOfOneAddress = 250;

    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<IPAddress, int> _of = new();
    private readonly Task _loop;

    /// <summary>Open connections, and one for the listener itself.</summary>
    private int _open = 1;

    private TcpPort(Socket listener, Func<NetworkStream, CancellationToken, Task> serve)
    {
        (_listener, _serve) = (listener, serve);
        _loop = Task.Run(AcceptAsync, CancellationToken.None);
    }

    /// <param name="endpoint">Of a node.</param>
    /// <param name="serve">Serves a connection until it ends; what it throws ends that connection alone.</param>
    /// <exception cref="PortInUseException">The address is in use, or is not of this machine.</exception>
    public static TcpPort Listen(IPEndPoint endpoint, Func<NetworkStream, CancellationToken, Task> serve)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(backlog: 128);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new PortInUseException(endpoint.Port, e);
        }

        return new TcpPort(listener, serve);
    }

    /// <summary>Whether a port could be listened on just now.</summary>
    public static bool IsFree(IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
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
        _listener.Dispose();
        await _loop;
        Leave();
        await _drained.Task;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                var from = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
                var ofOne = _of.AddOrUpdate(from, 1, (_, count) => count + 1);
                if (Interlocked.Increment(ref _open) <= MaxConnections && ofOne <= MaxOfOneAddress) _ = ServeAsync(connection, from);
                else
                {
                    connection.Dispose();
                    Leave(from);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A connection that broke before it was taken; or there are no sockets left, which does not mend itself faster by asking on.
                await Task.Delay(s_breath, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket connection, IPAddress from)
    {
        await Task.Yield();
        var stream = new NetworkStream(connection, ownsSocket: true);
        try
        {
            connection.NoDelay = true;
            // Whatever it waits for, the end reaches it.
            await using var cut = _stop.Token.UnsafeRegister(static s => ((NetworkStream)s!).Dispose(), stream);
            await _serve(stream, _stop.Token);
        }
        catch (Exception)
        {
            // A client may do anything; it concerns its own connection alone.
        }
        finally
        {
            await stream.DisposeAsync();
            Leave(from);
        }
    }

    private void Leave(IPAddress from)
    {
        if (_of.AddOrUpdate(from, 0, (_, count) => count - 1) <= 0) _of.TryRemove(new KeyValuePair<IPAddress, int>(from, 0));
        Leave();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0) _drained.TrySetResult();
    }
}
