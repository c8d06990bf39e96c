using System.Text;

namespace IcpConsole.Pages.Shared;

internal static class LocalUrl
{
    /// <summary>
    /// A path of this console, in ASCII as a link has it; the root for anything else. "//host" and
    /// "/\\host" lead elsewhere, and so does what becomes one of them once a browser has left out
    /// tabs and line ends (WHATWG, <em>URL</em>, "basic URL parser").
    /// </summary>
    public static string OrRoot(string? url) =>
        url is ['/', ..] && IsWithin(url) && Ascii.IsValid(url) && !url.Any(char.IsControl)
            ? url
            : "/";

    private static bool IsWithin(string path) => path is not ['/', '/' or '\\', ..];
}
