using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Nodes;
using IcpConsole.Engine.Parameters;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Services;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>What every part of a hosted cluster works with.</summary>
/// <param name="Definition">What the cluster is; another definition makes another context.</param>
/// <param name="DirectoryPath">Full path of the directory file; null where there is none.</param>
/// <param name="Database">Its file.</param>
/// <param name="Parameters">Of its services.</param>
/// <param name="Services">Which of them run.</param>
/// <param name="Alarms">Raised and cleared by whoever sees the cause.</param>
/// <param name="Changes">Tells pages.</param>
/// <param name="Notices">Tells peers, over the router links, that there is something to ask
/// for.</param>
/// <param name="News">Between the routers and whoever looks after the peers.</param>
/// <param name="Known">Where nodes of known peers connect from.</param>
/// <param name="Names">Resolves node names.</param>
/// <param name="Time">Of the console.</param>
/// <param name="Disk">That all of the console is kept on.</param>
/// <param name="Work">For bulk writes, of all clusters of the console together.</param>
/// <param name="Loggers">Of the console.</param>
internal sealed record ClusterContext(
    ClusterDefinition Definition,
    string? DirectoryPath,
    ClusterDatabase Database,
    HostedParameters Parameters,
    ServiceStates Services,
    AlarmLog Alarms,
    ChangeHub Changes,
    ChangeHub Notices,
    PeerNews News,
    KnownAddresses Known,
    INameResolver Names,
    TimeProvider Time,
    DiskRoom Disk,
    WorkGate Work,
    ILoggerFactory Loggers
)
{
    public ClusterId Id => Definition.Id;

    public ClusterTraits Traits => Definition.Traits;

    public Topology Topology => Definition.Topology;

    /// <summary>
    /// Gives room that was left in the file back to the disk, and bulk writes their turn between.
    /// </summary>
    public async Task GiveBackRoomAsync(CancellationToken cancellationToken)
    {
        if (!Database.FreeSpace.IsDue())
            return;
        while (await Work.RunAsync(Database.FreeSpace.GiveBack, cancellationToken)) { }
    }
}
