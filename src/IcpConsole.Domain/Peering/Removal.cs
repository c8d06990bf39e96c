namespace IcpConsole.Domain.Peering;

/// <summary>The mass-removal guard of a peer's users.</summary>
public static class MassRemoval
{
    /// <summary>So many may go unasked, however few users the peer has.</summary>
    public const int Free = 20;

    /// <summary>How long a removal that an administrator confirmed can be undone.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromDays(1);
}

/// <summary>
/// Users of a peer who were removed after an administrator had confirmed it, and are still kept.
/// </summary>
/// <param name="Users">How many.</param>
/// <param name="Until">How long, UTC.</param>
public sealed record UndoableRemoval(int Users, DateTimeOffset Until);
