using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Knows the names that it was told, and can hang as a resolver does whose servers are gone: no
/// time limit reaches into it.
/// </summary>
public sealed class TableResolver : INameResolver
{
    private readonly TaskCompletionSource _never = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private int _hung;

    public ConcurrentDictionary<string, IPAddress> Names { get; } = new();

    /// <summary>Every name that was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public bool Hangs { get; set; }

    /// <summary>Its servers do not answer: whoever asks gives up.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Questions that hang.</summary>
    public int Hung => _hung;

    /// <summary>
    /// Moved on by as much at every question, so that DNS is slow in a time that a test makes
    /// itself.
    /// </summary>
    public Action? BeforeAnswer { get; set; }

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(
        NodeName name,
        CancellationToken cancellationToken
    )
    {
        Asked.Enqueue(name.Value);
        if (Hangs)
        {
            Interlocked.Increment(ref _hung);
            await _never.Task;
        }

        if (IsSilent && !name.IsAddress)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (name.IsAddress)
            return [IPAddress.Parse(name.Value)];
        BeforeAnswer?.Invoke();
        return Names.TryGetValue(name.Value, out var address)
            ? [address]
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    public Task<string?> ReverseAsync(
        IPAddress address,
        CancellationToken cancellationToken
    ) => Task.FromResult<string?>(Names.FirstOrDefault(n => n.Value.Equals(address)).Key);
}
