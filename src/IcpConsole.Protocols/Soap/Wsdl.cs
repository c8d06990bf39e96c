using System.Collections.Concurrent;
using System.Net;

namespace IcpConsole.Protocols.Soap;

/// <summary>
/// Service descriptions of the project's own, of the operations that are answered, so that a client
/// needs nothing but a node's address (W3C, <em>WSDL 1.1</em>).
/// </summary>
public static class Wsdl
{
    private static readonly ConcurrentDictionary<string, string> s_texts = new();

    /// <param name="name">Of a resource, <c>Wsdl/NAME.wsdl</c>.</param>
    /// <param name="address">Where the service is asked.</param>
    /// <param name="version">Of the schema, for AXL.</param>
    public static string Write(string name, Uri address, string version = "")
    {
        var text = s_texts.GetOrAdd(name, Read);
        return text.Replace(
                "{address}",
                WebUtility.HtmlEncode(address.AbsoluteUri),
                StringComparison.Ordinal
            )
            .Replace("{version}", version, StringComparison.Ordinal);
    }

    private static string Read(string name)
    {
        using var text = new StreamReader(
            typeof(Wsdl).Assembly.GetManifestResourceStream($"Wsdl.{name}.wsdl")!
        );
        return text.ReadToEnd();
    }
}
