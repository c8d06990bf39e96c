using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Tests;

public sealed class FixLinkTests
{
    private static readonly ClusterId s_singapore = ClusterId.Parse("singapore");

    [Theory]
    [InlineData("127.0.12.1", true)]
    [InlineData("127.0.99.1", false)]
    public void A_Cluster_ID_that_a_peer_says_leads_to_a_cluster_here_only_where_that_has_the_peers_node(
        string peer,
        bool leads
    )
    {
        var topology = new Topology(
            [
                new Node(
                    NodeName.Parse("127.0.12.1"),
                    IPAddress.Parse("127.0.12.1"),
                    NodeRole.Publisher
                ),
            ],
            []
        );
        var definition = new ClusterDefinition(
            s_singapore,
            "singapore",
            new ClusterTraits("lab.example", default, Release.V15, default),
            topology,
            SipFederation: false,
            DirectoryFile: null
        );
        var console = new ConsoleSnapshot(
            1,
            [new ClusterSnapshot(1, default, definition, ClusterState.Running, null)],
            [],
            []
        );
        var fix = new Fix(s_singapore, FixPlace.EndUsers);
        Assert.NotNull(fix.Href(console));
        Assert.Equal(
            leads,
            (fix with { Of = NodeName.Parse(peer) }).Href(console) is not null
        );
    }
}
