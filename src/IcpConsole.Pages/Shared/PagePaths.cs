namespace IcpConsole.Pages.Shared;

/// <summary>Where the pages about a cluster are, below the cluster.</summary>
internal static class PagePaths
{
    public const string Alarms = "alarms";
    public const string ApplicationUsers = "application/application-users";
    public const string Certificates = "security/certificates";
    public const string Cluster = "system/cluster";
    public const string Dashboard = "system/dashboard";
    public const string EndUsers = "application/end-users";
    public const string FeatureServices = "serviceability/feature-services";
    public const string InterClustering = "presence/inter-clustering";
    public const string NetworkServices = "serviceability/network-services";
    public const string ServiceActivation = "serviceability/service-activation";
    public const string ServiceParameters = "system/service-parameters";
    public const string SystemTroubleshooter = "diagnostics/troubleshooter";
    public const string Topology = "system/topology";
    public const string UserTroubleshooter = "diagnostics/user-troubleshooter";
}
