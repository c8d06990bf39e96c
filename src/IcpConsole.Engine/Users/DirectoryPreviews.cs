using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Shows what a directory file would change, before it does: one file at a time, since each is read
/// whole.
/// </summary>
/// <param name="cluster">Whose users they are.</param>
/// <param name="own">The full path of the cluster's own file, as it is now; null where it has
/// none.</param>
/// <param name="resolve">Makes a full path of one that was entered.</param>
internal sealed class DirectoryPreviews(
    ClusterContext cluster,
    Func<string?> own,
    Func<string, string> resolve
)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly AsyncLock _turn = new();

    public void Offer(Handlers handlers) =>
        handlers.Add<PreviewDirectory, DirectoryPreview>(
            (r, stop) => PreviewAsync(r.File, stop)
        );

    private async Task<Result<DirectoryPreview>> PreviewAsync(
        string? file,
        CancellationToken cancellationToken
    )
    {
        if (file is not null && ClusterForm.MistakeInPath(file) is { } mistake)
            return mistake;
        if ((file is null ? own() : resolve(file)) is not { } path)
            return new DirectoryNone();
        using var turn = await _turn.EnterAsync(cancellationToken);
        try
        {
            return await cluster.Time.WithinAsync(
                s_limit,
                token => ReadAsync(path, token),
                cancellationToken
            );
        }
        catch (DirectoryFileException e)
        {
            return e.Problem;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return new DirectoryFileNotReadable();
        }
    }

    private async Task<DirectoryPreview> ReadAsync(
        string path,
        CancellationToken cancellationToken
    )
    {
        var (content, stamp) = await DirectoryFile.ReadAsync(
            path,
            cluster.Topology,
            (_, _) => { },
            cancellationToken
        );
        var changes = await Task.Run(
            () => cluster.Database.HomeUserWriter.Compare(content.Users, content.Misplaced),
            cancellationToken
        );
        return new DirectoryPreview(
            stamp,
            content.Users.Count,
            changes.Before,
            First(changes.Added),
            First(changes.Changed),
            changes.Unassigned,
            First(changes.Removed),
            First(await GroupsAsync(content.Groups, cancellationToken)),
            new FirstOf<BadRow>(content.BadRowCount, content.BadRows)
        );
    }

    private async Task<IReadOnlyList<GroupChange>> GroupsAsync(
        IReadOnlyList<EnterpriseGroup> groups,
        CancellationToken cancellationToken
    )
    {
        var now = (await cluster.Database.Groups.HomeAsync(cancellationToken)).ToDictionary(
            g => g.Name,
            g => g.Members,
            StringComparer.OrdinalIgnoreCase
        );
        var then = groups.ToDictionary(
            g => g.Name,
            g => g.Members,
            StringComparer.OrdinalIgnoreCase
        );
        return
        [
            .. now
                .Keys.Union(then.Keys, StringComparer.OrdinalIgnoreCase)
                .Select(name => new GroupChange(
                    name,
                    MembersOf(now, name),
                    MembersOf(then, name)
                ))
                .Where(c => c.Before != c.After)
                .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static int? MembersOf(Dictionary<string, int> groups, string name) =>
        groups.TryGetValue(name, out var members) ? members : null;

    private static FirstOf<T> First<T>(IReadOnlyList<T> all) =>
        new(all.Count, [.. all.Take(DirectoryPreview.MaxShown)]);
}
