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
