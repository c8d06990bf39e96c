using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;

namespace IcpConsole.Engine.Foundation;

/// <summary>
/// The service parameters of a hosted cluster as they are now. In memory, because every pass asks.
/// </summary>
internal sealed class ParameterValues(Topology topology, IReadOnlyList<ParameterValue> set)
{
    private volatile ParametersSnapshot _now = new(set);

    public ParametersSnapshot Now => _now;

    /// <summary>The publisher runs the passes, so its values govern them.</summary>
    public AgentParameters Agent =>
        AgentParameters.From(
            Of(topology.Publisher.Name, ParameterCatalogue.InterclusterSyncAgent)
        );

    /// <summary>Between two looks for duplicate users.</summary>
    public TimeSpan UserCheckInterval =>
        TimeSpan.FromMinutes(
            Number(topology.Publisher.Name, ParameterCatalogue.UserCheckInterval)
        );

    public string RoutingType =>
        _now.ValueOf(ParameterCatalogue.RoutingType, topology.Publisher.Name);

    /// <summary>How many requests a node's SIP Proxy answers at once.</summary>
    public int SipProcesses(NodeName node) => Number(node, ParameterCatalogue.MaxProcesses);

    public IReadOnlyDictionary<string, string> Of(NodeName node, string service) =>
        _now.Of(node, service);

    /// <summary>The value of a parameter that is a number.</summary>
    public int Number(NodeName node, ServiceParameter parameter) =>
        _now.Number(node, parameter);

    /// <summary>One change at a time.</summary>
    /// <param name="kept">In place of what was set before.</param>
    public void Keep(IReadOnlyList<ParameterValue> kept) =>
        _now = new ParametersSnapshot([
            .. _now.Set.Where(v =>
                !kept.Any(k => (k.Node, k.Service, k.Name) == (v.Node, v.Service, v.Name))
            ),
            .. kept,
        ]);
}
