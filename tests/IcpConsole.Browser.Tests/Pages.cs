namespace IcpConsole.Browser.Tests;

/// <summary>Every page of a console whose cluster seoul has one peer.</summary>
internal static class Pages
{
    /// <param name="peer">Path of that peer's page.</param>
    public static IReadOnlyList<string> All(string peer) =>
        [
            "clusters",
            "clusters/new",
            "services",
            "operations",
            "about",
            "mesh",
            "restart-plan",
            "certificate-monitor",
            "help/certificate-status",
            "clusters/seoul/system/dashboard",
            "clusters/seoul/system/cluster",
            "clusters/seoul/system/topology",
            "clusters/seoul/system/service-parameters",
            "clusters/seoul/presence/inter-clustering",
            "clusters/seoul/presence/inter-clustering/new",
            peer,
            "clusters/seoul/application/application-users",
            "clusters/seoul/application/end-users",
            "clusters/seoul/diagnostics/troubleshooter",
            "clusters/seoul/diagnostics/user-troubleshooter",
            "clusters/seoul/serviceability/service-activation",
            "clusters/seoul/serviceability/feature-services",
            "clusters/seoul/serviceability/network-services",
            "clusters/seoul/security/certificates",
            "clusters/seoul/alarms",
        ];
}
