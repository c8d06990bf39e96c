using System.Globalization;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Parameters;

/// <summary>A value that was set.</summary>
/// <param name="Node">Of which node; null for one that all nodes have.</param>
/// <param name="Service">Of which service.</param>
/// <param name="Name">Of which parameter.</param>
/// <param name="Value">The value.</param>
public sealed record ParameterValue(NodeName? Node, string Service, string Name, string Value)
{
    /// <summary>By whom; null where nobody noted it.</summary>
    public Saved? Saved { get; init; }
}

/// <summary>
/// System &gt; Service Parameters of one cluster at one moment. Immutable.
/// </summary>
/// <param name="Set">What was set; of all other parameters the suggested value is in effect.</param>
public sealed record ParametersSnapshot(IReadOnlyList<ParameterValue> Set)
{
    /// <summary>
    /// The value of every parameter of a service on a node, by <see cref="ServiceParameter.Name"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Of(NodeName node, string service) =>
        ParameterCatalogue
            .ForService(service)
            .ToDictionary(p => p.Name, p => ValueOf(p, node));

    /// <summary>The value of a parameter that is a number.</summary>
    public int Number(NodeName node, ServiceParameter parameter) =>
        int.Parse(ValueOf(parameter, node), CultureInfo.InvariantCulture);

    public string ValueOf(ServiceParameter parameter, NodeName node) =>
        Find(parameter, node)?.Value ?? parameter.Default;

    /// <summary>What a parameter was set to; null where its suggested value is in effect.</summary>
    public ParameterValue? Find(ServiceParameter parameter, NodeName node) =>
        Set.FirstOrDefault(v =>
            (v.Node, v.Service, v.Name)
            == (parameter.PlaceOn(node), parameter.Service, parameter.Name)
        );
}
