using IcpConsole.Domain;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Users;

/// <summary>Shows what a directory file would change, before it does.</summary>
/// <param name="cluster">Whose users they are.</param>
/// <param name="own">The full path of the cluster's own file; null where it has none.</param>
/// <param name="resolve">Makes a full path of one that was entered.</param>
internal sealed class DirectoryPreviews(
    ClusterContext cluster,
    string? own,
    Func<string, string> resolve
)
{
    public void Offer(Handlers handlers) =>
        handlers.Add<PreviewDirectory, DirectoryPreview>(
            (r, stop) => PreviewAsync(r.File is { } file ? resolve(file) : own, stop)
        );

    private async Task<Result<DirectoryPreview>> PreviewAsync(
        string? path,
        CancellationToken cancellationToken
    )
    {
        if (path is null)
            return new DirectoryFileNotFound();
        try
        {
            var (content, stamp) = await DirectoryReader.ReadAsync(
                path,
                cluster.Topology,
                (_, _) => { },
                cancellationToken
            );
            var changes = await cluster.Work.RunAsync(
                () =>
                    cluster.Database.HomeUserWriter.Compare(content.Users, content.Misplaced),
                cancellationToken
            );
            return new DirectoryPreview(
                stamp,
                content.Users.Count,
                changes.Before,
                First(changes.Added),
                First(changes.Changed),
                First(changes.Removed),
                new FirstOf<BadRow>(content.BadRowCount, content.BadRows)
            );
        }
        catch (DirectoryFileException e)
        {
            return e.Problem;
        }
    }

    private static FirstOf<T> First<T>(IReadOnlyList<T> all) =>
        new(all.Count, [.. all.Take(DirectoryPreview.MaxShown)]);
}
