using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class PeeringRulesTests
{
    private static readonly Topology s_topology = new([
        new Node(
            NodeName.Parse("127.0.11.1"),
            IPAddress.Parse("127.0.11.1"),
            NodeRole.Publisher
        ),
        new Node(
            NodeName.Parse("127.0.11.2"),
            IPAddress.Parse("127.0.11.2"),
            NodeRole.Subscriber
        ),
    ]);

    private static readonly ClusterTraits s_traits = new(
        "x.example",
        ImAddressScheme.UserIdAtDefaultDomain,
        Release.V15,
        Platform.Ova15000
    );
    private static readonly OtherPeer s_singapore = new(
        NodeName.Parse("127.0.12.1"),
        ClusterId.Parse("singapore"),
        [NodeName.Parse("127.0.12.1"), NodeName.Parse("127.0.12.2")]
    );

    private static readonly RemoteCluster s_frankfurt = new(
        ClusterId.Parse("frankfurt"),
        s_traits,
        [
            new PeerNode(NodeName.Parse("127.0.13.1"), NodeRole.Publisher),
            new PeerNode(NodeName.Parse("127.0.13.2"), NodeRole.Subscriber),
        ],
        [],
        UsersSynchronized: true
    );

    private static string[] Check(
        string address,
        RemoteCluster? remote,
        ClusterTraits? local = null,
        IReadOnlyList<OtherPeer>? others = null,
        bool synchronized = true
    ) =>
        [
            .. PeeringRules
                .Check(
                    new PeeringFacts(
                        ClusterId.Parse("seoul"),
                        local ?? s_traits,
                        s_topology,
                        NodeName.Parse(address),
                        remote,
                        others ?? [s_singapore],
                        synchronized
                    )
                )
                .Select(p => p.Code),
        ];

    private static List<OtherPeer> Others(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => new OtherPeer(
                    NodeName.Parse($"10.0.0.{i}"),
                    ClusterId.Parse($"cluster{i}"),
                    []
                )),
        ];

    [Theory]
    [InlineData("127.0.11.1")]
    [InlineData("127.0.11.2")]
    public void A_node_of_the_cluster_itself_is_no_peer(string address) =>
        Assert.Equal(["PeerIsOwnNode"], Check(address, null));

    [Fact]
    public void A_peer_is_not_added_twice() =>
        Assert.Equal(["PeerAlreadyThere"], Check("127.0.12.1", null));

    [Fact]
    public void A_cluster_is_not_a_peer_under_two_names() =>
        Assert.Equal(
            ["PeerDuplicatesCluster"],
            Check("127.0.13.1", s_frankfurt with { Id = ClusterId.Parse("Singapore") })
        );

    [Fact]
    public void A_peer_does_not_claim_the_node_of_another_peer_or_of_this_cluster()
    {
        foreach (var claimed in (string[])["127.0.12.2", "127.0.11.2"])
            Assert.Equal(
                ["PeerClaimsNode"],
                Check(
                    "127.0.13.1",
                    s_frankfurt with
                    {
                        Nodes =
                        [
                            .. s_frankfurt.Nodes,
                            new PeerNode(NodeName.Parse(claimed), NodeRole.Subscriber),
                        ],
                    }
                )
            );
    }

    [Fact]
    public void Two_clusters_never_share_a_cluster_ID() =>
        Assert.Equal(
            ["PeerHasOwnClusterId"],
            Check("127.0.13.1", s_frankfurt with { Id = ClusterId.Parse("SEOUL") })
        );

    [Fact]
    public void Another_cluster_breaks_no_rule() =>
        Assert.Empty(Check("127.0.13.1", s_frankfurt));

    [Fact]
    public void A_subscriber_is_no_peer_and_the_publisher_is_named()
    {
        Assert.Equal(["PeerIsSubscriber"], Check("127.0.13.2", s_frankfurt));
        var problem = PeeringRules
            .Check(
                new PeeringFacts(
                    ClusterId.Parse("seoul"),
                    s_traits,
                    s_topology,
                    NodeName.Parse("127.0.13.2"),
                    s_frankfurt,
                    [],
                    true
                )
            )
            .Single();
        Assert.Equal(
            ("Address", "127.0.13.1"),
            (problem.Field, ProblemCode.ArgumentsOf(problem)[1])
        );
    }

    [Fact]
    public void An_address_that_is_not_the_node_name_is_refused() =>
        Assert.Equal(["PeerAddressIsNoNodeName"], Check("imp.frankfurt.example", s_frankfurt));

    [Fact]
    public void A_Sync_Agent_that_has_not_finished_fails_the_pass_on_either_side_and_prevents_no_entry()
    {
        Assert.Equal(
            [nameof(SyncAgentNotFinishedHere)],
            Check("127.0.13.1", s_frankfurt, synchronized: false)
        );
        Assert.Equal(
            [nameof(SyncAgentNotFinishedThere)],
            Check("127.0.13.1", s_frankfurt with { UsersSynchronized = false })
        );
        Assert.Empty(Check("127.0.13.1", null, synchronized: false));
    }

    [Theory]
    [InlineData(Platform.SmallerOva)]
    [InlineData(Platform.BusinessEdition6000)]
    public void A_platform_that_may_not_peer_is_refused_by_its_name_on_either_side(
        Platform platform
    )
    {
        Assert.Equal(
            [$"{platform}Here"],
            Check("127.0.13.1", null, s_traits with { Platform = platform })
        );
        Assert.Equal(
            [$"{platform}There"],
            Check(
                "127.0.13.1",
                s_frankfurt with
                {
                    Traits = s_traits with { Platform = platform },
                }
            )
        );
    }

    [Fact]
    public void Clusters_of_different_OVA_sizes_may_peer() =>
        Assert.Empty(
            Check(
                "127.0.13.1",
                s_frankfurt with
                {
                    Traits = s_traits with { Platform = Platform.Ova25000 },
                }
            )
        );

    [Fact]
    public void Peers_share_domain_and_address_scheme() =>
        Assert.Equal(
            ["DomainDiffers", "AddressSchemeDiffers"],
            Check(
                "127.0.13.1",
                s_frankfurt with
                {
                    Traits = s_traits with
                    {
                        Domain = "y.example",
                        AddressScheme = ImAddressScheme.DirectoryUri,
                    },
                }
            )
        );

    [Theory]
    [InlineData(Release.V15, Release.V14, true)]
    [InlineData(Release.V15, Release.V125, true)]
    [InlineData(Release.V14, Release.V14, true)]
    [InlineData(Release.V125, Release.V125, true)]
    [InlineData(Release.V125, Release.V14, false)]
    [InlineData(Release.V14, Release.V125, false)]
    public void Releases_peer_as_the_compatibility_matrices_say(
        Release here,
        Release there,
        bool mayPeer
    ) =>
        Assert.Equal(
            mayPeer ? [] : ["ReleasesMayNotPeer"],
            Check(
                "127.0.13.1",
                s_frankfurt with
                {
                    Traits = s_traits with { Release = there },
                },
                s_traits with
                {
                    Release = here,
                }
            )
        );

    [Fact]
    public void The_31st_cluster_of_the_mesh_is_refused_at_save_and_at_the_pass()
    {
        Assert.Empty(Check("127.0.13.1", null, others: Others(28)));
        Assert.Empty(Check("127.0.13.1", s_frankfurt, others: Others(28)));
        Assert.Equal(["MeshFullHere"], Check("127.0.13.1", null, others: Others(29)));
        Assert.Equal(["MeshFullHere"], Check("127.0.13.1", s_frankfurt, others: Others(29)));
    }

    [Fact]
    public void The_31st_cluster_is_refused_by_what_the_other_side_says_too()
    {
        var peers = Others(29).Select(o => o.RemoteId!.Value).ToList();
        Assert.Equal(
            ["MeshFullThere"],
            Check("127.0.13.1", s_frankfurt with { Peers = peers })
        );
        Assert.Empty(
            Check(
                "127.0.13.1",
                s_frankfurt with
                {
                    Peers = [.. peers.Skip(1), ClusterId.Parse("seoul")],
                }
            )
        );
    }
}
