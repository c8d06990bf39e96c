namespace IcpConsole.Domain.Access;

/// <summary>Who saved something last.</summary>
/// <param name="By">The account.</param>
/// <param name="At">When, UTC.</param>
public sealed record Saved(string By, DateTimeOffset At);
