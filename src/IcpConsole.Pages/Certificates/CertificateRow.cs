using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Pages.Certificates;

/// <summary>A line of the Certificate List: an identity or a trust entry.</summary>
/// <param name="Key">What its link and its downloads name it by.</param>
/// <param name="Name">For example <c>tomcat</c> or <c>tomcat-trust</c>.</param>
/// <param name="Node">The node whose certificate it is; null for an authority's.</param>
/// <param name="Certificate">Null where it is being made, or cannot be read.</param>
/// <param name="Identity">Null for a trust entry.</param>
/// <param name="Trusted">Null for an identity.</param>
public sealed record CertificateRow(
    string Key,
    string Name,
    NodeName? Node,
    CertificateSummary? Certificate,
    IdentityEntry? Identity,
    TrustedEntry? Trusted
)
{
    public static IEnumerable<CertificateRow> FromList(CertificateList list) =>
        [
            .. list.Identities.Select(i => new CertificateRow(
                $"{i.Service}.{i.Node}",
                i.Service,
                i.Node,
                i.Certificate,
                i,
                null
            )),
            .. list.Trusted.Select(t => new CertificateRow(
                $"{t.Store}.{t.Id}",
                t.Store,
                t.Node,
                t.Certificate,
                null,
                t
            )),
        ];

    public bool Matches(CertificateSearch search, DateTimeOffset now) =>
        (
            search.Text.Length == 0
            || Holds(Name, search)
            || Holds(Certificate?.Subject, search)
            || Holds(Node?.Value, search)
            || Certificate?.Names.Any(n => Holds(n, search)) == true
        )
        && (
            search.Usage is not { } usage
            || usage == CertificateSearch.Identity == (Identity is not null)
        )
        && (
            search.Days is not { } days
            || (Certificate is { } certificate && certificate.NotAfter < now.AddDays(days))
        );

    private static bool Holds(string? value, CertificateSearch search) =>
        value?.Contains(search.Text, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Which certificates are looked for.</summary>
/// <param name="Text">Part of the name, the subject, the node or an alternative name.</param>
/// <param name="Usage"><see cref="Identity"/> or <see cref="Trust"/>; null for both.</param>
/// <param name="Days">Those that expire within so many days; null for all.</param>
public sealed record CertificateSearch(string Text, string? Usage, int? Days)
{
    public const string Identity = "identity";
    public const string Trust = "trust";
}
