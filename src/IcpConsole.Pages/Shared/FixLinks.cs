using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Pages.Shared;

/// <summary>From a fix to the page, and the field or row of it, where it is made.</summary>
internal static class FixLinks
{
    private static readonly Dictionary<string, string> s_fields = new(StringComparer.Ordinal)
    {
        ["Address"] = "peer-address",
        ["AxlUsername"] = "axl-username",
        ["AxlPassword"] = "axl-password",
        ["Protocol"] = "protocol",
        ["DirectoryFile"] = "directory-file",
        ["Platform"] = "cluster-platform",
        ["Domain"] = "cluster-domain",
        ["AddressScheme"] = "cluster-scheme",
        ["Release"] = "cluster-release",
        ["SipFederation"] = "sip-federation",
        ["BadRows"] = "bad-rows",
    };

    /// <returns>Null where this console does not have the cluster: it is done on the other
    /// side's.</returns>
    public static string? Href(this Fix fix, ConsoleSnapshot console)
    {
        if (
            console.Find(fix.Cluster) is not { } cluster
            || (fix.Of is { } known && !cluster.Topology.Has(known))
        )
            return null;
        return fix.Place switch
        {
            FixPlace.Peers => PageLinks.InterClustering(fix.Cluster),
            FixPlace.Peer =>
                $"{PageLinks.InterClustering(fix.Cluster)}/{fix.Key}{Anchor(fix.Field ?? "")}",
            FixPlace.NewPeer => NewPeer(cluster, fix.Key, console),
            FixPlace.Service
                when ServiceCatalogue.Find(fix.Field ?? "") is { } service
                    && NodeName.TryParse(fix.Key, out var node) => PageLinks.Service(
                fix.Cluster,
                service,
                node
            ) + $"#{PageLinks.Anchor(service)}",
            FixPlace.Parameter =>
                $"{PageLinks.ServiceParameters(fix.Cluster, fix.Key ?? "")}#parameter-{fix.Field}",
            FixPlace.Topology => PageLinks.Topology(
                fix.Cluster,
                NodeName.TryParse(fix.Key, out var name) ? name : null
            ),
            FixPlace.Cluster => PageLinks.Cluster(fix.Cluster) + Anchor(fix.Field ?? ""),
            FixPlace.EndUsers => PageLinks.EndUsers(fix.Cluster),
            FixPlace.Certificate => PageLinks.Certificate(fix.Cluster, fix.Key ?? ""),
            FixPlace.Alarms => PageLinks.Alarms(fix.Cluster),
            FixPlace.SystemTroubleshooter => PageLinks.SystemTroubleshooter(fix.Cluster),
            FixPlace.RestartPlan => "restart-plan",
            _ => PageLinks.UserTroubleshooter(fix.Cluster, fix.Key),
        };
    }

    /// <summary>Null where one of the two clusters can have no peers.</summary>
    private static string? NewPeer(
        ClusterSnapshot cluster,
        string? key,
        ConsoleSnapshot console
    )
    {
        NodeName? address = NodeName.TryParse(key, out var node) ? node : null;
        var other = address is null ? null : console.FindByNode(node);
        return cluster.WhyNoPeer(other) is null
            ? PageLinks.NewPeer(cluster.Id, address)
            : null;
    }

    private static string Anchor(string field) =>
        s_fields.TryGetValue(field, out var id) ? $"#{id}" : "";
}
