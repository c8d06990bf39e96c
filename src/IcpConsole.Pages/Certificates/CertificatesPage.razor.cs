using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Certificates;

/// <summary>
/// Security &gt; Certificate Management: the identities of a cluster's nodes, and its trust stores.
/// </summary>
public sealed partial class CertificatesPage
{
    private static readonly string[] s_stores =
    [
        .. CertificateServices.Exchanged.Select(CertificateServices.TrustOf),
    ];

    private List<CertificateRow>? _rows;
    private ClusterId? _rowsOf;
    private string _text = "";
    private string _usage = "";
    private string _days = "";
    private bool _uploading;
    private string? _done;

    [SupplyParameterFromQuery(Name = "text")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "usage")]
    private string? Usage { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    private string? Days { get; set; }

    /// <summary>Key of the one whose details are shown.</summary>
    [SupplyParameterFromQuery(Name = "certificate")]
    private string? Chosen { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private List<CertificateRow> Found =>
        [
            .. (_rows ?? []).Where(r =>
                r.Matches(new CertificateSearch(Text ?? "", Usage, MostDays), Now)
            ),
        ];

    /// <summary>Until which a certificate ends; null for whenever.</summary>
    private int? MostDays =>
        QueryValues.Number(Days) is { } days ? Math.Clamp(days, 0, 36_500) : null;

    private CertificateRow? Shown => _rows?.Find(r => r.Key == Chosen);

    /// <param name="cluster">Whose certificates.</param>
    /// <param name="certificate">Key of the one whose details are shown.</param>
    protected override async Task OnParametersSetAsync()
    {
        (_text, _usage, _days) = (Text ?? "", Usage ?? "", $"{MostDays}");
        if (_rowsOf != Cluster?.Id)
            (_rows, _done) = (null, null);
        await ReadAsync();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (Cluster is not { Id: var id } cluster)
            return;
        if (!cluster.Offers.HasFlag(Capabilities.Certificates))
            return;
        var list = await Door.AskAsync(id, new ListCertificates(), Gone);
        if (Cluster?.Id == id && list.Value is { } certificates)
            (_rowsOf, _rows) = (id, [.. CertificateRow.FromList(certificates)]);
    }

    private async Task<IReadOnlyList<Problem>> TrustAsync(string store, byte[] file)
    {
        var service = CertificateServices.Exchanged.First(s =>
            CertificateServices.TrustOf(s) == store
        );
        var added = await Door.SendAsync(Cluster!.Id, new TrustCertificates(service, file));
        if (added.Succeeded)
            _done = CertificateText.UploadedTrust.With(TextFormat.Number(added.Value), store);
        return added.Problems;
    }

    private int AlarmDays =>
        Cluster!.Parameters?.Number(
            Cluster.Topology.Publisher.Name,
            ParameterCatalogue.NotificationStart
        ) ?? 0;

    private static string Expiry(CertificateRow row) =>
        row.Certificate is { } certificate ? TextFormat.Day(certificate.NotAfter)
        : row.Identity is not null ? ClusterText.NoCertificateYet
        : CertificateText.Corrupted;

    private static string Kind(TrustedEntry entry) =>
        entry.PeerAddress is { } peer
            ? CertificateText.OfPeer.With(peer)
            : CertificateText.Uploaded;

    private static string CommonName(CertificateSummary certificate) =>
        certificate.Subject.StartsWith("CN=", StringComparison.Ordinal)
            ? certificate.Subject[3..]
            : certificate.Subject;

    private string Href(CertificateRow? row) =>
        Navigation.GetUriWithQueryParameter("certificate", row?.Key);

    private void Go(string? text, string? usage, string? days) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>
                {
                    ["text"] = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
                    ["usage"] = string.IsNullOrEmpty(usage) ? null : usage,
                    ["days"] = string.IsNullOrEmpty(days) ? null : days,
                }
            )
        );
}
