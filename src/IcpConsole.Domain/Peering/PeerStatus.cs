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
    /// <summary>tomcat-trust holds the very certificate that the peer announces.</summary>
    Synchronized,

    /// <summary>tomcat-trust holds another certificate for this node (the guide, step 7).</summary>
    Changed,

    /// <summary>tomcat-trust holds none for this node.</summary>
    Missing,

    /// <summary>Outside its validity.</summary>
    Expired,
}

/// <summary>A tomcat certificate that the peer announces for one of its nodes, held against tomcat-trust.</summary>
public sealed record PeerCertificate(NodeName Node, CertificateSummary Certificate, PeerCertificateState State)
{
    /// <summary>The one that tomcat-trust keeps for this node; null when it keeps none.</summary>
    public CertificateSummary? Kept { get; init; }

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
    /// <summary>While it is false, what was learned before is unknown rather than right or wrong: it only grows old.</summary>
    public bool Reachable => Connectivity is { Failure: null };

    /// <summary>The first thing that is wrong, lowest layer first; null when nothing is known to be.</summary>
    public PeerFailure? Cause => Connectivity?.Failure ?? Sync.Last?.Failure;

    /// <summary>One mark for the whole peer, as the list shows it.</summary>
    public Mark Overall =>
        Cause is not null || UsersMark == Mark.Cross || CertificatesMark == Mark.Cross ? Mark.Cross
        : Reachable && Sync.Mark == Mark.Check && UsersMark == Mark.Check && CertificatesMark == Mark.Check ? Mark.Check
        : Mark.Unknown;

    /// <summary>Numbers that differ are a cross, but for as long as a pass is at work on them.</summary>
    public Mark UsersMark => Users is not { } users || !Reachable ? Mark.Unknown
        : users.Here == users.There ? Mark.Check
        : Sync.Phase == SyncPhase.Idle ? Mark.Cross
        : Mark.Unknown;

    public Mark CertificatesMark => Certificates is { } certificates && Reachable ? certificates.Mark : Mark.Unknown;
}
