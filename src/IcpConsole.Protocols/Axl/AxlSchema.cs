using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// Names and limits of AXL: SOAP 1.1 over HTTPS, document/literal, children of the operation
/// unqualified (Cisco, <em>AXL Developer Guide</em>).
/// </summary>
public static class AxlSchema
{
    public const string Path = "/axl/";

    /// <summary>Clients in the field leave out the slash at its end.</summary>
    public static bool IsPath(string path) =>
        Path.Equals(path, StringComparison.OrdinalIgnoreCase)
        || Path.TrimEnd('/').Equals(path, StringComparison.OrdinalIgnoreCase);

    public const int Port = 8443;
    public const string SoapEnvelope = SoapXml.Envelope;
    public const string ContentType = SoapXml.ContentType;

    /// <summary>
    /// The version in which an ICSA speaks to its peers (Cisco TAC 217581, section 6.1).
    /// </summary>
    public const string PeerVersion = "8.0";

    /// <summary>Largest answer, in bytes.</summary>
    public const int MaxResponseBytes = 8 * 1024 * 1024;

    /// <summary>Largest request that is read, in bytes. Queries are a few hundred.</summary>
    public const int MaxRequestBytes = 1024 * 1024;

    /// <summary>Deepest element nesting that is read; an envelope needs six.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most elements below an operation that are read; a search has some twenty.</summary>
    public const int MaxElements = 128;

    /// <summary>
    /// Fault code of what is not there, or cannot be: "Item not valid: The specified … was not
    /// found".
    /// </summary>
    public const int ItemNotValid = 5007;

    private const string NamespacePrefix = "http://www.cisco.com/AXL/API/";

    /// <summary>Schema versions answered, oldest first. 13 was never released.</summary>
    public static IReadOnlyList<string> Versions { get; } =
    [
        "8.0",
        "8.5",
        "9.0",
        "9.1",
        "10.0",
        "10.5",
        "11.0",
        "11.5",
        "12.0",
        "12.5",
        "14.0",
        "15.0",
    ];

    public static string Namespace(string version) => NamespacePrefix + version;

    /// <summary>
    /// Reads the version out of an operation's namespace. Version 1.0 means the oldest that is
    /// supported.
    /// </summary>
    /// <returns>Null when the namespace is not AXL's; otherwise the version as written, supported
    /// or not.</returns>
    public static string? VersionOf(string namespaceUri) =>
        !namespaceUri.StartsWith(NamespacePrefix, StringComparison.Ordinal) ? null
        : namespaceUri[NamespacePrefix.Length..] is "1.0" ? Versions[0]
        : namespaceUri[NamespacePrefix.Length..];

    /// <summary>
    /// An id as AXL writes it: upper case, in braces (AXLSoap.xsd 15.0, XUUID). SQL shows the same
    /// one bare, in lower case.
    /// </summary>
    public static string Uuid(Guid id) => id.ToString("B").ToUpperInvariant();

    /// <summary>Reads one.</summary>
    /// <returns>Null when it is none.</returns>
    public static Guid? ReadUuid(string? text) =>
        Guid.TryParseExact(text, "B", out var id) ? id : null;
}
