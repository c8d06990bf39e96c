using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Testing;

/// <summary>States of a peer.</summary>
internal static class SomePeer
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 4, 0, 0, TimeSpan.Zero);

    /// <summary>A peering of which every mark is a check.</summary>
    public static PeerStatus Good()
    {
        var node = NodeName.Parse("127.0.12.1");
        return new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), node, "icsa", PeerProtocol.Tcp, 1),
            Tested(null),
            Synced(null),
            new AssociatedUsers(3, 3, s_now),
            Held(PeerCertificateState.Synchronized),
            s_now,
            ClusterId.Parse("singapore"),
            [new PeerNode(node, NodeRole.Publisher)]
        )
        {
            OtherSide = new OtherSide(OtherSideState.Added, null),
            Nodes =
            [
                new NodeReach(
                    node,
                    new PortReach(8443, Mark.Check, null, null),
                    new PortReach(5060, Mark.Check, null, null),
                    s_now
                ),
            ],
            Links =
            [
                Link(LinkState.Up) with
                {
                    Proof = new RouteProof(Mark.Check, null, s_now),
                },
            ],
        };
    }

    public static ConnectivityTest Tested(PeerFailure? failure) =>
        new(s_now, failure, null, null, null, null, null);

    public static SyncState Synced(PeerFailure? failure) =>
        new(
            SyncPhase.Idle,
            null,
            s_now,
            failure is null ? 0 : 1,
            new SyncReceipt(
                SyncTrigger.Periodic,
                s_now,
                s_now.AddSeconds(1),
                SyncMode.None,
                0,
                0,
                0,
                0,
                failure
            )
        );

    public static CertificateStatus Held(PeerCertificateState state) =>
        new(
            [
                new PeerCertificate(
                    NodeName.Parse("127.0.12.1"),
                    CertificateServices.Tomcat,
                    state,
                    null,
                    null
                ),
            ],
            s_now
        );

    public static RouterLink Link(LinkState state) =>
        new(NodeName.Parse("127.0.11.1"), NodeName.Parse("127.0.12.1"), state, s_now);

    /// <summary>Whatever may be known of a peer, sensible together or not.</summary>
    public static PeerStatus Any(Random random)
    {
        T? Maybe<T>(T value)
            where T : class => random.Next(3) == 0 ? null : value;

        T One<T>(params IReadOnlyList<T> values) => values[random.Next(values.Count)];

        PeerFailure? Failure() =>
            Maybe(
                One(
                    new PeerFailure(PassLayer.Name, new NameNotFound("x")),
                    new PeerFailure(PassLayer.Tcp, new TcpRefused(8443)),
                    new PeerFailure(PassLayer.Certificate, new CertificateNotAccepted()),
                    new PeerFailure(PassLayer.Certificate, new CertificateChanged()),
                    new PeerFailure(PassLayer.Login, new AxlLoginFailed()),
                    new PeerFailure(PassLayer.Query, new SyncHeld(3, 4)),
                    new PeerFailure(PassLayer.Apply, new DigestMismatch())
                )
            );

        Mark AnyMark() => One(Mark.Unknown, Mark.Check, Mark.Cross);

        PortReach Port(int port) =>
            AnyMark() is var mark && mark == Mark.Cross
                ? new PortReach(
                    port,
                    mark,
                    One<Problem>(new SipTlsRefused(), new PortRefused(port)),
                    null
                )
                : new PortReach(port, mark, null, null);

        var good = Good();
        var node = good.Nodes[0].Node;
        var failure = random.Next(2) == 0 ? null : Failure();
        var lastOfAll = random.Next(2) == 0 ? null : Failure();
        return good with
        {
            Peer = good.Peer with
            {
                Protocol = One(PeerProtocol.Tcp, PeerProtocol.Udp, PeerProtocol.Tls),
            },
            Connectivity = Maybe(
                Tested(failure) with
                {
                    PublisherFailure = failure is null ? One(null, null, Failure()) : null,
                }
            ),
            Sync = (
                random.Next(4) == 0
                    ? new SyncState(SyncPhase.Idle, null, null, 0, null)
                    : Synced(lastOfAll)
            ) with
            {
                Phase = One(Enum.GetValues<SyncPhase>()),
            },
            Users = Maybe(
                new AssociatedUsers(random.Next(3), random.Next(3), s_now)
                {
                    Differ = random.Next(4) == 0,
                }
            ),
            Certificates = Maybe(Held(One(Enum.GetValues<PeerCertificateState>()))),
            CertificateSyncOff = random.Next(3) == 0,
            RemoteId = random.Next(4) == 0 ? null : good.RemoteId,
            RemoteNodes =
                random.Next(4) == 0
                    ? []
                    :
                    [
                        new PeerNode(
                            node,
                            NodeRole.Publisher,
                            AgentRunning: random.Next(4) > 0
                        ),
                    ],
            OtherSide = new OtherSide(One(Enum.GetValues<OtherSideState>()), s_now),
            Services = Maybe(
                One<PeerService[]>(
                    [],
                    [
                        new(
                            node,
                            ServiceCatalogue.InterclusterSyncAgent,
                            random.Next(2) == 0,
                            s_now,
                            null
                        ),
                        new(
                            node,
                            ServiceCatalogue.XcpRouter,
                            Runs: true,
                            s_now,
                            new PeerAddedRestart()
                        ),
                    ]
                )
            ),
            OtherView = Maybe(
                new PeerView(
                    node,
                    One(PeerProtocol.Tcp, PeerProtocol.Tls),
                    good.RemoteId,
                    AnyMark(),
                    null,
                    One(null, "AxlLoginFailed", "Invented"),
                    "",
                    AnyMark(),
                    AnyMark(),
                    AnyMark(),
                    AnyMark(),
                    AnyMark(),
                    s_now
                )
            ),
            Names = Maybe(
                new NameLookups(
                    [
                        new NameLookup(
                            node,
                            [],
                            TimeSpan.Zero,
                            Maybe<Problem>(new NameNotFound("x"))
                        ),
                    ],
                    s_now
                )
            ),
            Nodes =
                random.Next(4) == 0
                    ? []
                    : [new NodeReach(node, Port(8443), Port(5061), s_now)],
            Links =
                random.Next(4) == 0
                    ? []
                    :
                    [
                        Link(One(Enum.GetValues<LinkState>())) with
                        {
                            Proof = Maybe(
                                One(
                                    new RouteProof(Mark.Check, null, s_now),
                                    new RouteProof(Mark.Cross, new RouteNoAnswer("x"), s_now),
                                    new RouteProof(
                                        Mark.Unknown,
                                        new RouteNobodyToAsk(),
                                        s_now
                                    ),
                                    new RouteProof(Mark.Unknown, new LinkClosed(), s_now)
                                )
                            ),
                        },
                    ],
            Groups = Maybe(new GroupConflicts(random.Next(2), [new("Sales", 1, 2)], s_now)),
        };
    }
}
