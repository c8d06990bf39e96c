using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

/// <summary>
/// Security &gt; Certificate Management of one cluster: its nodes' identities and its trust stores.
/// </summary>
public interface ICertificates
{
    /// <summary>Largest file that is read, in bytes.</summary>
    const int MaxFileBytes = 512 * 1024;

    /// <summary>
    /// The certificate with which a node presents itself; null while it has none yet.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="service">One of <see cref="CertificateServices.All"/>.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<CertificateSummary?> FindAsync(
        NodeName node,
        string service,
        CancellationToken cancellationToken
    );

    /// <summary>Every identity and every trust entry.</summary>
    Task<CertificateList> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes a self-signed certificate with a new key, to be put in use by the restart of the
    /// service that presents it.
    /// </summary>
    /// <returns>Why not; null when it was made.</returns>
    Task<Problem?> GenerateAsync(
        NodeName node,
        string service,
        KeySpec key,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Makes a key and a signing request (PKCS#10) for it, in place of the one that may be pending.
    /// </summary>
    /// <returns>Why not; null when it was made.</returns>
    Task<Problem?> RequestAsync(
        NodeName node,
        string service,
        CsrSpec spec,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Gives up a pending signing request, or a certificate that waits for a restart, with its key.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="service">One of <see cref="CertificateServices.All"/>.</param>
    /// <param name="isRequest">The request; otherwise the certificate.</param>
    /// <param name="cancellationToken">Ends the wait for one's turn.</param>
    /// <returns>Why not: there is none any more. Null when it was.</returns>
    Task<Problem?> DiscardAsync(
        NodeName node,
        string service,
        bool isRequest,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Takes a certificate that was issued for the pending request (PEM, DER or PKCS#7), to be put
    /// in use as above.
    /// </summary>
    /// <returns>Why not: it is not for the request's key, is weak, expired, lacks a name, or its
    /// issuers are not all in the trust store.</returns>
    Task<Problem?> UploadAsync(
        NodeName node,
        string service,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    );

    /// <summary>Adds what a file holds to a service's trust store.</summary>
    /// <returns>How many certificates were added, or why none was.</returns>
    Task<Result<int>> TrustAsync(
        string service,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes a trust entry.</summary>
    Task DeleteAsync(int trustEntry, CancellationToken cancellationToken);
}
