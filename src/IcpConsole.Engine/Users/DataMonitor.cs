using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Cisco IM and Presence Data Monitor: looks for user IDs and directory URIs that two users of the
/// mesh have, at the User Check Interval (Cisco TAC 217518). One node's is enough.
/// </summary>
internal sealed class DataMonitor(ClusterContext cluster, AlarmLog alarms)
{
    /// <summary>Named in the alarm, of however many there are.</summary>
    private const int Named = 3;

    public SupervisedLoop Watch() =>
        new(
            $"{cluster.Id}: the look for users in each other's way",
            LookAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<SupervisedLoop>()
        )
        {
            Period = () => cluster.Parameters.UserCheckInterval,
            FaultPause = TimeSpan.FromMinutes(5),
        };

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (
            !cluster.Topology.Nodes.Any(n =>
                cluster.Services.Runs(n.Name, ServiceCatalogue.DataMonitor)
            )
        )
            return;
        await NoteAsync(AlarmCatalogue.DuplicateUserId, UserCheck.DuplicateUserId);
        await NoteAsync(AlarmCatalogue.DuplicateDirectoryUri, UserCheck.DuplicateDirectoryUri);

        async Task NoteAsync(AlarmKind kind, UserCheck check)
        {
            var (found, subject) = (
                await cluster.Database.UserChecks.FindAsync(
                    check,
                    cluster.Time.GetUtcNow() - cluster.Parameters.Agent.Outdated,
                    0,
                    Named,
                    cancellationToken
                ),
                cluster.Id.Value
            );
            await (
                found.Total == 0
                    ? alarms.ClearAsync([kind], subject, cancellationToken)
                    : alarms.RaiseAsync(kind, subject, found.Problem(check), cancellationToken)
            );
        }
    }
}
