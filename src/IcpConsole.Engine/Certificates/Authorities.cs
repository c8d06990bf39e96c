using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>
/// The certificates of a trust store that are kept for no single node, and what they vouch for:
/// themselves, and whatever chains to a root among them (RFC 5280, section 6). What the other side
/// sends along with its own certificate counts for nothing: the whole chain has to be in the store.
/// </summary>
internal sealed class Authorities(IEnumerable<X509Certificate2> certificates) : IDisposable
{
    private readonly List<X509Certificate2> _certificates = [.. certificates];

    public static Authorities None { get; } = new([]);

    public static Authorities FromPems(IEnumerable<string> pems) =>
        new(pems.Select(Load).OfType<X509Certificate2>());

    /// <param name="certificate">A leaf, or an authority's own.</param>
    /// <param name="at">The time at which the chain has to be valid.</param>
    public bool Vouches(X509Certificate2 certificate, DateTimeOffset at) =>
        MissingIssuer(certificate, at) is null;

    /// <returns>Null when the certificate is vouched for; otherwise the distinguished name of the
    /// first issuer of its chain that is not in the store, or is not valid.</returns>
    public string? MissingIssuer(X509Certificate2 certificate, DateTimeOffset at)
    {
        if (
            _certificates.Exists(c =>
                c.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)
            )
        )
            return null;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var kept in _certificates)
            chain.ChainPolicy.CustomTrustStore.Add(kept);
        // RFC 5280, section 4.2.1.12: what is made for another use does not serve here.
        chain.ChainPolicy.ApplicationPolicy.Add(
            new Oid(CertificateRules.ServerAuthentication)
        );
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        var valid =
            chain.Build(certificate)
            && chain.ChainElements.All(e => CertificateRules.Check(e.Certificate, at) is null);
        var missing =
            chain.ChainElements.Count == 0
                ? certificate.Issuer
                : chain.ChainElements[^1].Certificate.Issuer;
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        return valid ? null : missing;
    }

    public void Dispose() => _certificates.ForEach(c => c.Dispose());

    private static X509Certificate2? Load(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            // Shown as corrupted where it is listed; it vouches for nothing.
            return null;
        }
    }
}
