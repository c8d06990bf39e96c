using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Pages.Shared;

/// <summary>Links to the files that the console offers beside its pages.</summary>
internal static class FileLinks
{
    /// <param name="cluster">Whose certificate or request.</param>
    /// <param name="key">Of its row in Certificate Management.</param>
    /// <param name="format">pem, der or csr.</param>
    public static string Certificate(ClusterId cluster, string key, string format) =>
        $"{Of(cluster)}/security/certificates/{Uri.EscapeDataString(key)}.{format}";

    /// <param name="cluster">Whose troubleshooter.</param>
    /// <param name="format">txt or json.</param>
    public static string Tests(ClusterId cluster, string format) =>
        $"{Of(cluster)}/diagnostics/troubleshooter.{format}";

    public static string Bundle(ClusterId cluster) => $"{Of(cluster)}/diagnostics/bundle.zip";

    public static string Peers(ClusterId cluster) =>
        $"{Of(cluster)}/presence/inter-clustering.csv";

    public static string UserFindings(ClusterId cluster, UserCheck check) =>
        $"{Of(cluster)}/diagnostics/user-troubleshooter.csv?check={check}";

    private static string Of(ClusterId cluster) =>
        $"clusters/{Uri.EscapeDataString(cluster.Value)}";
}
