using System.Security.Cryptography;
using System.Text;
using System.Xml;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Storage;

/// <summary>Why a data directory cannot be used.</summary>
public enum DataDirectoryFault
{
    InUse,
    NotWritable,
    DiskFull,
    Damaged,

    /// <summary>
    /// A newer release has changed it, or a build before the first release has made it.
    /// </summary>
    OfAnotherRelease,
}

/// <summary>A data directory cannot be used; nothing in it was changed.</summary>
public sealed class DataDirectoryException(
    DataDirectoryFault fault,
    string message,
    Exception? innerException = null
) : Exception(message, innerException)
{
    public DataDirectoryFault Fault { get; } = fault;
}

/// <summary>Everything that is kept lies here, and one process at a time may use it.</summary>
public sealed class DataDirectory : IDisposable
{
    private const string LockName = "lock";
    private const string VersionName = "version";

    /// <summary>What a file system that was just made has in its root.</summary>
    private const string LostAndFound = "lost+found";

    // EWOULDBLOCK of Linux, EAGAIN and EWOULDBLOCK of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] s_inUse = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;

    /// <param name="path">The directory; it is made where it is not there.</param>
    /// <param name="forLab">Whether the lab is to be made in it, if it never held anything.</param>
    /// <exception cref="DataDirectoryException">It cannot be used.</exception>
    public DataDirectory(string path, bool forLab = false)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            if (File.Exists(Path))
                throw new DataDirectoryException(
                    DataDirectoryFault.NotWritable,
                    "it is a file, not a directory."
                );
            if (!Directory.Exists(Path))
                Create(Path);
            var isNew = Directory
                .EnumerateFileSystemEntries(Path)
                .All(e =>
                    System.IO.Path.GetFileName(e) is LockName or VersionName or LostAndFound
                );
            // The lock is the open file, not its being there: a killed process leaves none behind.
            _lock = new FileStream(
                System.IO.Path.Combine(Path, LockName),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            if ((isNew || !HoldsConsole) && !Directory.Exists(VersionPath))
                File.WriteAllText(VersionPath, Product.Version.ToString());
            HasUnfinishedLab = File.Exists(LabMarker);
            MakesLab = forLab && (isNew || HasUnfinishedLab);
            // First of all: a start that is killed from here on is finished by the next.
            if (MakesLab && isNew)
                File.Create(LabMarker).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lock?.Dispose();
            throw Explain(e);
        }

        try
        {
            CheckVersion();
            Create(ClustersPath);
            Create(KeysPath);
            ReadKeys();
            HasConsoleDb = FindConsoleDb();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lock.Dispose();
            throw Explain(e);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>
    /// Whether the lab is to be made, or to be finished where a first start was killed.
    /// </summary>
    public bool MakesLab { get; }

    /// <summary>Whether a first start that made the lab was killed.</summary>
    public bool HasUnfinishedLab { get; }

    /// <summary>Whether the console's database was there before.</summary>
    public bool HasConsoleDb { get; }

    public string KeysPath => System.IO.Path.Combine(Path, "keys");

    public string ConsoleDbPath => System.IO.Path.Combine(Path, "console.db");

    /// <summary>
    /// Eight characters that name this directory, for what must not be shared between consoles:
    /// browsers keep cookies by host, not by port (RFC 6265, section 8.5).
    /// </summary>
    public string ShortId =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)).AsSpan(0, 4));

    private string ClustersPath => System.IO.Path.Combine(Path, "clusters");

    private string VersionPath => System.IO.Path.Combine(Path, VersionName);

    private bool HoldsConsole =>
        File.Exists(ConsoleDbPath)
        || Directory.Exists(ClustersPath)
        || Directory.Exists(KeysPath);

    private string LabMarker => System.IO.Path.Combine(Path, "lab-unfinished");

    public string ClusterDbPath(ClusterId id) =>
        System.IO.Path.Combine(ClustersPath, $"{id.Value.ToLowerInvariant()}.db");

    /// <summary>
    /// Full path of a file that is named from here on, unless its path is full already.
    /// </summary>
    public string Resolve(string file) => System.IO.Path.GetFullPath(file, Path);

    /// <summary>The lab is there: from now on the directory is like any other.</summary>
    public void EndLab() => File.Delete(LabMarker);

    /// <summary>Bytes that can still be written, and bytes that there are.</summary>
    public (long Free, long Size) Room()
    {
        var drive = new DriveInfo(Path);
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }

    public void Dispose() => _lock.Dispose();

    private static DataDirectoryException Explain(Exception e)
    {
        if (e is not UnauthorizedAccessException && s_inUse.Contains(e.HResult))
            return new(DataDirectoryFault.InUse, "another IcpConsole is using it.", e);
        return StorageFaults.Explain(e) switch
        {
            DiskFull => new(
                DataDirectoryFault.DiskFull,
                "there is no room left on its disk. Free some, and start again.",
                e
            ),
            _ => new(DataDirectoryFault.NotWritable, $"it cannot be written: {e.Message}", e),
        };
    }

    /// <summary>The release that last used the directory is written in it.</summary>
    private void CheckVersion()
    {
        if (Directory.Exists(VersionPath))
            throw new DataDirectoryException(
                DataDirectoryFault.Damaged,
                "the file version in it is a directory."
            );
        if (!File.Exists(VersionPath))
            throw new DataDirectoryException(
                DataDirectoryFault.OfAnotherRelease,
                "a build from before the first release made it. Choose another directory, or empty this one."
            );
        if (!Version.TryParse(File.ReadAllText(VersionPath).Trim(), out var version))
            throw new DataDirectoryException(
                DataDirectoryFault.Damaged,
                "the file version in it is damaged. Put it back from a backup."
            );
        if (version > Product.Version)
            throw new DataDirectoryException(
                DataDirectoryFault.OfAnotherRelease,
                $"IcpConsole {version} has changed it, and this is {Product.Version}. Start that release, or put back a backup of before."
            );
        if (version < Product.Version)
            File.WriteAllText(VersionPath, Product.Version.ToString());
    }

    /// <summary>A file among the keys that cannot be read would make every page fail.</summary>
    private void ReadKeys()
    {
        foreach (
            var file in Directory
                .EnumerateFileSystemEntries(KeysPath, "*.xml")
                .Order(StringComparer.Ordinal)
        )
        {
            // What is no file has no length: a pipe would have the reader wait for ever.
            if (new FileInfo(file) is not { Exists: true, Length: > 0 })
                throw DamagedKey(file, null);
            try
            {
                using var reader = XmlReader.Create(
                    file,
                    new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
                );
                while (reader.Read()) { }
            }
            catch (Exception e)
                when (e is XmlException or FileNotFoundException or DirectoryNotFoundException)
            {
                throw DamagedKey(file, e);
            }
        }
    }

    private DataDirectoryException DamagedKey(string file, Exception? inner)
    {
        var name = System.IO.Path.GetRelativePath(Path, file);
        return new(
            DataDirectoryFault.Damaged,
            $"{name} is damaged. Put it back from a backup; passwords and private keys are protected with it.",
            inner
        );
    }

    /// <summary>
    /// Of a directory that holds clusters, the console's database is not made anew: accounts and
    /// the list of clusters are in it.
    /// </summary>
    private bool FindConsoleDb()
    {
        var file = new FileInfo(ConsoleDbPath);
        if (file is { Exists: true, Length: > 0 })
            return true;
        if (file.Exists)
            throw new DataDirectoryException(
                DataDirectoryFault.Damaged,
                "console.db is empty. Put it back from a backup."
            );
        if (!Directory.EnumerateFiles(ClustersPath, "*.db").Any())
            return false;
        throw new DataDirectoryException(
            DataDirectoryFault.Damaged,
            "console.db is missing, though there are clusters. Put it back from a backup."
        );
    }

    /// <summary>
    /// Made before the database is, in a directory that was there before and may be open to others;
    /// SQLite's own files beside it take its mode.
    /// </summary>
    internal static void KeepToOwner(string file)
    {
        if (OperatingSystem.IsWindows() || File.Exists(file))
            return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Open(
                file,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = Owner,
                }
            )
            .Dispose();
    }

    // The keys that protect the secrets lie in here too, so nobody else on this machine may read
    // it.
    private static void Create(string path)
    {
        const UnixFileMode Owner =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, Owner);
        File.SetUnixFileMode(path, Owner);
    }
}
