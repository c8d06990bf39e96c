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
    /// <summary>Of certificates in a chain, the leaf included.</summary>
    private const int MaxDepth = 10;

    /// <summary>Of chains that are tried: authorities of one name may vouch for each other.</summary>
    private const int MaxChains = 100;

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
        var issuer = certificate.Issuer;
        var longest = 0;
        foreach (var chain in ChainsFrom([certificate]).Take(MaxChains))
        {
            if (IsValid(chain, at))
                return null;
            if (chain.Count > longest)
                (longest, issuer) = (chain.Count, chain[^1].Issuer);
        }

        return issuer;
    }

    /// <summary>
    /// Every way up by names alone, since an authority that was made anew may have the name of the
    /// one before, and its key, too.
    /// </summary>
    private IEnumerable<IReadOnlyList<X509Certificate2>> ChainsFrom(
        IReadOnlyList<X509Certificate2> begun
    )
    {
        var last = begun[^1];
        var issuers =
            IsNamed(last, last.Issuer) || begun.Count == MaxDepth
                ? []
                : _certificates.FindAll(c => IsNamed(c, last.Issuer) && !begun.Contains(c));
        if (issuers.Count == 0)
            yield return begun;
        foreach (var issuer in issuers)
        foreach (var chain in ChainsFrom([.. begun, issuer]))
            yield return chain;
    }

    /// <summary>
    /// Names are compared without case (RFC 5280, section 7.1), and whatever kind of text they are.
    /// </summary>
    private static bool IsNamed(X509Certificate2 certificate, string name) =>
        certificate.Subject.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsValid(
        IReadOnlyList<X509Certificate2> certificates,
        DateTimeOffset at
    )
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var issuer in certificates.Skip(1))
            chain.ChainPolicy.CustomTrustStore.Add(issuer);
        // RFC 5280, section 4.2.1.12: what is made for another use does not serve here.
        chain.ChainPolicy.ApplicationPolicy.Add(
            new Oid(CertificateRules.ServerAuthentication)
        );
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        var valid =
            chain.Build(certificates[0])
            && chain.ChainElements.All(e => CertificateRules.Check(e.Certificate, at) is null);
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        return valid;
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
