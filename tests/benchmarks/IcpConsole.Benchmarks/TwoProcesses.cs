using IcpConsole.Engine.Users;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// A cluster and its peer, in two processes, with nothing between them: router links and all. The
/// peer's users come from a directory file.
/// </summary>
internal sealed class TwoProcesses : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestNetwork _network = TestNetwork.Take();
    private PreparedCluster? _here;
    private PreparedCluster? _there;
    private string? _directoryFile;

    public string Folder => _folder.Path;

    public PreparedCluster Remote => _there!;

    /// <summary>The process that pulls.</summary>
    public ConsoleProcess Here { get; private set; } = null!;

    /// <summary>The process that is pulled from.</summary>
    public ConsoleProcess There { get; private set; } = null!;

    public ClusterFile Source => new(PreparedData.FileOf(ThereData, _there!.Id));

    public ClusterFile Copy => new(PreparedData.FileOf(HereData, _here!.Id));

    private string HereData => _folder.File("here");

    private string ThereData => _folder.File("there");

    /// <returns>Once the link is up and all users are copied.</returns>
    public static async Task<TwoProcesses> StartAsync(int users)
    {
        var processes = new TwoProcesses();
        await processes.PrepareAsync(users);
        processes.RestartThere();
        processes.Here = processes.Start(processes.HereData, 6);
        await Eventually.TrueAsync(
            () => processes.Here.Output.Contains("is up", StringComparison.Ordinal),
            TwoConsoles.Patience
        );
        await Eventually.GetAsync(
            async () =>
                await processes.Copy.NumberAsync("SELECT Watermark FROM Peers") == users,
            TwoConsoles.Patience
        );
        return processes;
    }

    public Task WriteUsersAsync(IEnumerable<Domain.Users.EndUser> users) =>
        DirectoryWriter.WriteAsync(_directoryFile!, users, CancellationToken.None);

    public void RestartThere() => There = Start(ThereData, 5);

    public async ValueTask DisposeAsync()
    {
        await Here.DisposeAsync();
        await There.DisposeAsync();
        _network.Dispose();
        _folder.Dispose();
    }

    private async Task PrepareAsync(int users)
    {
        await using var local = await PreparedData.OpenAsync(HereData);
        await using var remote = await PreparedData.OpenAsync(ThereData);
        _there = await remote.AddClusterAsync(
            "remote",
            _network.Address(0, 1),
            directoryFile: "remote.csv"
        );
        _here = await local.AddClusterAsync("local", _network.Address(0, 2));
        await local.AddPeerAsync(_here, _there);
        _directoryFile = remote.Resolve("remote.csv");
        await WriteUsersAsync(_there.Users(users));
    }

    private ConsoleProcess Start(string path, int last) =>
        ConsoleProcess.Start(
            ConsoleProcess.Password,
            "--data",
            path,
            "--urls",
            $"http://{_network.Address(0, last)}:8080",
            "--key-type",
            "ecdsa"
        );
}
