using IcpConsole.Testing;

namespace IcpConsole.Browser.Tests;

/// <summary>
/// One console for the tests of a class, which run one after another: a first start costs more than
/// most of them.
/// </summary>
public sealed class SharedLab : IAsyncLifetime
{
    /// <summary>
    /// Of each cluster: so many that losing most of them is asked for first.
    /// </summary>
    private const int Users = 30;

    private static readonly string[] s_clusters = ["seoul", "singapore", "frankfurt"];

    /// <summary>
    /// Cookies of the administrator, once a test has signed in; null after one has signed out.
    /// </summary>
    public string? SignedIn { get; set; }

    public LabConsole Console { get; private set; } = new(users: Users);

    public async ValueTask InitializeAsync() => await Console.StartedAsync();

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    /// <summary>What a test that failed has left behind goes with its console.</summary>
    public async Task RenewAsync()
    {
        await Console.DisposeAsync();
        SignedIn = null;
        Console = new LabConsole(users: Users);
        await Console.StartedAsync();
    }

    /// <summary>Clusters of the lab that have a peer.</summary>
    public async Task<IReadOnlyList<string>> PeeredAsync()
    {
        var peered = new List<string>();
        foreach (var cluster in s_clusters)
        {
            var database = Path.Combine(Console.DataPath, "clusters", $"{cluster}.db");
            if (await ConsoleDatabase.CountAsync(database, "Peers") > 0)
                peered.Add(cluster);
        }

        return peered;
    }
}
