[assembly: AssemblyFixture(typeof(IcpConsole.Network.Tests.SharedHosts))]

namespace IcpConsole.Network.Tests;

/// <summary>
/// Two hosts for all tests that disturb one pair of clusters: a pair for each class.
/// </summary>
public sealed class SharedHosts : IAsyncDisposable
{
    internal const int ForPeering = 0;
    internal const int ForLoss = 1;
    internal const int ForOneWay = 2;
    private const int Pairs = 3;

    private readonly SemaphoreSlim _turn = new(1);
    private TwoHosts? _hosts;

    /// <summary>
    /// A pair in step. The first test starts the hosts, and is skipped where that cannot be.
    /// </summary>
    internal async Task<Pair> InStepAsync(int pair)
    {
        await _turn.WaitAsync();
        try
        {
            _hosts ??= await TwoHosts.StartAsync(Pairs);
        }
        finally
        {
            _turn.Release();
        }

        var own = _hosts.Pairs[pair];
        await own.MendAsync();
        await own.InStepAsync();
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        if (_hosts is not null)
            await _hosts.DisposeAsync();
    }
}
