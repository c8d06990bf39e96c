using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Clusters;

/// <summary>What a cluster is, in words.</summary>
internal static class ClusterWords
{
    public static Mark Mark(ClusterState state) =>
        state switch
        {
            ClusterState.Running => Domain.Peering.Mark.Check,
            ClusterState.Faulted => Domain.Peering.Mark.Cross,
            _ => Domain.Peering.Mark.Unknown,
        };

    public static string Name(ClusterState state) =>
        state switch
        {
            ClusterState.Running => ClusterText.Running,
            ClusterState.Faulted => ClusterText.Faulted,
            _ => ClusterText.Starting,
        };

    public static string Name(Platform platform) =>
        platform switch
        {
            Platform.Ova15000 => ClusterText.Ova15000,
            Platform.Ova25000 => ClusterText.Ova25000,
            Platform.SmallerOva => ClusterText.SmallerOva,
            _ => ClusterText.BusinessEdition6000,
        };

    public static string Name(ImAddressScheme scheme) =>
        scheme == ImAddressScheme.DirectoryUri
            ? ClusterText.SchemeDirectoryUri
            : ClusterText.SchemeDefaultDomain;

    public static string AddressType(NodeName name) =>
        name.IsAddress ? ClusterText.AddressTypeIp
        : name.Value.Contains('.', StringComparison.Ordinal) ? ClusterText.AddressTypeFqdn
        : ClusterText.AddressTypeHost;

    public static string Name(HaState state) =>
        state switch
        {
            HaState.Normal => ClusterText.HaNormal,
            HaState.FailedOver => ClusterText.HaFailedOver,
            HaState.RunningInBackupMode => ClusterText.HaBackup,
            _ => ClusterText.HaIdle,
        };

    public static string Name(NodeRole role) =>
        role == NodeRole.Publisher ? ClusterText.RolePublisher : ClusterText.RoleSubscriber;
}
