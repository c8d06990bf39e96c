using IcpConsole.Domain.Clusters;

namespace IcpConsole.Storage;

/// <summary>Everything that is kept lies here, and one process at a time may use it.</summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    /// <exception cref="IOException">Another process uses the directory, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public DataDirectory(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(Path)) Create(Path);
        Create(ClustersPath);
        Create(KeysPath);
        // The lock is the open file, not its being there: a killed process leaves none behind.
        KeepToOwner(ConsoleDbPath);
        _lock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public string Path { get; }

    public string KeysPath => System.IO.Path.Combine(Path, "keys");

    public string ConsoleDbPath => System.IO.Path.Combine(Path, "console.db");

    /// <summary>Eight characters that name this directory, for what must not be shared between consoles: browsers keep cookies by host, not by port (RFC 6265, section 8.5).</summary>
    public string ShortId => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Path)).AsSpan(0, 4));

    private string ClustersPath => System.IO.Path.Combine(Path, "clusters");

    public string ClusterDbPath(ClusterId id) => System.IO.Path.Combine(ClustersPath, $"{id.Value.ToLowerInvariant()}.db");

    /// <summary>Full path of a file that is named from here on, unless its path is full already.</summary>
    public string Resolve(string file) => System.IO.Path.GetFullPath(file, Path);

    public void Dispose() => _lock.Dispose();

    /// <summary>Made before the database is, in a directory that was there before and may be open to others; SQLite's own files beside it take its mode.</summary>
    private static void KeepToOwner(string file)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(file)) File.Open(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
    }

    // The keys that protect the secrets lie in here too, so nobody else on this machine may read it.
    private static void Create(string path)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, Owner);
        File.SetUnixFileMode(path, Owner);
    }
}
