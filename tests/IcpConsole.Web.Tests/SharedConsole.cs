using IcpConsole.Testing;

namespace IcpConsole.Web.Tests;

/// <summary>A console for the tests of a class that leave it as it was.</summary>
public sealed class SharedConsole : IAsyncLifetime
{
    public LabConsole Console { get; } = new(users: 1);

    public async ValueTask InitializeAsync() => await Console.StartedAsync();

    public ValueTask DisposeAsync() => Console.DisposeAsync();
}
