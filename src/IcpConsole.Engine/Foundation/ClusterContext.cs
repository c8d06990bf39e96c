using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Foundation;

/// <summary>What every room of a hosted cluster stands on.</summary>
/// <param name="Definition">What the cluster is. One that another node, or another trait, belongs to
/// makes another context.</param>
/// <param name="Database">Its file.</param>
/// <param name="Parameters">The values of its service parameters.</param>
/// <param name="Services">Which of its services run.</param>
/// <param name="Changes">Tells pages.</param>
/// <param name="Notices">Tells peers, over the router links, that there is something to ask
/// for.</param>
/// <param name="Surroundings">What it shares with the other clusters of the console.</param>
internal sealed record ClusterContext(
    ClusterDefinition Definition,
    ClusterDatabase Database,
    ParameterValues Parameters,
    ServiceStates Services,
    ChangeHub Changes,
    ChangeHub Notices,
    Surroundings Surroundings
)
{
    public ClusterDefinition Definition { get; private set; } = Definition;

    public ClusterId Id => Definition.Id;

    public ClusterTraits Traits => Definition.Traits;

    public Topology Topology => Definition.Topology;

    public TimeProvider Time => Surroundings.Time;

    public WorkGate Work => Surroundings.Work;

    public ILoggerFactory Loggers => Surroundings.Loggers;

    /// <param name="definition">Which runs on as the one before.</param>
    public void Become(ClusterDefinition definition) => Definition = definition;

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
