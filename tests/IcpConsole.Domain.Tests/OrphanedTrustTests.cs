using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class OrphanedTrustTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly NodeName s_peer = NodeName.Parse("127.0.12.1");

    [Fact]
    public void A_node_that_the_peer_no_longer_has_what_expired_and_what_cannot_be_read_are_of_no_use()
    {
        var list = new CertificateList(
            [],
            [
                Entry(1, s_peer, "127.0.12.1", Certificate("a")),
                Entry(2, s_peer, "127.0.12.2", Certificate("b")),
                Entry(3, s_peer, "127.0.12.9", Certificate("c")),
                Entry(4, s_peer, "127.0.12.2", Certificate("d", days: -1)),
                Entry(5, s_peer, "127.0.12.2", null),
            ]
        );
        Assert.Equal(
            [
                (3, OrphanReason.NodeGone),
                (4, OrphanReason.Expired),
                (5, OrphanReason.Unreadable),
            ],
            OrphanedTrust
                .Find(list, [Peer("127.0.12.1", "127.0.12.2")], s_now)
                .Select(o => (o.Entry.Id, o.Reason))
                .Order()
        );
        // Of a peer that never told of its nodes nothing is known.
        Assert.DoesNotContain(OrphanedTrust.Find(list, [Peer()], s_now), o =>
            o.Reason == OrphanReason.NodeGone
        );
    }

    [Fact]
    public void An_authority_is_of_use_as_long_as_something_in_its_chain_is_and_those_below_are_removed_before_those_above()
    {
        var (root, below) = (Authority("root", "root"), Authority("below", "root"));
        var leaf = Certificate("leaf", issuer: "below");
        TrustedEntry[] trusted = [Entry(1, null, null, root), Entry(2, null, null, below)];
        Assert.Equal(
            [2, 1],
            OrphanedTrust
                .Find(new CertificateList([], trusted), [], s_now)
                .Select(o => o.Entry.Id)
        );
        Assert.Empty(
            OrphanedTrust.Find(
                new CertificateList(
                    [new IdentityEntry(s_peer, "tomcat", leaf, null, null)],
                    trusted
                ),
                [],
                s_now
            )
        );
        // One that a peer told of is the peer's.
        Assert.Empty(
            OrphanedTrust.Find(
                new CertificateList([], [Entry(3, s_peer, null, root)]),
                [],
                s_now
            )
        );
    }

    [Fact]
    public void An_uploaded_certificate_of_a_node_is_of_use_as_long_as_a_node_presents_it()
    {
        var leaf = Certificate("leaf");
        TrustedEntry[] trusted = [Entry(1, null, null, leaf)];
        Assert.Equal(
            [(1, OrphanReason.PresentedByNobody)],
            OrphanedTrust
                .Find(new CertificateList([], trusted), [], s_now)
                .Select(o => (o.Entry.Id, o.Reason))
        );
        Assert.Empty(
            OrphanedTrust.Find(
                new CertificateList(
                    [new IdentityEntry(s_peer, "tomcat", leaf, null, null)],
                    trusted
                ),
                [],
                s_now
            )
        );
        var announced = Peer() with
        {
            Certificates = new CertificateStatus(
                [
                    new PeerCertificate(
                        s_peer,
                        "tomcat",
                        PeerCertificateState.Synchronized,
                        leaf,
                        null
                    ),
                ],
                s_now
            ),
        };
        Assert.Empty(OrphanedTrust.Find(new CertificateList([], trusted), [announced], s_now));
    }

    private static TrustedEntry Entry(
        int id,
        NodeName? peer,
        string? node,
        CertificateSummary? certificate
    ) =>
        new(id, "tomcat-trust", peer, node is null ? null : NodeName.Parse(node), certificate);

    private static CertificateSummary Certificate(
        string subject,
        string? issuer = null,
        int days = 100
    ) =>
        new(
            subject,
            issuer ?? subject,
            [],
            subject,
            s_now.AddYears(-1),
            s_now.AddDays(days),
            ReadOnlyMemory<byte>.Empty
        );

    private static CertificateSummary Authority(string subject, string issuer) =>
        Certificate(subject, issuer) with
        {
            IsAuthority = true,
        };

    private static PeerStatus Peer(params string[] nodes) =>
        new(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), s_peer, "icsa", PeerProtocol.Tcp, 1),
            null,
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            null,
            [
                .. nodes.Select(
                    (n, i) =>
                        new PeerNode(
                            NodeName.Parse(n),
                            i == 0 ? NodeRole.Publisher : NodeRole.Subscriber
                        )
                ),
            ]
        );
}
