using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Cisco IM and Presence Data Monitor: looks for user IDs and directory URIs that two users of the mesh have, at the User Check Interval (Cisco TAC 217518). One node's is
/// enough.
/// </summary>
internal static class DataMonitor
{
    /// <summary>Named in the alarm, of however many there are.</summary>
    private const int Named = 3;

    public static RepeatedCheck Of(ClusterContext cluster) => new(cluster, () => cluster.Parameters.UserCheckInterval, token => LookAsync(cluster, token));

    private static async Task LookAsync(ClusterContext cluster, CancellationToken cancellationToken)
    {
        if (!cluster.Topology.Nodes.Any(n => cluster.Services.Runs(n.Name, ServiceCatalogue.DataMonitor))) return;
        var duplicates = cluster.Database.Duplicates;
        await NoteAsync(AlarmCatalogue.DuplicateUserId, "DuplicateUserId", await duplicates.UserIdsAsync(Named, cancellationToken));
        await NoteAsync(AlarmCatalogue.DuplicateDirectoryUri, "DuplicateDirectoryUri", await duplicates.DirectoryUrisAsync(Named, cancellationToken));

        Task NoteAsync(AlarmKind kind, string code, Duplicates found)
        {
            var subject = cluster.Id.Value;
            return found.Count == 0
                ? cluster.Alarms.ClearAsync([kind], subject, cancellationToken)
                : cluster.Alarms.RaiseAsync(kind, subject, new Problem(code, null, found.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", found.First)), cancellationToken);
        }
    }
}
