using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace IcpConsole.Testing;

/// <summary>What befalls a connection.</summary>
internal enum RelayFault
{
    None,

    /// <summary>Both sides are reset.</summary>
    Reset,

    /// <summary>Nothing comes any more, and nobody says so: half-open.</summary>
    Hold,

    /// <summary>One byte a second.</summary>
    Trickle,
}

/// <summary>
/// Stands at the address that a cluster is known by and passes on what comes to where it listens:
/// counts bytes, refuses while it is closed, and brings about what happens on bad lines. It sees
/// TLS records, not what is in them.
/// </summary>
internal sealed class TcpRelay(IPAddress known, IPAddress target) : IAsyncDisposable
{
    private const int Port = 8443;

    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private Socket? _listener;
    private Task _loop = Task.CompletedTask;
    private RelayFault _fault;
    private long _at = long.MaxValue;
    private Action? _then;
    private readonly List<StrongBox<long>> _carried = [];
    private long _answered;

    /// <summary>That a trickle goes by.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Bytes that came back to the side that connected.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>
    /// Bytes of each connection, both ways, in the order in which they were made.
    /// </summary>
    public IReadOnlyList<long> Carried
    {
        get
        {
            lock (_lock)
                return [.. _carried.Select(c => Interlocked.Read(ref c.Value))];
        }
    }

    public void Open()
    {
        _listener = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        _listener.SetSocketOption(
            SocketOptionLevel.Socket,
            SocketOptionName.ReuseAddress,
            true
        );
        _listener.Bind(new IPEndPoint(known, Port));
        _listener.Listen();
        _loop = AcceptAsync(_listener);
    }

    /// <summary>Refuses connections from now on, and cuts those that are open.</summary>
    public async Task CloseAsync()
    {
        _listener?.Dispose();
        await _loop;
        lock (_lock)
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
        }
    }

    /// <summary>
    /// After so many more bytes of answers: tells, and lets the fault befall this connection and
    /// those after it.
    /// </summary>
    public void Strike(RelayFault fault, long after = 0, Action? then = null)
    {
        lock (_lock)
            (_fault, _at, _then) = (fault, Answered + after, then);
    }

    /// <summary>Connections made from now on are good.</summary>
    public void Mend() => Strike(RelayFault.None, long.MaxValue / 2);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await CloseAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException
            )
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        )
        {
            NoDelay = true,
        };
        client.NoDelay = true;
        var carried = new StrongBox<long>();
        lock (_lock)
        {
            _sockets.AddRange([client, server]);
            _carried.Add(carried);
        }

        try
        {
            await server.ConnectAsync(new IPEndPoint(target, Port), _stop.Token);
            await Task.WhenAny(
                RequestsAsync(client, server, carried),
                AnswersAsync(server, client, carried)
            );
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException
            )
        {
            // Either side is gone; so is the other.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task RequestsAsync(Socket client, Socket server, StrongBox<long> carried)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await client.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            Interlocked.Add(ref carried.Value, read);
            await server.SendAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private async Task AnswersAsync(Socket server, Socket client, StrongBox<long> carried)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await server.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            var good = Good(read);
            await client.SendAsync(buffer.AsMemory(0, good), _stop.Token);
            Interlocked.Add(ref _answered, good);
            Interlocked.Add(ref carried.Value, good);
            if (good == read)
                continue;
            await FailAsync(client, server, buffer.AsMemory(good, read - good));
        }
    }

    /// <summary>How many of the next bytes come before the fault.</summary>
    private int Good(int read)
    {
        Action? then;
        int good;
        lock (_lock)
        {
            good = (int)Math.Clamp(_at - Answered, 0, read);
            if (good == read)
                return read;
            (then, _then) = (_then, null);
            if (_fault == RelayFault.None)
                good = read;
        }

        then?.Invoke();
        return good;
    }

    private async Task FailAsync(Socket client, Socket server, ReadOnlyMemory<byte> rest)
    {
        if (_fault == RelayFault.Reset)
        {
            // Closing without lingering sends RST in place of FIN.
            foreach (var socket in (Socket[])[client, server])
                socket.Close(0);
            throw new SocketException((int)SocketError.ConnectionReset);
        }

        if (_fault == RelayFault.Hold)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        for (; !rest.IsEmpty; rest = rest[1..])
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Time, _stop.Token);
            await client.SendAsync(rest[..1], _stop.Token);
            Interlocked.Increment(ref _answered);
        }
    }
}
