using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Alarms;

/// <summary>
/// Alarms that were looked for: active ones first, then by the time they were last raised, the
/// latest first.
/// </summary>
public sealed record FindAlarms(AlarmSearch Search) : Query<IReadOnlyList<Alarm>>
{
    /// <summary>Most that are found.</summary>
    public const int Max = 500;
}

/// <summary>Notes that whoever sends it took note of the alarms.</summary>
public sealed record AcknowledgeAlarms(IReadOnlyList<long> Alarms) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}
