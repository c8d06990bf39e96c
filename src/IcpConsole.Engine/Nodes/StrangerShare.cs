namespace IcpConsole.Engine.Nodes;

/// <summary>
/// What strangers may hold of the ports of one kind, so that they leave the process its file
/// descriptors.
/// </summary>
/// <param name="ofOne">Connections of one stranger to one port.</param>
/// <param name="ofPort">Of all strangers together to one port.</param>
/// <param name="inAll">Of all strangers to all of these ports; one more is refused.</param>
internal sealed class StrangerShare(int ofOne, int ofPort, int inAll)
{
    private int _there;

    /// <summary>Of the ports of all nodes of this process.</summary>
    public static StrangerShare OfNodes { get; } = new(50, 300, 3000);

    /// <summary>
    /// Of the ports of the pages, on which nobody is known: browsers hold one connection for each
    /// tab and a few more, and many may come from one address behind a proxy.
    /// </summary>
    public static StrangerShare OfPages { get; } = new(200, 1000, 2000);

    public int OfOne => ofOne;

    public int OfPort => ofPort;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _there) <= inAll)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _there);
}
