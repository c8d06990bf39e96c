namespace IcpConsole.Protocols.CertificateManagement;

/// <summary>
/// The certificate REST interface of releases 14 and later (Cisco, <em>Certificate Management
/// API</em>): JSON, Basic authentication of a platform account. Reading paths are singular, writing
/// ones plural, as over there; what is read may be asked for in the plural, too.
/// </summary>
public static class CertificateManagementSchema
{
    /// <summary>Tomcat answers on its other port as well, which needs no privilege.</summary>
    public const int Port = 443;

    public const string Path = "/platformcom/api/v1/certmgr/config";

    public const string Snapshot = Path + "/snapshot/server";
    public const string Options = Path + "/options";
    public const string Request = Path + "/csr";
    public const string Identity = Path + "/identity/certificate";
    public const string IdentityUpload = Path + "/identity/certificates";
    public const string Trust = Path + "/trust/certificate";
    public const string TrustUpload = Path + "/trust/certificates";

    /// <summary>
    /// Behind the name of an identity it stands for the one with an elliptic curve:
    /// <c>tomcat-ECDSA</c>.
    /// </summary>
    public const string EllipticSuffix = "-ECDSA";

    public const string ContentType = "application/json";

    /// <summary>Largest request, in bytes.</summary>
    public const int MaxRequestBytes = 1024 * 1024;

    /// <summary>Largest answer, in bytes: hundreds of certificates.</summary>
    public const int MaxResponseBytes = 8 * 1024 * 1024;
}
