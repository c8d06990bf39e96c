using System.Text;

namespace IcpConsole.Web.Shared;

internal static class LocalUrl
{
    /// <summary>
    /// A path of this console as it was asked for, other characters than ASCII's escaped; the root for anything else. "//host" and "/\\host" lead elsewhere, and so does what becomes one of them
    /// once a browser has left out tabs and line ends (WHATWG, <em>URL</em>, "basic URL parser").
    /// </summary>
    public static string OrRoot(string? url) => url is ['/', ..] && url is not ['/', '/' or '\\', ..] && Ascii.IsValid(url) && !url.Any(char.IsControl) ? url : "/";
}
