using System.Security.Cryptography;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>Opens a directory file, and tells one state of it from another.</summary>
internal static class DirectoryFile
{
    private const long MaxBytes = 128L * 1024 * 1024;

    /// <summary>Reads a file that stays as it is meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <param name="topology">Whose nodes its rows may name.</param>
    /// <param name="progress">Told the rows read, and which part of the file, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the wait for it: a file on a share that hangs keeps its
    /// thread, but nobody else.</param>
    /// <exception cref="DirectoryFileException">It is not there, is no file with a length, is too
    /// large, has another header, is not CSV, or was written meanwhile: half of one file and half of
    /// another is neither.</exception>
    public static Task<(DirectoryContent Content, FileStamp Stamp)> ReadAsync(
        string path,
        Topology topology,
        Action<int, double> progress,
        CancellationToken cancellationToken
    ) =>
        Task.Run(
                async () =>
                {
                    var seen = LookAt(path);
                    await using var file = Open(path);
                    var hash = await SHA256.HashDataAsync(file, cancellationToken);
                    file.Position = 0;
                    var reader = new DirectoryReader(file, topology, progress);
                    var content = await reader.ReadAsync(cancellationToken);
                    return seen is not null && LookAt(path) == seen
                        ? (content, new FileStamp(seen, Convert.ToHexString(hash)))
                        : throw new DirectoryFileException(new DirectoryFileChanging());
                },
                cancellationToken
            )
            .WaitAsync(cancellationToken);

    /// <summary>What tells without reading that a file was changed; null where there is none.</summary>
    public static FileLook? LookAt(string path)
    {
        try
        {
            // Of a link, what it leads to.
            var file = new FileInfo(path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            return file.Exists
                ? new FileLook(new DateTimeOffset(file.LastWriteTimeUtc), file.Length)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Open(string path)
    {
        // A pipe would hang at once, a device never end: neither has a length.
        if (File.Exists(path) && LookAt(path) is not { Length: > 0 })
            throw new DirectoryFileException(new DirectoryFileEmpty());
        FileStream file;
        try
        {
            file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 64 * 1024,
                    Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                }
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DirectoryFileException(new DirectoryFileNotFound());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryFileException(new DirectoryFileNotReadable());
        }

        if (file is { CanSeek: true, Length: > 0 and <= MaxBytes })
            return file;
        var isTooLarge = file.CanSeek && file.Length > MaxBytes;
        file.Dispose();
        throw new DirectoryFileException(
            isTooLarge
                ? new DirectoryFileTooLarge((int)(MaxBytes / 1024 / 1024))
                : new DirectoryFileEmpty()
        );
    }
}
