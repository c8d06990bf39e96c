using System.Security.Cryptography;

namespace IcpConsole.Pages.Frame;

/// <summary>What a page that failed and its line in the log have in common.</summary>
internal static class FailureReference
{
    public static string New() => RandomNumberGenerator.GetHexString(8);
}
