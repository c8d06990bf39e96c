namespace IcpConsole.Web.Shared;

internal static class LocalUrl
{
    /// <summary>A path of this console as it was asked for; the root for anything else: "//host" and "/\\host" lead elsewhere.</summary>
    public static string OrRoot(string? url) => url is ['/', not ('/' or '\\'), ..] ? url : "/";
}
