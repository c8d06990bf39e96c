using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Certificates;

/// <summary>
/// Security &gt; Certificate Management of one cluster: its nodes' identities and its trust stores.
/// </summary>
public sealed record ListCertificates : Query<CertificateList>;

/// <summary>
/// Makes a self-signed certificate with a new key, to be put in use by the restart of the service
/// that presents it.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="Key">Its kind.</param>
public sealed record GenerateCertificate(NodeName Node, string Service, KeySpec Key)
    : Command<Done>
{
    public override Permission Needs => Permission.ManageSecurity;
}

/// <summary>
/// Makes a key and a signing request (PKCS#10) for it, in place of the one that may be pending.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="Spec">What is requested.</param>
public sealed record RequestCertificate(NodeName Node, string Service, CsrSpec Spec)
    : Command<Done>
{
    public override Permission Needs => Permission.ManageSecurity;
}

/// <summary>
/// Gives up a pending signing request, or a certificate that waits for a restart, with its key.
/// Refused where there is none any more.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="IsRequest">The request; otherwise the certificate.</param>
public sealed record DiscardCertificate(NodeName Node, string Service, bool IsRequest)
    : Command<Done>
{
    public override Permission Needs => Permission.ManageSecurity;
}

/// <summary>
/// Takes a certificate that was issued for the pending request, to be put in use as above. Refused
/// where it is not for the request's key, is weak, expired, lacks a name, or its issuers are not
/// all in the trust store.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="File">PEM, DER or PKCS#7, at most <see cref="MaxFileBytes"/>.</param>
public sealed record UploadCertificate(
    NodeName Node,
    string Service,
    ReadOnlyMemory<byte> File
) : Command<Done>
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaxFileBytes = 512 * 1024;

    public override Permission Needs => Permission.ManageSecurity;
}

/// <summary>
/// Adds what a file holds to a service's trust store, and answers how many certificates were added.
/// </summary>
/// <param name="Service">One of <see cref="CertificateServices.Exchanged"/>.</param>
/// <param name="File">PEM, DER or PKCS#7, at most <see cref="UploadCertificate.MaxFileBytes"/>.</param>
public sealed record TrustCertificates(string Service, ReadOnlyMemory<byte> File)
    : Command<int>
{
    public override Permission Needs => Permission.ManageSecurity;
}

/// <summary>Deletes a trust entry.</summary>
/// <param name="Entry">Its number.</param>
public sealed record DeleteTrust(int Entry) : Command<Done>
{
    public override Permission Needs => Permission.ManageSecurity;
}
