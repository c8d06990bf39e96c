using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Web.Resources;
using IcpConsole.Web.Shared;

namespace IcpConsole.Web.Peering;

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

    public static string Nodes(PeerStatus status) =>
        status.NodesMark switch
        {
            Mark.Check => PeeringText.NodesReachable,
            Mark.Cross => status.Nodes.Any(n => n.Ports.Any(p => p.Mark == Mark.Cross))
                ? PeeringText.NodesNotReachable
                : PeeringText.NodeAgentStopped,
            _ => status.Reachable ? PeeringText.NotChecked : PeeringText.NotKnown,
        };

    /// <summary>
    /// What is wrong with nodes, crosses first, each thing once: it is often the same at every
    /// node.
    /// </summary>
    public static IEnumerable<string> NodeProblems(PeerStatus status) =>
        [
            .. Ports(status, p => p.Mark == Mark.Cross),
            .. status
                .RemoteNodes.Where(n => !n.AgentRunning)
                .Select(n => PeeringText.AgentStoppedThere.With(n.Name)),
            .. Ports(status, p => p.Mark != Mark.Cross),
        ];

    private static IEnumerable<string> Ports(PeerStatus status, Func<PortReach, bool> which) =>
        status
            .Nodes.SelectMany(n => n.Ports)
            .Where(p => p.Problem is not null && which(p))
            .Select(p => $"{p.Port}: {p.Problem!.Text()}")
            .Distinct(StringComparer.Ordinal);

    public static Mark OtherSideMark(OtherSide other) =>
        other.State switch
        {
            OtherSideState.Added => Mark.Check,
            OtherSideState.Removed => Mark.Cross,
            _ => Mark.Unknown,
        };

    public static string OtherSide(PeerStatus status) =>
        status.OtherSide.State switch
        {
            OtherSideState.Added => PeeringText.OtherSideAdded,
            OtherSideState.NotAdded => status.IsNotAddedThere
                ? PeeringText.OtherSideNotAdded
                : PeeringText.OtherSideNotThrough,
            OtherSideState.Removed => PeeringText.OtherSideRemoved,
            _ => PeeringText.NotChecked,
        };

    public static string OtherSideSays(Problem problem) =>
        $"{DiagnosticText.OtherSide}: {problem.Text()}";

    /// <summary>What to do about it, or what the other side says of it.</summary>
    public static string? OtherSideHint(PeerStatus status) =>
        status switch
        {
            { OtherSide.State: not OtherSideState.NotAdded } => null,
            { OtherView.Problem: { } problem } => OtherSideSays(problem),
            { IsNotAddedThere: true } => PeeringText.OtherSideNotAddedHint,
            _ => null,
        };

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

    public static string Links(PeerStatus status) =>
        status switch
        {
            { LinksMark: Mark.Check } => PeeringText.LinksAllUp,
            { LinksMark: Mark.Cross } => PeeringText.LinkDown,
            _ when status.Links.Any(l => l.State == LinkState.NotKnownThere) =>
                PeeringText.LinkNotKnownThere,
            _ when status.Links.Any(l => l.State == LinkState.AwaitsRestart) =>
                PeeringText.LinkAwaitsRestart,
            _ when status.Links.Any(l => l.State == LinkState.RouterStopped) =>
                PeeringText.LinkRouterStopped,
            { Links.Count: 0 } => PeeringText.NotChecked,
            _ => PeeringText.NotKnown,
        };

    public static string Routing(PeerStatus status) =>
        status.RoutingMark switch
        {
            Mark.Check => PeeringText.RoutingProven,
            Mark.Cross => PeeringText.RoutingFailed,
            _ when status.Links.Count(l => l.Proof?.Mark == Mark.Check)
                    is > 0
                        and var proven => PeeringText.RoutingPartly.With(
                proven,
                status.Links.Count
            ),
            _ => status.Links.Any(l => l.State == LinkState.Up)
                ? PeeringText.NotChecked
                : PeeringText.NotKnown,
        };

    public static string Name(SyncTrigger trigger) =>
        PeeringText.ResourceManager.GetString(
            $"Trigger{trigger}",
            CultureInfo.CurrentUICulture
        )!;

    public static string Name(SyncMode mode) =>
        PeeringText.ResourceManager.GetString($"Mode{mode}", CultureInfo.CurrentUICulture)!;

    /// <summary>One word or two for the whole peer.</summary>
    public static string Overall(PeerStatus status) =>
        status switch
        {
            { Sync.Phase: SyncPhase.AwaitingAcceptance } => PeeringText.AwaitingAcceptance,
            { Sync.Phase: SyncPhase.Held } => PeeringText.Held,
            { Sync.Phase: SyncPhase.AgentStopped } => PeeringText.AgentStopped,
            { Connectivity: { Mark: Mark.Cross } test } => Reachability(test),
            { OtherSide.State: OtherSideState.Removed } => PeeringText.OtherSideRemoved,
            { Sync.Last.Failure: not null } => PeeringText.Failed,
            { UsersMark: Mark.Cross } or { CertificatesMark: Mark.Cross } =>
                PeeringText.OutOfSync,
            { OtherSideFails: not null } => PeeringText.OtherSideFails,
            { ProtocolsDiffer: not null } => PeeringText.ProtocolsDiffer,
            { LinksMark: Mark.Cross } => PeeringText.LinkDown,
            { RoutingMark: Mark.Cross } => PeeringText.RoutingFailed,
            { IsRefusedAsUnknown: true } => PeeringText.OtherSideNotAdded,
            { NodesMark: Mark.Cross } => Nodes(status),
            { SecurityMark: Mark.Cross } => PeeringText.NotSecure,
            { GroupsMark: Mark.Cross } => PeeringText.GroupConflicts,
            { Overall: Mark.Check } => PeeringText.InStep,
            _ when Phase(status.Sync) is { } phase => phase,
            { Links: var links }
                when links.Any(l =>
                    l.State is LinkState.AwaitsRestart or LinkState.RouterStopped
                ) => Links(status),
            { OtherSide.State: OtherSideState.NotAdded } => OtherSide(status),
            _ => PeeringText.NotChecked,
        };

    /// <summary>Reachable, or the word for the layer that failed.</summary>
    public static string Reachability(ConnectivityTest? test) =>
        test switch
        {
            null => PeeringText.NotChecked,
            { PublisherFailure: not null } => PeeringText.PublisherSilent,
            { Failure: null } => PeeringText.Reachable,
            { Failure.Layer: PassLayer.Certificate } => PeeringText.NotTrusted,
            { Failure.Layer: PassLayer.Login } => PeeringText.LoginFailed,
            { Failure.Layer: PassLayer.Query } => PeeringText.NoAnswer,
            _ => PeeringText.NotReachable,
        };

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

    public static string Certificates(PeerStatus status) =>
        status.SecurityMark switch
        {
            Mark.Check => PeeringText.ConnectionIsSecure,
            Mark.Cross => status.CertificatesMark == Mark.Cross
                ? PeeringText.OutOfSync
                : PeeringText.NotSecure,
            _ => PeeringText.NotKnown,
        };

    /// <summary>Why a way from here is a cross, where that is known.</summary>
    public static string? WhyNot(TlsWay way, PeerStatus status) =>
        way is not { IsOutbound: true, Mark: Mark.Cross }
            ? null
            : (
                way.IsSip
                    ? status
                        .Nodes.Where(n => n.Sip.Mark == Mark.Cross)
                        .Select(n => n.Sip.Problem)
                    : status.Links.Where(l => l.Mark == Mark.Cross).Select(l => l.Problem)
            )
                .OfType<Problem>()
                .FirstOrDefault()
                ?.Text();

    /// <summary>
    /// What connects to what: of clusters, the peer by its address until it has told its Cluster
    /// ID.
    /// </summary>
    public static string Way(TlsWay way, ClusterId here, PeerStatus status)
    {
        var there = status.RemoteId?.Value ?? status.Peer.Address.Value;
        return $"{(way.IsSip ? PeeringText.PortSip : PeeringText.RouterLinks)}: {(way.IsOutbound ? $"{here} → {there}" : $"{there} → {here}")}";
    }

    public static string Names(NameLookups names) =>
        names switch
        {
            { Mark: Mark.Cross } => PeeringText.NamesMissing,
            { Slowest: not null } => PeeringText.NamesSlow,
            _ => PeeringText.NamesResolve,
        };

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

    public static string Groups(PeerStatus status) =>
        status switch
        {
            { Groups: null } => PeeringText.NotKnown,
            { Groups.Count: 0 } => PeeringText.NoGroupConflict,
            { Groups.Count: var count } => PeeringText.GroupConflictsCount.With(
                TextFormat.Number(count)
            ),
        };

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
