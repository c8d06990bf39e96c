using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Tests;

public sealed class ClusterFormTests
{
    private static ClusterForm Good() =>
        new()
        {
            ClusterId = "oslo",
            Domain = "lab.example",
            AxlUsername = "icsa",
            AxlPassword = "p",
            ConfirmAxlPassword = "p",
            Nodes =
            [
                new() { Name = "127.0.14.1", Role = NodeRole.Publisher },
                new() { Name = "imp2.oslo.example", Address = "127.0.14.2" },
                new() { Name = "127.0.14.3", Group = 2 },
            ],
            UnifiedCmNodes = "cucm1.oslo.example\ncucm2.oslo.example, 10.0.0.9",
        };

    private static (string Code, string? Field)[] Problems(
        Action<ClusterForm> spoil,
        ClusterDefinition? existing = null
    )
    {
        var form = Good();
        spoil(form);
        return [.. form.Read(existing).Problems.Select(p => (p.Code, p.Field))];
    }

    [Fact]
    public void A_form_becomes_the_cluster_that_it_describes()
    {
        var cluster = Good().Read(null).Value!.Definition;
        Assert.Equal(
            ("oslo", "oslo", "127.0.14.1"),
            (cluster.Id.Value, cluster.Name, cluster.Topology.Publisher.Name.Value)
        );
        Assert.Equal(
            ["127.0.14.1", "127.0.14.2", "127.0.14.3"],
            cluster.Topology.Nodes.Select(n => n.Address.ToString())
        );
        Assert.Equal(
            ["cucm1.oslo.example", "cucm2.oslo.example", "10.0.0.9"],
            cluster.Topology.UnifiedCmNodes.Select(n => n.Value)
        );
        Assert.Null(cluster.DirectoryFile);
    }

    [Fact]
    public void A_form_filled_from_a_cluster_describes_it_and_says_nothing_of_its_users()
    {
        var cluster = Good().Read(null).Value!.Definition;
        var again = ClusterForm.From(cluster).Read(cluster).Value!;
        Assert.Empty(again.ApplicationUsers);
        Assert.Equal(cluster.Revision + 1, again.Definition.Revision);
        Assert.Equal(cluster.Topology.Nodes, again.Definition.Topology.Nodes);
        Assert.Equal(
            cluster.Topology.UnifiedCmNodes,
            again.Definition.Topology.UnifiedCmNodes
        );
        Assert.Equal(
            cluster with
            {
                Revision = 0,
                Topology = null!,
            },
            again.Definition with
            {
                Revision = 0,
                Topology = null!,
            }
        );
    }

    [Fact]
    public void A_node_whose_name_is_an_address_listens_there_and_one_that_gets_another_name_stays_where_it_is()
    {
        Assert.Equal(
            [("NodeAddressDiffers", "Nodes[0].Address")],
            Problems(f => f.Nodes[0].Address = "127.0.14.9")
        );
        var cluster = Good().Read(null).Value!.Definition;
        var form = ClusterForm.From(cluster);
        (form.Nodes[0].Name, form.Nodes[1].Name) = ("imp1.oslo.example", "127.0.14.2");
        var draft = form.Read(cluster).Value!;
        Assert.Equal(
            ["127.0.14.1", "127.0.14.2", "127.0.14.3"],
            draft.Definition.Topology.Nodes.Select(n => n.Address.ToString())
        );
        Assert.Equal(
            [("127.0.14.1", "imp1.oslo.example"), ("imp2.oslo.example", "127.0.14.2")],
            draft.Renamed.Select(r => (r.Key.Value, r.Value.Value))
        );
    }

    [Fact]
    public void Every_problem_is_reported_at_once_each_beside_its_field() =>
        Assert.Equal(
            [
                ("ClusterIdMalformed", "ClusterId"),
                ("ClusterDomainMalformed", "Domain"),
                ("NodeNameMalformed", "Nodes[0].Name"),
                ("NodeCount", "Nodes"),
                ("NodePublisherCount", "Nodes"),
                ("AxlUsernameEmpty", "AxlUsername"),
                ("AxlPasswordEmpty", "AxlPassword"),
                ("PasswordsDiffer", "ConfirmAxlPassword"),
            ],
            Problems(f =>
                {
                    (
                        f.ClusterId,
                        f.Domain,
                        f.AxlUsername,
                        f.AxlPassword,
                        f.ConfirmAxlPassword
                    ) = ("under_score", "10.0.0.1", "", "", "p");
                    f.Nodes.Clear();
                    f.Nodes.AddRange([
                        new() { Name = "127.1" },
                        .. Enumerable
                            .Range(1, 6)
                            .Select(i => new NodeForm { Name = $"127.0.14.{i}", Group = i }),
                    ]);
                })
                .OrderBy(p => Array.IndexOf(s_order, p.Code))
        );

    private static readonly string[] s_order =
    [
        "ClusterIdMalformed",
        "ClusterDomainMalformed",
        "NodeNameMalformed",
        "NodeCount",
        "NodePublisherCount",
        "AxlUsernameEmpty",
        "AxlPasswordEmpty",
        "PasswordsDiffer",
    ];

    [Fact]
    public void A_new_cluster_may_begin_without_an_application_user()
    {
        var form = Good();
        (form.AxlUsername, form.AxlPassword, form.ConfirmAxlPassword) = ("", "", "");
        Assert.Empty(form.Read(null).Value!.ApplicationUsers);
        Assert.Equal(
            "icsa",
            Assert.Single(Good().Read(null).Value!.ApplicationUsers).Username
        );
    }

    [Fact]
    public void Nodes_share_neither_name_nor_address_and_a_group_has_two_at_most()
    {
        Assert.Equal(
            [("NodeNameTwice", "Nodes[1].Name"), ("NodeAddressTwice", "Nodes[1].Address")],
            Problems(f => (f.Nodes[1].Name, f.Nodes[1].Address) = ("127.0.14.1", ""))
        );
        Assert.Equal(
            [("NodeAddressMalformed", "Nodes[1].Address")],
            Problems(f => f.Nodes[1].Address = "")
        );
        Assert.Equal(
            [("NodeAddressMalformed", "Nodes[1].Address")],
            Problems(f => f.Nodes[1].Address = "imp2.oslo.example")
        );
        Assert.Equal(
            [("NodeGroupFull", "Nodes[2].Group")],
            Problems(f => f.Nodes[2].Group = 1)
        );
        Assert.Equal(
            [("NodePublisherCount", "Nodes")],
            Problems(f => f.Nodes[0].Role = NodeRole.Subscriber)
        );
    }

    [Theory]
    [InlineData("bad_name", "UnifiedCmNodeMalformed")]
    [InlineData("imp2.oslo.example", "UnifiedCmNodeIsNode")]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u", "UnifiedCmNodeCount")]
    public void Unified_CM_nodes_are_names_of_other_nodes_and_few(string text, string code) =>
        Assert.Equal([(code, "UnifiedCmNodes")], Problems(f => f.UnifiedCmNodes = text));

    [Fact]
    public void The_later_of_two_administrators_is_told_and_the_Cluster_ID_stays()
    {
        var cluster = Good().Read(null).Value!.Definition;
        Assert.Equal(
            [("ClusterIdStays", "ClusterId"), ("SavedMeanwhile", null)],
            Problems(f => f.ClusterId = "bergen", cluster).Take(2)
        );
    }

    [Fact]
    public void What_somebody_else_saved_meanwhile_stands_beside_what_was_typed()
    {
        var cluster = Good().Read(null).Value!.Definition;
        Assert.Contains(
            ("ThereNow", "Domain"),
            Problems(f => f.Domain = "other.example", cluster)
        );
        Assert.DoesNotContain(("ThereNow", "Name"), Problems(_ => { }, cluster));
    }
}
