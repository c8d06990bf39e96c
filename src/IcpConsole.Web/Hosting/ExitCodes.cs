namespace IcpConsole.Web.Hosting;

/// <summary>How the process ends, for scripts. The README lists them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int BadOption = 2;
    public const int AddressInUse = 3;
    public const int DataDirectoryInUse = 4;
    public const int EngineFailed = 5;
}
