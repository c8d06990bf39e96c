using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>
/// Looks at what concerns the console as a whole (the disk, guessed passwords, its own
/// certificate), raises the alarm in every cluster, and opens clusters again that only a full disk
/// kept closed.
/// </summary>
internal sealed class ConsoleMonitor(
    ClusterRegistry registry,
    IEnumerable<ConsoleCondition> conditions,
    PasswordGuard passwords,
    Surroundings surroundings,
    ILogger<ConsoleMonitor> log
) : IHostedService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>An alarm that lasts is raised again so often.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(10);

    private readonly ConsoleCondition[] _conditions = [.. conditions];
    private SupervisedLoop? _loop;

    /// <summary>
    /// When each was last raised; null where it was cleared. What an earlier run raised is in
    /// neither.
    /// </summary>
    private readonly Dictionary<
        (ClusterId Cluster, AlarmKind Kind, string Subject),
        long?
    > _settled = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = new SupervisedLoop(
            "The look at the console itself",
            LookAsync,
            surroundings.Time,
            log
        )
        {
            Period = () => s_every,
            Patience = s_patience,
        };
        _loop.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_loop is not null)
            await _loop.DisposeAsync();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var shortage = surroundings.Disk.Shortage();
        List<(AlarmKind Kind, Problem? Problem)> ofConsole =
        [
            (AlarmCatalogue.LowDiskSpace, shortage),
            (AlarmCatalogue.PasswordsGuessed, Guessed(ConsoleCondition.Subject)),
            .. _conditions.Select(c => (c.Kind, c.Look())),
        ];
        var clusters = registry.Clusters.OfType<HostedCluster>().ToList();
        foreach (
            var gone in _settled
                .Keys.Where(k => !clusters.Exists(c => c.Id == k.Cluster))
                .ToList()
        )
            _settled.Remove(gone);
        foreach (var cluster in clusters)
        {
            foreach (var (kind, problem) in ofConsole)
                await SettleAsync(
                    cluster,
                    kind,
                    ConsoleCondition.Subject,
                    problem,
                    cancellationToken
                );
            await SettleAsync(
                cluster,
                AlarmCatalogue.PasswordsGuessed,
                cluster.Id.Value,
                Guessed(cluster.Id.Value),
                cancellationToken
            );
        }

        if (shortage is not null)
            return;
        foreach (var closed in registry.Unopened.Where(u => u.Fault is DiskFull))
            await registry.OpenAgainAsync(closed.Id, cancellationToken);
    }

    private Problem? Guessed(string realm) => passwords.GuessingOf(realm)?.Problem;

    private async Task SettleAsync(
        HostedCluster cluster,
        AlarmKind kind,
        string subject,
        Problem? problem,
        CancellationToken cancellationToken
    )
    {
        var key = (cluster.Id, kind, subject);
        var isSettled = _settled.TryGetValue(key, out var at);
        if (problem is null)
        {
            if (isSettled && at is null)
                return;
            if (await cluster.Alarms.ClearAsync([kind], subject, cancellationToken))
                _settled[key] = null;
            return;
        }

        if (at is { } raised && surroundings.Time.GetElapsedTime(raised) < s_again)
            return;
        if (await cluster.Alarms.RaiseAsync(kind, subject, problem, cancellationToken))
            _settled[key] = surroundings.Time.GetTimestamp();
    }
}
