using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.ControlCenter;

/// <summary>
/// Names and limits of Control Center Services: SOAP 1.1 over HTTPS, document/literal, every
/// element qualified, SOAPAction the bare name of the operation (Cisco, <em>Control Center Services
/// API</em> and its WSDL). A node answers for itself alone.
/// </summary>
public static class ControlCenterSchema
{
    public const string Path = "/controlcenterservice2/services/ControlCenterServices";

    /// <summary>Path of the operations whose names end in <c>Ex</c> or <c>Extended</c>.</summary>
    public const string ExtendedPath = Path + "Ex";

    public const int Port = 8443;
    public const string Namespace = "http://schemas.cisco.com/ast/soap";
    public const string ContentType = SoapXml.ContentType;

    /// <summary>
    /// Largest request that is read, in bytes. One that names every service of a node takes some 8
    /// 000.
    /// </summary>
    public const int MaxRequestBytes = 64 * 1024;

    /// <summary>
    /// Largest answer that is read, in bytes. The status of every service of a node takes some 40
    /// 000.
    /// </summary>
    public const int MaxResponseBytes = 1024 * 1024;

    /// <summary>
    /// Deepest element nesting that is read; the static service list needs eight.
    /// </summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// Longest name of a service or node that is read, in characters. A host name has 253 at most
    /// (RFC 1035, section 2.3.4).
    /// </summary>
    public const int MaxNameLength = 255;

    /// <summary>Most services in a list that is read. A node has some 90.</summary>
    public const int MaxServices = 512;
}
