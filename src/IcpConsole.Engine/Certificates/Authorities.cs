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

    /// <summary>Of chains that are verified for one certificate.</summary>
    private const int MaxChains = 200;

    /// <summary>Of chains that are begun on the way.</summary>
    private const int MaxBegun = 2000;

    private readonly List<Authority> _authorities = [.. certificates.Select(Authority.From)];

    public static Authorities None { get; } = new([]);

    public static Authorities FromPems(IEnumerable<string> pems) =>
        new(pems.Select(Load).OfType<X509Certificate2>());

    /// <param name="certificate">A leaf, or an authority's own.</param>
    /// <param name="at">The time at which the chain has to be valid.</param>
    public bool Vouches(X509Certificate2 certificate, DateTimeOffset at) =>
        MissingIssuer(certificate, at) is null;

    /// <returns>Null when the certificate is vouched for; otherwise the distinguished name of the
    /// first issuer of its longest chain that is not in the store, or is not valid.</returns>
    public string? MissingIssuer(X509Certificate2 certificate, DateTimeOffset at)
    {
        if (
            _authorities.Exists(a =>
                a.Certificate.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)
            )
        )
            return null;
        var longest = Array.Empty<Authority>();
        foreach (var chain in ChainsOf(Authority.From(certificate)).Take(MaxChains))
        {
            if (IsValid([.. chain.Select(a => a.Certificate)], at))
                return null;
            if (chain.Length > longest.Length)
                longest = chain;
        }

        return longest is [.., var last] ? last.Certificate.Issuer : certificate.Issuer;
    }

    /// <summary>
    /// Every way up, the shortest first: an authority that was made anew may have the name of the
    /// one before, and its key, too; or a root may be signed by the one before it (RFC 4210, section
    /// 4.4).
    /// </summary>
    private IEnumerable<Authority[]> ChainsOf(Authority leaf)
    {
        var begun = new Queue<Authority[]>([
            [leaf],
        ]);
        for (var count = 0; count < MaxBegun && begun.TryDequeue(out var chain); count++)
        {
            var last = chain[^1];
            var issuers =
                chain.Length == MaxDepth
                    ? []
                    : _authorities.FindAll(a =>
                        a.MayHaveIssued(last)
                        && !chain.Contains(a, ReferenceEqualityComparer.Instance)
                    );
            if (issuers.Count == 0 || last.MayHaveIssued(last))
                yield return chain;
            foreach (var issuer in issuers)
                begun.Enqueue([.. chain, issuer]);
        }
    }

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

    public void Dispose() => _authorities.ForEach(a => a.Certificate.Dispose());

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

    /// <summary>What of a certificate says who issued it.</summary>
    private sealed record Authority(
        X509Certificate2 Certificate,
        string? KeyId,
        string? IssuerKeyId
    )
    {
        public static Authority From(X509Certificate2 certificate) =>
            CertificateReader.TrySummarize(certificate, out var summary)
                ? new(certificate, summary.KeyId, summary.IssuerKeyId)
                : new(certificate, null, null);

        /// <summary>
        /// By name without case (RFC 5280, section 7.1), whatever kind of text it is, and by key
        /// where both say which.
        /// </summary>
        public bool MayHaveIssued(Authority other) =>
            Certificate.Subject.Equals(
                other.Certificate.Issuer,
                StringComparison.OrdinalIgnoreCase
            ) && (KeyId is null || other.IssuerKeyId is null || KeyId == other.IssuerKeyId);
    }
}
