using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Requests;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Alarms;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Alarms;

/// <summary>
/// Raises and clears a cluster's alarms: into its database, and into the log. An alarm that cannot
/// be written never stops the work that it tells of.
/// </summary>
internal sealed partial class AlarmLog(ClusterContext cluster)
{
    private readonly AlarmStore _store = cluster.Database.Alarms;
    private readonly ILogger _log = cluster.Loggers.CreateLogger<AlarmLog>();
    private readonly AsyncLock _counting = new();
    private volatile int _waiting;

    public int Waiting => _waiting;

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<FindAlarms, IReadOnlyList<Alarm>>(
            (r, stop) => FindAsync(r.Search, stop)
        );
        handlers.Add<AcknowledgeAlarms, Done>(
            async (r, who, stop) =>
            {
                await AcknowledgeAsync(r.Alarms, who.Account, stop);
                return Done.Value;
            }
        );
    }

    public Task<IReadOnlyList<Alarm>> FindAsync(
        AlarmSearch search,
        CancellationToken cancellationToken
    ) => _store.FindAsync(search, cancellationToken);

    public async Task AcknowledgeAsync(
        IReadOnlyCollection<long> alarms,
        string administrator,
        CancellationToken cancellationToken
    )
    {
        await _store.AcknowledgeAsync(
            alarms,
            administrator,
            cluster.Time.GetUtcNow(),
            cancellationToken
        );
        await CountAsync(cancellationToken);
    }

    /// <summary>Counts those that wait, and tells pages.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        // In turn, or an older count could come last.
        using (await _counting.EnterAsync(cancellationToken))
            _waiting = await _store.CountWaitingAsync(cancellationToken);
        cluster.Changes.Tell();
    }

    /// <returns>Whether it was written.</returns>
    public Task<bool> RaiseAsync(
        AlarmKind kind,
        string subject,
        Problem problem,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            async () =>
            {
                var level = Level(kind);
                if (
                    await _store.RaiseAsync(
                        kind,
                        subject,
                        problem,
                        cluster.Time.GetUtcNow(),
                        cancellationToken
                    )
                )
                    LogRaised(level, cluster.Id.Value, kind.Name, subject, problem.Code);
                await CountAsync(cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Ends what is active of these kinds for a subject.</summary>
    /// <returns>Whether that was written.</returns>
    public Task<bool> ClearAsync(
        IEnumerable<AlarmKind> kinds,
        string subject,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            async () =>
            {
                var cleared = await _store.ClearAsync(
                    kinds,
                    subject,
                    cluster.Time.GetUtcNow(),
                    cancellationToken
                );
                foreach (var name in cleared)
                    LogCleared(cluster.Id.Value, name, subject);
                if (cleared.Count > 0)
                    await CountAsync(cancellationToken);
            },
            cancellationToken
        );

    private async Task<bool> WriteAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotWritten(e, cluster.Id.Value);
            return false;
        }
    }

    private static LogLevel Level(AlarmKind kind) =>
        kind.Severity switch
        {
            AlarmSeverity.Critical => LogLevel.Critical,
            AlarmSeverity.Error => LogLevel.Error,
            _ => LogLevel.Warning,
        };

    [LoggerMessage("{Cluster}: alarm {Name} raised for {Subject}: {Code}")]
    private partial void LogRaised(
        LogLevel level,
        string cluster,
        string name,
        string subject,
        string code
    );

    [LoggerMessage(LogLevel.Information, "{Cluster}: alarm {Name} cleared for {Subject}")]
    private partial void LogCleared(string cluster, string name, string subject);

    [LoggerMessage(LogLevel.Error, "{Cluster}: an alarm could not be written")]
    private partial void LogNotWritten(Exception exception, string cluster);
}
