using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>What every part of a hosted cluster works with.</summary>
internal sealed record ClusterContext(
    ClusterId Id, ClusterTraits Traits, Topology Topology, ClusterDatabase Database, ChangeHub Changes, INameResolver Names, TimeProvider Time, ILoggerFactory Loggers);
