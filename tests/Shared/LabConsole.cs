namespace IcpConsole.Testing;

/// <summary>A console with its lab: a process, a folder and a loopback network that nobody else uses.</summary>
public sealed class LabConsole : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestNetwork _network = TestNetwork.Take();

    public LabConsole(string? password = ConsoleProcess.Password, int users = 500) => (_password, _users, Process) = (password, users, Start(password, users));

    private readonly string? _password;
    private readonly int _users;

    public ConsoleProcess Process { get; private set; }

    public Uri Url => new($"http://{_network.Prefix}.254:8080/");

    /// <summary>Node name of the publisher of seoul (0), singapore (1) or frankfurt (2).</summary>
    public string Publisher(int cluster) => _network.Address(cluster, 1).ToString();

    public string DataPath => _folder.File("data");

    public async Task StartedAsync()
    {
        await Process.SignInLinkAsync();
        foreach (var cluster in (int[])[0, 1, 2])
        {
            await Eventually.GetAsync(async () =>
            {
                using var socket = new System.Net.Sockets.TcpClient();
                try
                {
                    await socket.ConnectAsync(Publisher(cluster), 8443);
                    return true;
                }
                catch (System.Net.Sockets.SocketException)
                {
                    return false;
                }
            });
        }
    }

    /// <param name="anew">With an empty data directory, as after a fresh installation: same addresses, new keys.</param>
    public async Task RestartAsync(bool anew = false)
    {
        await Process.DisposeAsync();
        if (anew) Directory.Delete(DataPath, recursive: true);
        Process = Start(_password, _users);
        await StartedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _network.Dispose();
        _folder.Dispose();
    }

    private ConsoleProcess Start(string? password, int users) => ConsoleProcess.Start(
        password, "--lab", "--lab-network", _network.Prefix, "--lab-users", $"{users}", "--urls", Url.GetLeftPart(UriPartial.Authority), "--data", DataPath);
}
