namespace IcpConsole.Engine.Tests;

/// <summary>The machine's time, on a clock that is set wrong.</summary>
internal sealed class ShiftedTimeProvider(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
