using IcpConsole.Storage;

namespace IcpConsole.Web.Hosting;

/// <summary>How the process ends, for scripts. The README lists them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int BadOption = 2;
    public const int AddressInUse = 3;
    public const int DataDirectoryInUse = 4;
    public const int EngineFailed = 5;
    public const int NotWritable = 6;
    public const int DiskFull = 7;
    public const int Damaged = 8;
    public const int AnotherRelease = 9;

    public static int For(DataDirectoryFault fault) =>
        fault switch
        {
            DataDirectoryFault.NotWritable => NotWritable,
            DataDirectoryFault.DiskFull => DiskFull,
            DataDirectoryFault.Damaged => Damaged,
            DataDirectoryFault.OfAnotherRelease => AnotherRelease,
            _ => DataDirectoryInUse,
        };
}
