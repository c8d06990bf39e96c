using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>What a status row shows. Unknown means that it was not checked, or that it only follows from a cause shown elsewhere.</summary>
public enum Mark
{
    Unknown,
    Check,
    Cross,
}

/// <summary>What the last connectivity test saw: how long each layer took, up to the one that failed.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Failure">Null when the remote publisher answered the query.</param>
/// <param name="Name">Time of the name lookup; zero for an address.</param>
/// <param name="Tcp">Time of the TCP connection.</param>
/// <param name="Tls">Time of the TLS handshake.</param>
/// <param name="Query">Time from request to answer.</param>
/// <param name="TlsVersion">For example <c>TLS 1.3</c>.</param>
public sealed record ConnectivityTest(
    DateTimeOffset At, PeerFailure? Failure, TimeSpan? Name, TimeSpan? Tcp, TimeSpan? Tls, TimeSpan? Query, string? TlsVersion)
{
    public Mark Mark => Failure is null ? Mark.Check : Mark.Cross;
}

public enum SyncPhase
{
    /// <summary>No pass runs; see the last one's result.</summary>
    Idle,
    Connecting,

    /// <summary>Other peers' users are fetched first; see <see cref="SyncState.Place"/>.</summary>
    Waiting,
    Fetching,
    Applying,

    /// <summary>Nothing is sent until an administrator accepts the certificate that the peer presents.</summary>
    AwaitingAcceptance,
}

/// <summary>Users staged so far, of those that the peer announced.</summary>
public sealed record SyncProgress(int Staged, int Total);

/// <summary>What the Intercluster Sync Agent does for this peer.</summary>
/// <param name="Phase">Now.</param>
/// <param name="Progress">While fetching.</param>
/// <param name="NextAt">When the next pass is due; null while one runs or none will.</param>
/// <param name="Failures">Passes failed in a row.</param>
/// <param name="Last">The last pass's receipt.</param>
public sealed record SyncState(SyncPhase Phase, SyncProgress? Progress, DateTimeOffset? NextAt, int Failures, SyncReceipt? Last)
{
    /// <summary>While waiting: the place in the queue, from 1.</summary>
    public int? Place { get; init; }

    public Mark Mark => Last switch
    {
        null => Mark.Unknown,
        { Failure: null } => Mark.Check,
        _ => Mark.Cross,
    };
}

/// <summary>Users homed at the peer that have a node: as many as are kept here, and as many as the peer says it has.</summary>
public sealed record AssociatedUsers(int Here, int There, DateTimeOffset At);

public enum PeerCertificateState
{
    /// <summary>The trust store holds the very certificate that the peer announces.</summary>
    Synchronized,

    /// <summary>The trust store holds another certificate for this node (the guide, step 7).</summary>
    Changed,

    /// <summary>The trust store holds none for this node.</summary>
    Missing,

    /// <summary>The peer announced none for this node.</summary>
    NotAnnounced,

    /// <summary>Outside its validity.</summary>
    Expired,
}

/// <summary>A certificate of one of the peer's nodes, held against the trust store.</summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="State">How they compare.</param>
/// <param name="Announced">What the peer announces; null when it announces none.</param>
/// <param name="Kept">What the trust store keeps for this node; null when it keeps none.</param>
public sealed record PeerCertificate(NodeName Node, string Service, PeerCertificateState State, CertificateSummary? Announced, CertificateSummary? Kept)
{
    public Mark Mark => State == PeerCertificateState.Synchronized ? Mark.Check : Mark.Cross;
}

/// <summary>The peer's certificates as of the last pass.</summary>
public sealed record CertificateStatus(IReadOnlyList<PeerCertificate> Certificates, DateTimeOffset At)
{
    public Mark Mark => Certificates.Count == 0 ? Mark.Unknown : Certificates.All(c => c.Mark == Mark.Check) ? Mark.Check : Mark.Cross;
}

/// <summary>A node of the remote cluster, as it last told.</summary>
public sealed record PeerNode(NodeName Name, NodeRole Role);

/// <summary>All that is known of a peer at one moment. Immutable: a page may hold on to it.</summary>
public sealed record PeerStatus(
    Peer Peer, ConnectivityTest? Connectivity, SyncState Sync, AssociatedUsers? Users, CertificateStatus? Certificates,
    DateTimeOffset? LastSynchronized, ClusterId? RemoteId, IReadOnlyList<PeerNode> RemoteNodes)
{
    /// <summary>The ports of the peer's nodes; empty until they were looked at.</summary>
    public IReadOnlyList<NodeReach> Nodes { get; init; } = [];

    /// <summary>Whether the peer speaks SIP; null until it was asked.</summary>
    public bool? RemoteSip { get; init; }

    /// <summary>Nothing is asked of the peer before, so that it is not overrun and its account not locked; null when it may be asked.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>While it is false, what was learned before is unknown rather than right or wrong: it only grows old.</summary>
    public bool Reachable => Connectivity is { Failure: null };

    /// <summary>The first thing that is wrong, lowest layer first; null when nothing is known to be.</summary>
    public PeerFailure? Cause => Connectivity?.Failure ?? Sync.Last?.Failure;

    /// <summary>One mark for the whole peer, as the list shows it.</summary>
    public Mark Overall
    {
        get
        {
            Mark[] marks = [UsersMark, CertificatesMark, NodesMark];
            return Cause is not null || marks.Contains(Mark.Cross) ? Mark.Cross
                : Reachable && Sync.Mark == Mark.Check && marks.All(m => m == Mark.Check) ? Mark.Check
                : Mark.Unknown;
        }
    }

    /// <summary>Numbers that differ are a cross, but for as long as a pass is at work on them.</summary>
    public Mark UsersMark => Users is not { } users || !Reachable ? Mark.Unknown
        : users.Here == users.There ? Mark.Check
        : Sync.Phase == SyncPhase.Idle ? Mark.Cross
        : Mark.Unknown;

    /// <summary>The peer's publisher presents another certificate than the one that is kept (the guide, step 7).</summary>
    public bool CertificateChanged => Connectivity?.Failure?.Problem.Code == CertificateProblems.Changed;

    public Mark CertificatesMark => CertificateChanged ? Mark.Cross : Certificates is { } certificates && Reachable ? certificates.Mark : Mark.Unknown;

    /// <summary>This status after a test: where another certificate was presented than the one kept, that one is shown beside it.</summary>
    public PeerStatus With(ConnectivityTest test)
    {
        var status = this with { Connectivity = test };
        if (!status.CertificateChanged || test.Failure?.Presented is not { } presented || Certificates is null) return status;
        return status with
        {
            Certificates = Certificates with
            {
                Certificates = [.. Certificates.Certificates.Select(c => IsOfPublisher(c) ? c with { State = PeerCertificateState.Changed, Announced = presented } : c)],
            },
        };
    }

    /// <summary>Whether what is known of a certificate still holds.</summary>
    public bool Knows(PeerCertificate certificate) => Reachable || (CertificateChanged && IsOfPublisher(certificate));

    private bool IsOfPublisher(PeerCertificate certificate) => certificate.Node == Peer.Address && certificate.Service == CertificateServices.Tomcat;

    /// <summary>A port that nobody looked at, because SIP is not spoken, takes nothing away.</summary>
    public Mark NodesMark => Nodes.Count == 0 || !Reachable ? Mark.Unknown
        : Nodes.Any(n => n.Ports.Any(p => p.Mark == Mark.Cross)) ? Mark.Cross
        : RemoteNodes.All(r => Nodes.Any(n => n.Node == r.Name)) && Nodes.All(n => n.Axl.Mark == Mark.Check && n.Router.Mark == Mark.Check) ? Mark.Check
        : Mark.Unknown;
}
