using IcpConsole.Domain;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Published;
using IcpConsole.Storage.Users;

namespace IcpConsole.Storage.Clusters;

/// <summary>What a kind of store does in its own way for one cluster's database.</summary>
internal interface IClusterStore
{
    ClusterDb Context();

    IHomeUserWriter HomeUserWriter { get; }

    IRemoteUserWriter RemoteUserWriter { get; }

    IRemoteUserStore RemoteUsers { get; }

    IPublishedQuery Published { get; }

    IFreeSpace FreeSpace { get; }

    ExplainFault Explain { get; }

    /// <summary>Lets go of connections that are kept for the next user.</summary>
    void Close();
}
