using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Nodes;
using IcpConsole.Engine.Parameters;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;
using IcpConsole.Storage.Clusters;

namespace IcpConsole.Engine.Hosting;

internal sealed partial class HostedCluster
{
    public static async Task<HostedCluster> OpenAsync(
        ClusterDatabase database,
        EngineEnvironment environment,
        ChangeHub changes,
        CancellationToken cancellationToken
    )
    {
        var definition = await database.ReadDefinitionAsync(cancellationToken);
        var path = definition.DirectoryFile is { } file
            ? environment.Directory.Resolve(file)
            : null;
        var context = new ClusterContext(
            definition,
            database,
            new ParameterValues(
                definition.Topology,
                await database.Parameters.ReadAsync(cancellationToken)
            ),
            new ServiceStates(
                definition.Topology,
                await database.Services.StoppedAsync(cancellationToken),
                environment.Time.GetUtcNow()
            ),
            changes,
            new ChangeHub(environment.Time, TimeSpan.Zero),
            environment.Surroundings
        );
        var alarms = new AlarmLog(context);
        await alarms.CountAsync(cancellationToken);
        var logins = new ApplicationLogin(
            definition.Id,
            database.ApplicationUsers,
            environment.Passwords,
            environment.Hasher
        );
        var reader = new NodeReader(context, logins);
        return new HostedCluster(
            context,
            environment,
            new Opened(
                alarms,
                await SyncAgent.OpenAsync(context, path, alarms, cancellationToken),
                logins,
                reader,
                await ServerRecovery.OpenAsync(context, reader, alarms, cancellationToken),
                await database.Definition.NodeIdsAsync(cancellationToken)
            )
        );
    }

    /// <summary>What has to be read before a cluster can be opened.</summary>
    private sealed record Opened(
        AlarmLog Alarms,
        SyncAgent Users,
        ApplicationLogin Logins,
        NodeReader Reader,
        ServerRecovery Redundancy,
        IReadOnlyDictionary<NodeName, Guid> NodeIds
    );
}
