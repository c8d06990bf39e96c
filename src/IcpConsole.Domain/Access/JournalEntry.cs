using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Access;

/// <summary>
/// A record of a command: of what was intended, or of what came of it.
/// </summary>
/// <param name="Reference">Joins both.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Account">Of whoever sent it.</param>
/// <param name="Cluster">To which cluster; null for the console itself.</param>
/// <param name="Command">Its name.</param>
public sealed record JournalEntry(
    string Reference,
    DateTimeOffset At,
    string Account,
    ClusterId? Cluster,
    string Command
)
{
    /// <summary>Of what was intended: the command as JSON, without secrets.</summary>
    public string? Fields { get; init; }

    /// <summary>Of what came of it: why it was not done; none where it was.</summary>
    public IReadOnlyList<Problem>? Problems { get; init; }
}
