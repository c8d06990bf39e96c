using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;

namespace IcpConsole.Engine.Alarms;

/// <summary>
/// Something that concerns the console itself, and so every cluster that it hosts.
/// </summary>
/// <param name="Kind">The alarm that it raises.</param>
/// <param name="Look">What is wrong now; null where nothing is.</param>
public sealed record ConsoleCondition(AlarmKind Kind, Func<Problem?> Look)
{
    /// <summary>Subject of the alarms, and the realm of the console's own accounts.</summary>
    public const string Subject = "IcpConsole";
}
