using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Peering;

/// <summary>A peer's status in words: what the list, the panel and the dialogs share.</summary>
internal static class PeerText
{
    public static string Name(PassLayer layer) =>
        layer switch
        {
            PassLayer.Name => PeeringText.LayerName,
            PassLayer.Tcp => PeeringText.LayerTcp,
            PassLayer.Tls => PeeringText.LayerTls,
            PassLayer.Certificate => PeeringText.LayerCertificate,
            PassLayer.Login => PeeringText.LayerLogin,
            PassLayer.Query => PeeringText.LayerQuery,
            _ => PeeringText.LayerApply,
        };

    public static string State(PeerCertificate certificate) =>
        certificate.State switch
        {
            PeerCertificateState.Synchronized
                when certificate.Kept?.Sha256 != certificate.Announced?.Sha256 =>
                PeeringText.CertificateVouched.With(certificate.Service),
            PeerCertificateState.Synchronized => PeeringText.CertificateSynchronized.With(
                certificate.Service
            ),
            PeerCertificateState.Changed => PeeringText.CertificateChanged.With(
                certificate.Service
            ),
            PeerCertificateState.Missing => PeeringText.CertificateMissing.With(
                certificate.Service
            ),
            PeerCertificateState.Corrupted => PeeringText.CertificateCorrupted.With(
                certificate.Service
            ),
            PeerCertificateState.NameNotCovered => PeeringText.CertificateNameNotCovered.With(
                certificate.Node
            ),
            PeerCertificateState.NotAnnounced => PeeringText.CertificateNotAnnounced,
            _ => PeeringText.CertificateExpired,
        };

    /// <summary>
    /// What else is wrong with nodes, crosses first, each thing once: it is often the same at every
    /// node.
    /// </summary>
    public static IEnumerable<string> NodeProblems(PeerStatus status) =>
        [
            .. Ports(status, p => p.Mark == Mark.Cross),
            .. Ports(status, p => p.Mark != Mark.Cross),
        ];

    private static IEnumerable<string> Ports(PeerStatus status, Func<PortReach, bool> which) =>
        status
            .Nodes.SelectMany(n => n.Ports)
            .Where(p => p.Problem is not null && which(p))
            .Where(p => p.Problem != status.Diagnosis.In(Aspect.Nodes)?.Problem)
            .Where(p => p.Problem != status.Diagnosis.In(Aspect.Sip)?.Problem)
            .Select(p => $"{p.Port}: {p.Problem!.Text()}")
            .Distinct(StringComparer.Ordinal);

    public static string State(RouterLink link) =>
        link.State switch
        {
            LinkState.Up => PeeringText.LinkUp,
            LinkState.Down => link.Problem?.Text() ?? PeeringText.LinkDown,
            LinkState.NotKnownThere => PeeringText.LinkNotKnownThere,
            LinkState.AwaitsRestart => PeeringText.LinkAwaitsRestart,
            LinkState.RouterStopped => PeeringText.LinkRouterStopped,
            _ => PeeringText.NotKnown,
        };

    public static string Source(Fact fact)
    {
        var source = PeeringText.ResourceManager.GetString(
            $"Source{fact.Source}",
            CultureInfo.CurrentUICulture
        )!;
        return fact.Vantage == Vantage.There ? PeeringText.AsTold.With(source) : source;
    }

    public static string Name(SyncTrigger trigger) =>
        PeeringText.ResourceManager.GetString(
            $"Trigger{trigger}",
            CultureInfo.CurrentUICulture
        )!;

    public static string Name(SyncMode mode) =>
        PeeringText.ResourceManager.GetString($"Mode{mode}", CultureInfo.CurrentUICulture)!;

    /// <summary>
    /// The whole peer in a few words; while a pass is all that is waited for, how far it is.
    /// </summary>
    public static string Headline(PeerStatus status)
    {
        var headline = status.Diagnosis.Headline;
        return headline == Headlines.Syncing && Phase(status.Sync) is { } phase
            ? phase
            : headline.Text();
    }

    public static string? Phase(SyncState sync) =>
        sync.Phase switch
        {
            SyncPhase.Connecting => $"{PeeringText.Syncing} · {PeeringText.PhaseConnecting}",
            SyncPhase.Waiting =>
                $"{PeeringText.Syncing} · {PeeringText.PhaseWaiting.With(sync.Place ?? 1)}",
            SyncPhase.Fetching => $"{PeeringText.Syncing} · {PeeringText.PhaseFetching}",
            SyncPhase.Applying => $"{PeeringText.Syncing} · {PeeringText.PhaseApplying}",
            _ => null,
        };

    /// <summary>
    /// What connects to what: of clusters, the peer by its address until it has told its Cluster
    /// ID.
    /// </summary>
    public static string NameOf(TlsWay way) =>
        way.IsSip ? PeeringText.PortSip : PeeringText.RouterLinks;

    public static string Way(TlsWay way, ClusterId here, PeerStatus status)
    {
        var there = status.RemoteId?.Value ?? status.Peer.Address.Display;
        return $"{NameOf(way)}: {(way.IsOutbound ? $"{here} → {there}" : $"{there} → {here}")}";
    }

    /// <summary>A name, its addresses and the way back, each with its time.</summary>
    public static string Lookup(NameLookup name)
    {
        if (name.Problem is { } problem)
            return PeeringText.NameNone.With(
                problem.Text(),
                TextFormat.Duration(name.Forward)
            );
        if (name.Name.IsAddress)
            return name.Name.Value;
        var forward = PeeringText.NameForward.With(
            name.Name,
            string.Join(", ", name.Addresses),
            TextFormat.Duration(name.Forward)
        );
        if (name.Reverse is not { } reverse)
            return forward;
        var took = TextFormat.Duration(reverse);
        var backward = name.ReverseName is { } back
            ? PeeringText.NameReverse.With(back, took)
            : PeeringText.NameNoReverse.With(took);
        return $"{forward} · {backward}";
    }

    public static string Connectivity(ConnectivityTest test)
    {
        var parts = new List<string>();
        if (test.Name is { } name)
            parts.Add(PeeringText.EvidenceName.With(TextFormat.Duration(name)));
        if (test.Tcp is { } tcp)
            parts.Add(PeeringText.EvidenceTcp.With(TextFormat.Duration(tcp)));
        if (test.Tls is { } tls)
            parts.Add(
                PeeringText.EvidenceTls.With(
                    test.TlsVersion ?? "TLS",
                    TextFormat.Duration(tls)
                )
            );
        if (test.Query is { } query)
            parts.Add(PeeringText.EvidenceAxl.With(TextFormat.Duration(query)));
        if (test.Failure is { } failure)
            parts.Add(PeeringText.FailedAt.With(Name(failure.Layer)));
        var evidence = string.Join(" · ", parts);
        // The times are those of the node that answered.
        return test is { Through: { } node, PublisherFailure: { } publisher }
            ? $"{PeeringText.EvidencePublisher.With(Name(publisher.Layer))} · {PeeringText.EvidenceThrough.With(node)}: {evidence}"
            : evidence;
    }

    public static string Receipt(SyncReceipt receipt) =>
        receipt.Failure is { } failure ? failure.Problem.Text()
        : receipt is { Mode: SyncMode.None, CertificatesTaken: 0 } ? PeeringText.NothingNew
        : PeeringText.LastPass.With(
            TextFormat.Number(receipt.Added),
            TextFormat.Number(receipt.Changed),
            TextFormat.Number(receipt.Removed),
            TextFormat.Duration(receipt.Duration)
        );
}
