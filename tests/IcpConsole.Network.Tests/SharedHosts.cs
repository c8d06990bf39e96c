namespace IcpConsole.Network.Tests;

/// <summary>Two hosts for all tests of a class, one after another: each leaves them in step.</summary>
public sealed class SharedHosts : IAsyncDisposable
{
    private TwoHosts? _hosts;

    /// <summary>Started by the first test, which is skipped where that cannot be.</summary>
    internal async Task<TwoHosts> InStepAsync()
    {
        _hosts ??= await TwoHosts.StartAsync();
        await _hosts.Network.MendAsync();
        await _hosts.InStepAsync();
        return _hosts;
    }

    public async ValueTask DisposeAsync()
    {
        if (_hosts is not null) await _hosts.DisposeAsync();
    }
}
