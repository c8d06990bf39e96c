using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>To read the directory file now.</summary>
/// <param name="Seen">The file that an administrator has seen; null for it as it is.</param>
/// <param name="MayLose">As many users of that file may leave; of another that took its place none
/// may but those who may unasked.</param>
internal sealed record DirectoryOrder(FileStamp? Seen, int MayLose)
{
    public static DirectoryOrder Plain { get; } = new(null, 0);

    public bool IsFor(FileStamp read) => Seen is null || Seen.Sha256 == read.Sha256;
}
