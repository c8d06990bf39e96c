using IcpConsole.Storage;

namespace IcpConsole.Web.Hosting;

internal static class CookieNames
{
    /// <summary>
    /// A name that carries the data directory's, since browsers keep cookies by host and not by
    /// port (RFC 6265, section 8.5). Over HTTPS it begins so that no other host, and no page
    /// without TLS, can set it (draft-ietf-httpbis-rfc6265bis, section 4.1.3.2).
    /// </summary>
    public static string Make(string name, DataDirectory directory, ConsoleOptions options) =>
        $"{(options.IsHttpsOnly ? "__Host-" : "")}{name}-{directory.ShortId}";
}
