using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// Users homed at the peer that have a node: as many as are kept here, and as many as the peer says
/// it has.
/// </summary>
public sealed record AssociatedUsers(int Here, int There, DateTimeOffset At)
{
    /// <summary>They are known not to be the same, be they as many.</summary>
    public bool Differ { get; init; }
}

/// <summary>The cluster that has the entry.</summary>
/// <param name="Id">Its Cluster ID.</param>
/// <param name="Publisher">The address under which peers add it.</param>
public sealed record LocalCluster(ClusterId Id, NodeName Publisher);

/// <summary>A node of the remote cluster, as it last told.</summary>
/// <param name="Name">The node.</param>
/// <param name="Role">Of its database.</param>
/// <param name="AgentRunning">Its Cisco Intercluster Sync Agent runs, as the guide asks of every
/// node (step 5).</param>
/// <param name="ServedBy">The node that serves its users while it has failed over; null where it
/// does itself.</param>
public sealed record PeerNode(
    NodeName Name,
    NodeRole Role,
    bool AgentRunning = true,
    NodeName? ServedBy = null
);

/// <summary>
/// All that is known of a peer at one moment. Immutable: a page may hold on to it.
/// </summary>
/// <param name="Local">The cluster that it is a peer of.</param>
/// <param name="Peer">The entry.</param>
/// <param name="Connectivity">The last connectivity test; null until one has ended.</param>
/// <param name="Sync">Of the Intercluster Sync Agent.</param>
/// <param name="Users">As of the last pass; null until one succeeded.</param>
/// <param name="Certificates">As of the last pass; null until one succeeded.</param>
/// <param name="LastSynchronized">When the last pass succeeded, UTC; null when none ever did.</param>
/// <param name="RemoteId">Its Cluster ID; null until it was told.</param>
/// <param name="RemoteNodes">That it told of.</param>
public sealed partial record PeerStatus(
    LocalCluster Local,
    Peer Peer,
    ConnectivityTest? Connectivity,
    SyncState Sync,
    AssociatedUsers? Users,
    CertificateStatus? Certificates,
    DateTimeOffset? LastSynchronized,
    ClusterId? RemoteId,
    IReadOnlyList<PeerNode> RemoteNodes
)
{
    /// <summary>The ports of the peer's nodes; empty until they were looked at.</summary>
    public IReadOnlyList<NodeReach> Nodes { get; init; } = [];

    /// <summary>
    /// The links between this cluster's routers and the peer's; empty until the peer has told of
    /// its nodes.
    /// </summary>
    public IReadOnlyList<RouterLink> Links { get; init; } = [];

    /// <summary>
    /// The names that have to resolve before the peer is asked anything, as they were last looked
    /// up; null until they were.
    /// </summary>
    public NameLookups? Names { get; init; }

    /// <summary>
    /// The names of all nodes of the peer, those of Unified CM among them, as its
    /// <c>processnode</c> has them; empty before the first login.
    /// </summary>
    public IReadOnlyList<NodeName> ProcessNodes { get; init; } = [];

    /// <summary>Periodic passes take no certificates (the guide, step 10).</summary>
    public bool CertificateSyncOff { get; init; }

    /// <summary>Whether the peer speaks SIP; null until it was asked.</summary>
    public bool? RemoteSip { get; init; }

    /// <summary>Whether the peer has an entry for this cluster.</summary>
    public OtherSide OtherSide { get; init; } = OtherSide.Unknown;

    /// <summary>
    /// Where the publisher presents another certificate than the one kept: whether its router
    /// presents the one that was announced; otherwise unknown.
    /// </summary>
    public Mark RouterCertificate { get; init; }

    /// <summary>
    /// How the peer says that it sees this cluster, as of the last connectivity test; null where it
    /// does not say.
    /// </summary>
    public PeerView? OtherView { get; init; }

    /// <summary>
    /// What the peer told of its services, as of the last connectivity test; null where it does not
    /// tell.
    /// </summary>
    public IReadOnlyList<PeerService>? Services { get; init; }

    /// <summary>Nodes of this cluster on which Cisco SIP Proxy is stopped.</summary>
    public IReadOnlyList<NodeName> SipStoppedHere { get; init; } = [];

    /// <summary>
    /// Since when Cisco SIP Proxy and Cisco XCP Router of this cluster's nodes are as they are, UTC;
    /// null where that is not known.
    /// </summary>
    public DateTimeOffset? LocalSince { get; init; }

    /// <summary>Enterprise groups that both clusters have; null until they were compared.</summary>
    public GroupConflicts? Groups { get; init; }

    /// <summary>
    /// Users whom the peer no longer has and who are kept until an administrator confirms; null
    /// while none are.
    /// </summary>
    public HeldUsers? Held { get; init; }

    /// <summary>A confirmed removal that can still be undone; null where there is none.</summary>
    public UndoableRemoval? Removal { get; init; }

    /// <summary>
    /// Nothing is asked of the peer before, so that it is not overrun and its account not locked;
    /// null when it may be asked.
    /// </summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>
    /// While it is false, what was learned before is unknown rather than right or wrong: it only
    /// grows old.
    /// </summary>
    public bool Reachable => Connectivity is { Failure: null };

    /// <summary>
    /// What the last test or pass failed with, lowest layer first; null when neither did.
    /// </summary>
    public PeerFailure? Failure =>
        Connectivity?.Failure ?? Connectivity?.PublisherFailure ?? Sync.Last?.Failure;

    /// <summary>What all of this means.</summary>
    public PeerDiagnosis Diagnosis => PeerDiagnosis.From(this);

    /// <summary>One mark for the whole peer, as the list shows it.</summary>
    public Mark Overall => Diagnosis.Overall;

    /// <summary>Nobody has to look at it.</summary>
    public bool IsInOrder => Overall == Mark.Check;

    public Mark UsersMark => MarkOf(Aspect.Users);

    public Mark CertificatesMark =>
        NeedsResync ? Mark.Cross
        : Certificates is { } certificates && Reachable ? certificates.Mark
        : Mark.Unknown;

    /// <summary>
    /// One entry says TLS and the other does not: routers take no link without TLS from a peer that
    /// is to use it. Null where they agree, or it is not known.
    /// </summary>
    public Problem? ProtocolsDiffer =>
        OtherView is { } view
        && (view.Protocol == PeerProtocol.Tls) != (Peer.Protocol == PeerProtocol.Tls)
            ? new ProtocolsDiffer(
                Peer.Protocol.Text(),
                view.Protocol.Text(),
                RemoteId?.Value ?? Peer.Address.Value
            )
            : null;

    /// <summary>
    /// Empty where the protocol is not TLS; without SIP where one side does not speak it.
    /// </summary>
    public IReadOnlyList<TlsWay> TlsWays =>
        Peer.Protocol != PeerProtocol.Tls
            ? []
            :
            [
                .. SipIsOff
                    ? Array.Empty<TlsWay>()
                    :
                    [
                        new(IsSip: true, IsOutbound: true, SipMark),
                        new(IsSip: true, IsOutbound: false, Inbound(OtherView?.Sip)),
                    ],
                new(IsSip: false, IsOutbound: true, LinksMark),
                new(IsSip: false, IsOutbound: false, Inbound(OtherView?.Links)),
            ];

    /// <summary>What the other side does without TLS shows nothing.</summary>
    private Mark Inbound(Mark? mark) =>
        OtherView is null or { Protocol: PeerProtocol.Tls }
            ? mark ?? Mark.Unknown
            : Mark.Cross;

    /// <summary>Whether SIP is answered at every node; unknown where it is not spoken.</summary>
    public Mark SipMark =>
        Nodes.Any(n => n.Sip.Mark == Mark.Cross) ? Mark.Cross
        : Nodes.Count > 0 && Nodes.All(n => n.Sip.Mark == Mark.Check) ? Mark.Check
        : Mark.Unknown;

    /// <summary>
    /// The peer never had an entry for this cluster; one that has not come through yet is not told
    /// of either, but sees this cluster.
    /// </summary>
    public bool IsNotAddedThere =>
        OtherSide.State == OtherSideState.NotAdded && OtherView is null;

    /// <summary>
    /// Nodes refuse SIP with TLS, as they do while they have no entry for this cluster, or none
    /// that has come through: that is the cause, and not a port.
    /// </summary>
    public bool IsRefusedAsUnknown =>
        OtherSide.State is OtherSideState.NotAdded or OtherSideState.Removed
        && SipMark == Mark.Cross
        && Nodes.Where(n => n.Sip.Mark == Mark.Cross).All(n => n.Sip.Problem is SipTlsRefused);

    /// <summary>
    /// Nodes of the peer whose Cisco Intercluster Sync Agent does not run (the guide, step 5).
    /// </summary>
    public IReadOnlyList<NodeName> StoppedAgents =>
        [.. RemoteNodes.Where(n => !AgentRuns(n)).Select(n => n.Name)];

    /// <summary>
    /// Services of the peer that wait for a restart, to be done over there (the guide, "Restart the
    /// XCP Router Service").
    /// </summary>
    public IEnumerable<PeerService> PendingRestarts =>
        ToldServices.Where(s => s.Pending is not null);

    /// <summary>Of the nodes that it has.</summary>
    public IEnumerable<PeerService> ToldServices =>
        Services?.Where(s => RemoteNodes.Any(n => n.Name == s.Node)) ?? [];

    private Mark MarkOf(Aspect aspect) => Diagnosis.In(aspect)?.Mark ?? Mark.Unknown;

    private bool AgentRuns(PeerNode node) =>
        ToldServices
            .FirstOrDefault(s =>
                s.Node == node.Name && s.Service == ServiceCatalogue.InterclusterSyncAgent
            )
            ?.Runs
        ?? node.AgentRunning;

    /// <summary>One side does not speak it.</summary>
    public bool SipIsOff =>
        Nodes.Count > 0 && Nodes.All(n => n.Sip is { Mark: Mark.Unknown, Problem: not null });

    /// <summary>
    /// This status after a test: where another certificate was presented than the one kept, that
    /// one is shown beside it.
    /// </summary>
    public PeerStatus With(ConnectivityTest test) =>
        (this with { Connectivity = test }).WithPresented();

    /// <summary>Whether what is known of a certificate still holds.</summary>
    public bool Knows(PeerCertificate certificate) =>
        Reachable || (NeedsResync && IsOfPublisher(certificate));

    private bool IsOfPublisher(PeerCertificate certificate) =>
        certificate.Node == Peer.Address && certificate.Service == CertificateServices.Tomcat;

    /// <summary>Whether AXL answers at every node.</summary>
    public Mark AxlMark =>
        Nodes.Any(n => n.Axl.Mark == Mark.Cross) ? Mark.Cross
        : Nodes.Count > 0
        && RemoteNodes.All(r => Nodes.Any(n => n.Node == r.Name))
        && Nodes.All(n => n.Axl.Mark == Mark.Check)
            ? Mark.Check
        : Mark.Unknown;

    public Mark LinksMark =>
        Links.Any(l => l.Mark == Mark.Cross) ? Mark.Cross
        : Links.Count > 0 && Links.All(l => l.Mark == Mark.Check) ? Mark.Check
        : Mark.Unknown;

    public Mark RoutingMark => MarkOf(Aspect.Routing);

    /// <summary>
    /// This status after the peer was asked for its entry. What it refused before it knew this
    /// cluster says nothing any more once it does.
    /// </summary>
    public PeerStatus With(OtherSide otherSide) =>
        otherSide.State == OtherSideState.Added && OtherSide.State != OtherSideState.Added
            ? this with
            {
                OtherSide = otherSide,
                Nodes =
                [
                    .. Nodes.Select(n => n with { Sip = PortReach.NotLookedAt(n.Sip.Port) }),
                ],
                Links =
                [
                    .. Links.Select(l =>
                        l.Problem is LinkNotAuthorized or LinkNotKnownThere
                            ? new RouterLink(l.From, l.To, LinkState.Unknown, l.At)
                            : l
                    ),
                ],
            }
            : this with
            {
                OtherSide = otherSide,
            };

    public RouterLink? Link(NodeName from, NodeName to) =>
        Links.FirstOrDefault(l => l.From == from && l.To == to);

    public PeerStatus With(RouterLink link) =>
        this with
        {
            Links =
            [
                .. Links
                    .Where(l => l.From != link.From || l.To != link.To)
                    .Append(link)
                    .OrderBy(l => l.From)
                    .ThenBy(l => l.To),
            ],
        };

    /// <summary>What is still known at a moment.</summary>
    public PeerStatus AsOf(DateTimeOffset now) =>
        this with
        {
            Links = [.. Links.Select(l => l.AsOf(now))],
            Removal = Removal?.Until > now ? Removal : null,
        };
}
