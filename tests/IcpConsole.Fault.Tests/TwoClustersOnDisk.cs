using System.Net.Sockets;
using System.Security.Cryptography;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>A data directory with two clusters, from which every start has a copy.</summary>
public sealed class TwoClustersOnDisk : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal TestNetwork Network { get; } = TestNetwork.Take();

    public async ValueTask InitializeAsync()
    {
        await using var data = await PreparedData.OpenAsync(_folder.File("data"));
        Directory.CreateDirectory(data.Resolve("directory"));
        await File.WriteAllTextAsync(
            data.Resolve("directory/seoul.csv"),
            "userid,first_name,last_name,mail,directory_uri,node\nmina,Mina,Park,m@x.example,m@x.example,\n"
        );
        var seoul = await data.AddClusterAsync(
            "seoul",
            Network.Address(0, 1),
            directoryFile: "directory/seoul.csv"
        );
        var oslo = await data.AddClusterAsync("oslo", Network.Address(1, 1), users: 20);
        await data.AddPeerAsync(seoul, oslo);
    }

    /// <summary>Adds clusters with directory files to a copy.</summary>
    internal async Task AddAsync(string path, IEnumerable<string> ids)
    {
        await using var data = await PreparedData.OpenAsync(path);
        foreach (var (index, id) in ids.Index())
        {
            var file = $"directory/{id}.csv";
            await File.WriteAllTextAsync(data.Resolve(file), $"userid\n{id}\n");
            await data.AddClusterAsync(id, Network.Address(5, 1 + index), directoryFile: file);
        }
    }

    internal void CopyTo(string path) => PreparedData.Copy(_folder.File("data"), path);

    internal ConsoleProcess Start(string path, params IEnumerable<string> more) =>
        ConsoleProcess.Start(
            ConsoleProcess.Password,
            [
                "--data",
                path,
                "--urls",
                $"http://{Network.Address(6, 1)}:8080",
                "--key-type",
                "ecdsa",
                .. more,
            ]
        );

    internal string[] Lab =>
        ["--lab", "--lab-users", "5", "--lab-network", $"{Network.Address(2, 0)}"[..^2]];

    internal Task ListensAsync(int third) =>
        Eventually.GetAsync(async () =>
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(Network.Address(third, 1), 8443);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });

    internal static string Checksum(string file) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    internal static Dictionary<string, string> Checksums(string path) =>
        Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "lock" && new FileInfo(f).LinkTarget is null)
            .ToDictionary(f => f, Checksum);

    public ValueTask DisposeAsync()
    {
        Network.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
