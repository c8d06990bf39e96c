using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Users;

/// <summary>What tells without reading it that a file was changed.</summary>
/// <param name="Written">When it was last written, UTC.</param>
/// <param name="Length">In bytes.</param>
public sealed record FileLook(DateTimeOffset Written, long Length);

/// <summary>What tells one state of a file from every other.</summary>
/// <param name="Look">As it looked.</param>
/// <param name="Sha256">Of what was in it, hexadecimal.</param>
public sealed record FileStamp(FileLook Look, string Sha256);

/// <summary>Some of many.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Items">The first of them.</param>
public sealed record FirstOf<T>(int Count, IReadOnlyList<T> Items);

/// <summary>A user whom a directory file changes.</summary>
/// <param name="Before">As the user is now.</param>
/// <param name="After">As the file has it.</param>
public sealed record UserChange(EndUser Before, EndUser After)
{
    /// <summary>The user would have no presence any more.</summary>
    public bool LosesNode => Before.Node is not null && After.Node is null;
}

/// <summary>An enterprise group that a directory file changes.</summary>
/// <param name="Name">Of the group.</param>
/// <param name="Before">Its members now; null where it is not there yet.</param>
/// <param name="After">Its members in the file; null where it is not in the file.</param>
public sealed record GroupChange(string Name, int? Before, int? After);

/// <summary>What a directory file would change if it took effect now.</summary>
/// <param name="Stamp">Of the file that was read.</param>
/// <param name="InFile">Users in the file.</param>
/// <param name="Now">Users who are there now.</param>
/// <param name="Added">Users who are not there yet.</param>
/// <param name="Changed">Users whose values differ.</param>
/// <param name="Unassigned">Of those, the ones who would lose their node.</param>
/// <param name="Removed">Users whom the file no longer has.</param>
/// <param name="Groups">Enterprise groups that come, go, or get more or fewer members.</param>
/// <param name="Refused">Rows with problems.</param>
public sealed record DirectoryPreview(
    FileStamp Stamp,
    int InFile,
    int Now,
    FirstOf<EndUser> Added,
    FirstOf<UserChange> Changed,
    int Unassigned,
    FirstOf<EndUser> Removed,
    FirstOf<GroupChange> Groups,
    FirstOf<BadRow> Refused
)
{
    /// <summary>Most of a kind that are shown.</summary>
    public const int MaxShown = 100;

    /// <summary>Who would leave or lose the node, and of how many.</summary>
    public HeldUsers Lost => new(Removed.Count + Unassigned, Now);

    /// <summary>So many would be lost that an administrator has to confirm it.</summary>
    public bool IsMassLoss => Lost.IsTooMany(0);
}

/// <summary>
/// Reads a directory file, and answers what it would change; the users stay as they are.
/// </summary>
/// <param name="File">As in <see cref="Clusters.ClusterDefinition.DirectoryFile"/>; null for the
/// cluster's own.</param>
public sealed record PreviewDirectory(string? File = null) : Query<DirectoryPreview>
{
    /// <summary>Whoever may not enter a file is not told what is in it.</summary>
    public override Permission Needs =>
        File is null ? Permission.View : Permission.ManagePeering;
}
