using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;

namespace IcpConsole.Pages.Shared;

/// <summary>Links to the pages about a cluster, and to what is on them.</summary>
internal static class PageLinks
{
    /// <summary>In place of a node: users who are assigned to none.</summary>
    public const string NoNode = "-";

    public static string Alarms(ClusterId cluster) => To(cluster, PagePaths.Alarms);

    public static string ApplicationUsers(ClusterId cluster) =>
        To(cluster, PagePaths.ApplicationUsers);

    /// <param name="cluster">Whose certificate it is.</param>
    /// <param name="key">Of its row.</param>
    public static string Certificate(ClusterId cluster, string key) =>
        $"{Certificates(cluster)}?certificate={Uri.EscapeDataString(key)}";

    public static string Certificates(ClusterId cluster) =>
        To(cluster, PagePaths.Certificates);

    public static string Cluster(ClusterId cluster) => To(cluster, PagePaths.Cluster);

    public static string Dashboard(ClusterId cluster) => To(cluster, PagePaths.Dashboard);

    /// <param name="cluster">Whose users.</param>
    /// <param name="node">Assigned to this one; null for all.</param>
    public static string EndUsers(ClusterId cluster, NodeName? node = null) =>
        To(cluster, PagePaths.EndUsers) + Query("node", node?.Value);

    public static string UnassignedUsers(ClusterId cluster) =>
        To(cluster, PagePaths.EndUsers) + Query("node", NoNode);

    public static string InterClustering(ClusterId cluster) =>
        To(cluster, PagePaths.InterClustering);

    /// <param name="cluster">Where the peer is to be added.</param>
    /// <param name="address">Filled in already; null for none.</param>
    public static string NewPeer(ClusterId cluster, NodeName? address = null) =>
        $"{InterClustering(cluster)}/new{Query("address", address?.Value)}";

    public static string Peer(ClusterId cluster, PeerId peer) =>
        $"{InterClustering(cluster)}/{peer}";

    /// <summary>Where a service is started and stopped; Tomcat is, with its node.</summary>
    public static string Service(ClusterId cluster, NodeService service, NodeName node) =>
        service == ServiceCatalogue.Tomcat
            ? Topology(cluster, node)
            : To(
                cluster,
                service.IsFeature ? PagePaths.FeatureServices : PagePaths.NetworkServices
            ) + Query("server", node.Value);

    /// <summary>Where a service stands on its page.</summary>
    public static string Anchor(NodeService service) => $"service-{service.Key}";

    public static string ServiceActivation(ClusterId cluster, NodeName node) =>
        To(cluster, PagePaths.ServiceActivation) + Query("server", node.Value);

    /// <param name="cluster">Whose parameters.</param>
    /// <param name="service">Of this service; null for the first.</param>
    public static string ServiceParameters(ClusterId cluster, string? service = null) =>
        To(cluster, PagePaths.ServiceParameters) + Query("service", service);

    public static string SystemTroubleshooter(ClusterId cluster) =>
        To(cluster, PagePaths.SystemTroubleshooter);

    /// <param name="cluster">Whose nodes.</param>
    /// <param name="node">Shown in detail; null for none.</param>
    public static string Topology(ClusterId cluster, NodeName? node = null) =>
        To(cluster, PagePaths.Topology) + Query("node", node?.Value);

    /// <param name="cluster">Whose users.</param>
    /// <param name="check">The name of a <see cref="UserCheck"/>; null for all.</param>
    public static string UserTroubleshooter(ClusterId cluster, string? check = null) =>
        To(cluster, PagePaths.UserTroubleshooter) + Query("check", check);

    /// <param name="cluster">That the page is about.</param>
    /// <param name="path">One of <see cref="PagePaths"/>.</param>
    public static string To(ClusterId cluster, string path) =>
        $"clusters/{Uri.EscapeDataString(cluster.Value)}/{path}";

    private static string Query(string name, string? value) =>
        value is null ? "" : $"?{name}={Uri.EscapeDataString(value)}";
}
