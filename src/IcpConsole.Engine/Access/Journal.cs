using System.Security.Cryptography;
using System.Text.Json;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Storage.Access;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Access;

/// <summary>
/// The commands that were sent: what is intended is written before anything is changed, what came
/// of it afterwards.
/// </summary>
internal sealed partial class Journal(
    JournalStore store,
    TimeProvider time,
    ILogger<Journal> log
)
{
    /// <summary>Carries a command out, and keeps both records.</summary>
    /// <param name="who">Sent it.</param>
    /// <param name="cluster">To which cluster; null for the console itself.</param>
    /// <param name="command">The command.</param>
    /// <param name="carryOutAsync">Carries it out.</param>
    public async Task<Result<TAnswer>> KeepAsync<TAnswer>(
        Principal who,
        ClusterId? cluster,
        Command<TAnswer> command,
        Func<Task<Result<TAnswer>>> carryOutAsync
    )
        where TAnswer : notnull
    {
        var reference = RandomNumberGenerator.GetHexString(16);
        var name = command.GetType().Name;
        await store.WriteAsync(
            new JournalEntry(reference, time.GetUtcNow(), who.Account, cluster, name)
            {
                Fields = JsonSerializer.Serialize(
                    command,
                    command.GetType(),
                    DomainJson.WithoutSecrets
                ),
            },
            CancellationToken.None
        );
        IReadOnlyList<Problem>? problems = null;
        try
        {
            var result = await carryOutAsync();
            problems = result.Problems;
            return result;
        }
        finally
        {
            await EndAsync(
                new JournalEntry(reference, time.GetUtcNow(), who.Account, cluster, name)
                {
                    Problems = problems ?? [new Unexpected()],
                }
            );
        }
    }

    /// <summary>What was changed stays changed, whether or not that can be written.</summary>
    private async Task EndAsync(JournalEntry outcome)
    {
        try
        {
            await store.WriteAsync(outcome, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotWritten(e, outcome.Reference, outcome.Command);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The outcome of {Command} could not be written to the journal ({Reference})"
    )]
    private partial void LogNotWritten(Exception exception, string reference, string command);
}
