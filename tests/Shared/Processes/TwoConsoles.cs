namespace IcpConsole.Testing;

/// <summary>
/// A cluster with users, and another, without any, that has it as its peer; a relay between them.
/// </summary>
/// <param name="Local">In the process that pulls.</param>
/// <param name="Remote">In the other process.</param>
/// <param name="Relay">At the Peer Address, closed until it is opened.</param>
/// <param name="Users">Of the remote one.</param>
internal sealed record Pair(
    PreparedCluster Local,
    PreparedCluster Remote,
    TcpRelay Relay,
    int Users
);

/// <summary>
/// Two console processes on real disk. The one that is pulled from runs throughout; the one that
/// pulls starts for every run from the same prepared data, and its passes fail until the relay of a
/// pair is opened.
/// </summary>
internal sealed class TwoConsoles : IAsyncDisposable
{
    /// <summary>
    /// Retries are 5 s apart at first, tests 15 s; and others may be busy on the same machine.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly TestNetwork _network = TestNetwork.Take();
    private ConsoleProcess? _remote;

    private TwoConsoles() { }

    public List<Pair> Pairs { get; } = [];

    /// <summary>The process that is pulled from.</summary>
    public ConsoleProcess There => _remote!;

    public string Folder => _folder.Path;

    /// <summary>What every run begins with; a run works in a copy.</summary>
    private string Template => _folder.File("template");

    /// <param name="users">Of the remote cluster of each pair.</param>
    public static async Task<TwoConsoles> StartAsync(params IReadOnlyList<int> users)
    {
        var consoles = new TwoConsoles();
        try
        {
            await consoles.PrepareAsync(users);
            consoles._remote = consoles.Start(consoles._folder.File("remote"), 5);
            await Eventually.TrueAsync(
                () => consoles._remote.Output.Split(" listens").Length > users.Count,
                Patience
            );
            return consoles;
        }
        catch
        {
            await consoles.DisposeAsync();
            throw;
        }
    }

    public ClusterFile Remote(Pair pair) =>
        new(PreparedData.FileOf(_folder.File("remote"), pair.Remote.Id));

    /// <summary>Address where the remote cluster of a pair really listens.</summary>
    public string Listens(Pair pair) => _network.Address(Pairs.IndexOf(pair), 2).ToString();

    /// <summary>Address where the local cluster of a pair listens.</summary>
    public string ListensHere(Pair pair) =>
        _network.Address(Pairs.IndexOf(pair), 3).ToString();

    /// <summary>Starts a process that pulls.</summary>
    /// <param name="path">Where its data lies; null for a folder of its own.</param>
    public Run Begin(string? path = null) => new(this, path);

    /// <summary>Prepared data for a run that is not a process.</summary>
    public void CopyTo(string path) => PreparedData.Copy(Template, path);

    public Uri Url => new($"http://{_network.Address(0, 6)}:8080/");

    public async ValueTask DisposeAsync()
    {
        if (_remote is not null)
            await _remote.DisposeAsync();
        foreach (var pair in Pairs)
            await pair.Relay.DisposeAsync();
        _network.Dispose();
        _folder.Dispose();
    }

    private async Task PrepareAsync(IReadOnlyList<int> users)
    {
        await using var local = await PreparedData.OpenAsync(Template);
        await using var remote = await PreparedData.OpenAsync(_folder.File("remote"));
        for (var i = 0; i < users.Count; i++)
        {
            var (known, listens) = (_network.Address(i, 1), _network.Address(i, 2));
            var there = await remote.AddClusterAsync($"remote{i}", listens, known, users[i]);
            var here = await local.AddClusterAsync($"local{i}", _network.Address(i, 3));
            await local.AddPeerAsync(here, there);
            Pairs.Add(new Pair(here, there, new TcpRelay(known, listens), users[i]));
        }
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

    /// <summary>The process that pulls.</summary>
    internal sealed class Run : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly TwoConsoles _consoles;
        private readonly string _path;

        public Run(TwoConsoles consoles, string? path)
        {
            (_consoles, _path) = (consoles, path ?? _folder.File("data"));
            consoles.CopyTo(_path);
            Process = consoles.Start(_path, 6);
        }

        public ConsoleProcess Process { get; private set; }

        public ClusterFile Local(Pair pair) => new(PreparedData.FileOf(_path, pair.Local.Id));

        /// <summary>Starts anew on the data as it is.</summary>
        public async Task RestartAsync()
        {
            await Process.DisposeAsync();
            Process = _consoles.Start(_path, 6);
        }

        /// <summary>The next pass that ends and is as it should be.</summary>
        public Task<KeptReceipt> PassAsync(
            Pair pair,
            Func<KeptReceipt, bool> which,
            long after = 0
        ) =>
            Eventually.GetAsync(
                async () =>
                    await Local(pair).LastReceiptAsync(after) is { } receipt && which(receipt)
                        ? receipt
                        : null,
                Patience
            );

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            _folder.Dispose();
        }
    }
}
