using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Alarms;
using IcpConsole.Pages.Certificates;
using IcpConsole.Pages.Clusters;
using IcpConsole.Pages.Parameters;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Services;
using IcpConsole.Pages.Users;

namespace IcpConsole.Pages.Diagnostics;

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
        var root = $"clusters/{Uri.EscapeDataString(fix.Cluster.Value)}";
        return fix.Place switch
        {
            FixPlace.Peers => InterClusteringPage.Href(fix.Cluster),
            FixPlace.Peer =>
                $"{InterClusteringPage.Href(fix.Cluster)}/{fix.Key}{Anchor(fix.Field ?? "")}",
            FixPlace.NewPeer => PeerPage.NewHref(
                fix.Cluster,
                NodeName.TryParse(fix.Key, out var address) ? address : null
            ),
            FixPlace.Service
                when ServiceCatalogue.Find(fix.Field ?? "") is { } service
                    && NodeName.TryParse(fix.Key, out var node) => ControlCenterPage.Href(
                fix.Cluster,
                service,
                node
            ) + $"#{ServiceWords.Anchor(service)}",
            FixPlace.Parameter =>
                $"{root}/{ServiceParametersPage.RelativePath}?service={Uri.EscapeDataString(fix.Key ?? "")}#parameter-{fix.Field}",
            FixPlace.Topology => TopologyPage.Href(
                fix.Cluster,
                NodeName.TryParse(fix.Key, out var name) ? name : null
            ),
            FixPlace.Cluster => HostedClusterPage.Href(fix.Cluster) + Anchor(fix.Field ?? ""),
            FixPlace.EndUsers => EndUsersPage.Href(fix.Cluster),
            FixPlace.Certificate => CertificatesPage.Href(fix.Cluster, fix.Key ?? ""),
            FixPlace.Alarms => AlarmsPage.Href(fix.Cluster),
            FixPlace.SystemTroubleshooter => TroubleshooterPage.Href(fix.Cluster),
            FixPlace.RestartPlan => "restart-plan",
            _ =>
                $"{root}/{UserTroubleshooterPage.RelativePath}{(fix.Key is { } check ? $"?check={Uri.EscapeDataString(check)}" : "")}",
        };
    }

    private static string Anchor(string field) =>
        s_fields.TryGetValue(field, out var id) ? $"#{id}" : "";
}
