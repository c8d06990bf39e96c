namespace IcpConsole.Domain.Peering;

/// <summary>
/// What a status row shows. Unknown means that it was not checked, or that it only follows from a
/// cause shown elsewhere.
/// </summary>
public enum Mark
{
    Unknown,
    Check,
    Cross,
}

public static class Marks
{
    /// <summary>The worst first: what is broken, then what is unknown, then what is in order.</summary>
    public static int Rank(this Mark mark) =>
        mark switch
        {
            Mark.Cross => 0,
            Mark.Unknown => 1,
            _ => 2,
        };
}
