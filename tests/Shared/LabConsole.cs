namespace IcpConsole.Testing;

/// <summary>
/// A console with its lab: a process, a folder and a loopback network that nobody else uses.
/// </summary>
public sealed class LabConsole : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestNetwork _network = TestNetwork.Take();

    public LabConsole(
        string? password = ConsoleProcess.Password,
        int users = 500,
        string keyType = "ecdsa"
    ) =>
        (_password, _users, _keyType, Process) = (
            password,
            users,
            keyType,
            Start(password, users, keyType)
        );

    private readonly List<Func<Task>> _endings = [];
    private readonly string? _password;
    private readonly int _users;
    private readonly string _keyType;

    public ConsoleProcess Process { get; private set; }

    public Uri Url => new($"http://{_network.Prefix}.254:8080/");

    /// <summary>Node name of the publisher of seoul (0), singapore (1) or frankfurt (2).</summary>
    public string Publisher(int cluster) => Address(cluster, 1);

    /// <summary>An address of the network; those from the fourth on are free.</summary>
    public string Address(int third, int last) => _network.Address(third, last).ToString();

    public string DataPath => _folder.File("data");

    /// <summary>Ends when every publisher listens and every Sync Agent has finished.</summary>
    public async Task StartedAsync()
    {
        await Process.SignInLinkAsync();
        await Eventually.TrueAsync(() =>
            Process.Output.Split("user sync finished").Length > 3
        );
        foreach (var cluster in (int[])[0, 1, 2])
            await ListensAsync(Publisher(cluster));
    }

    /// <summary>Ends when a node's AXL can be connected to.</summary>
    public static Task ListensAsync(string address) =>
        Eventually.GetAsync(async () =>
        {
            using var socket = new System.Net.Sockets.TcpClient();
            try
            {
                await socket.ConnectAsync(address, 8443);
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        });

    public string DirectoryFile(string cluster) =>
        Path.Combine(DataPath, "directory", $"{cluster}.csv");

    /// <param name="anew">With an empty data directory, as after a fresh installation: same
    /// addresses, new keys.</param>
    public async Task RestartAsync(bool anew = false)
    {
        await Process.DisposeAsync();
        if (anew)
            Directory.Delete(DataPath, recursive: true);
        Process = Start(_password, _users, _keyType);
        await StartedAsync();
    }

    /// <summary>Runs before the console ends: what uses it goes first.</summary>
    public void AtEnd(Func<Task> ending) => _endings.Add(ending);

    public async ValueTask DisposeAsync()
    {
        foreach (var ending in _endings)
            await ending();
        await Process.DisposeAsync();
        _network.Dispose();
        _folder.Dispose();
    }

    private ConsoleProcess Start(string? password, int users, string keyType) =>
        ConsoleProcess.Start(
            password,
            "--lab",
            "--lab-network",
            _network.Prefix,
            "--lab-users",
            $"{users}",
            "--key-type",
            keyType,
            "--urls",
            Url.GetLeftPart(UriPartial.Authority),
            "--data",
            DataPath
        );
}
