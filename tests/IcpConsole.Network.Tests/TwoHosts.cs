namespace IcpConsole.Network.Tests;

/// <summary>
/// Two machines on a network of their own, each with a console that hosts as many clusters; each
/// cluster is the peer of one over there.
/// </summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private const int SeoulUsers = 30;
    private const int SingaporeUsers = 20;

    /// <summary>Consoles that start at once on few cores take too long, each of them.</summary>
    private static readonly SemaphoreSlim s_starting = new(1);

    private readonly List<IAsyncDisposable> _made = [];

    public IReadOnlyList<Pair> Pairs { get; private set; } = [];

    public static async Task<TwoHosts> StartAsync(int pairs)
    {
        await Requirements.CheckAsync();
        var hosts = new TwoHosts();
        await s_starting.WaitAsync();
        try
        {
            await hosts.MakeAsync(pairs);
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
        finally
        {
            s_starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var made in Enumerable.Reverse(_made))
            await made.DisposeAsync();
    }

    private async Task MakeAsync(int pairs)
    {
        var network = await PrivateNetwork.MakeAsync();
        _made.Add(network);
        var seoul = await Host.MakeAsync(network, "seoul", 10, pairs, SeoulUsers);
        _made.Add(seoul);
        var singapore = await Host.MakeAsync(network, "singapore", 100, pairs, SingaporeUsers);
        _made.Add(singapore);
        Pairs =
        [
            .. seoul.Clusters.Zip(singapore.Clusters, (here, there) =>
                new Pair(network, here, there)
            ),
        ];
        foreach (var pair in Pairs)
            await pair.AddPeersAsync();
        await network.StartDnsAsync();
        await Task.WhenAll(seoul.StartAsync(), singapore.StartAsync());
    }
}
