namespace IcpConsole.Domain.Access;

/// <summary>Who asks.</summary>
/// <param name="Account">The name of the account.</param>
public sealed record Principal(string Account)
{
    /// <summary>The console itself: schedules, and what goes on after a restart.</summary>
    public static Principal Console { get; } = new("console");
}
