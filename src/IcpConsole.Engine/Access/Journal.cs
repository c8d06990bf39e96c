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
    /// <summary>Writes what is intended.</summary>
    /// <param name="who">Sent the command.</param>
    /// <param name="cluster">To which cluster; null for the console itself.</param>
    /// <param name="command">The command.</param>
    /// <returns>What the outcome is to refer to.</returns>
    public async Task<JournalEntry> BeginAsync<TAnswer>(
        Principal who,
        ClusterId? cluster,
        Command<TAnswer> command
    )
        where TAnswer : notnull
    {
        var (reference, type) = (RandomNumberGenerator.GetHexString(16), command.GetType());
        var intent = new JournalEntry(
            reference,
            time.GetUtcNow(),
            who.Account,
            cluster,
            type.Name
        )
        {
            Fields = JsonSerializer.Serialize(command, type, DomainJson.WithoutSecrets),
        };
        await store.WriteAsync(intent, CancellationToken.None);
        return intent;
    }

    /// <summary>
    /// Writes what came of it. What was changed stays changed, whether or not that can be written.
    /// </summary>
    /// <param name="intent">What was intended.</param>
    /// <param name="problems">Why it was not done; none where it was.</param>
    public async Task EndAsync(JournalEntry intent, IReadOnlyList<Problem> problems)
    {
        try
        {
            await store.WriteAsync(
                intent with
                {
                    At = time.GetUtcNow(),
                    Fields = null,
                    Problems = problems,
                },
                CancellationToken.None
            );
        }
        catch (Exception e)
        {
            LogNotWritten(e, intent.Reference, intent.Command);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The outcome of {Command} could not be written to the journal ({Reference})"
    )]
    private partial void LogNotWritten(Exception exception, string reference, string command);
}
