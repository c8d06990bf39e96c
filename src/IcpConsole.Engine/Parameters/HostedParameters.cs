using System.Collections.Immutable;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Storage.Parameters;

namespace IcpConsole.Engine.Parameters;

/// <summary>System &gt; Service Parameters of a hosted cluster. In memory, because every pass asks.</summary>
internal sealed class HostedParameters(Topology topology, ParameterStore store, IEnumerable<ParameterValue> set) : IParameters
{
    private ImmutableDictionary<(NodeName Node, string Service, string Name), string> _set = set.ToImmutableDictionary(v => (v.Node, v.Service, v.Name), v => v.Value);

    /// <summary>The publisher runs the passes, so its values govern them.</summary>
    public AgentParameters Agent => AgentParameters.From(Of(topology.Publisher.Name, ParameterCatalogue.InterclusterSyncAgent));

    /// <summary>Between two looks for duplicate users.</summary>
    public TimeSpan UserCheckInterval => TimeSpan.FromMinutes(
        int.Parse(Of(topology.Publisher.Name, ParameterCatalogue.DataMonitor)[ParameterCatalogue.UserCheckInterval.Name], System.Globalization.CultureInfo.InvariantCulture));

    public IReadOnlyDictionary<string, string> Of(NodeName node, string service) =>
        ParameterCatalogue.Of(service).ToDictionary(p => p.Name, p => _set.GetValueOrDefault((node, service, p.Name), p.Default));

    public async Task<IReadOnlyList<Problem>> SaveAsync(NodeName node, string service, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (!topology.Has(node)) return [new Problem("ClusterGone")];
        var known = ParameterCatalogue.Of(service).Where(p => values.ContainsKey(p.Name)).ToList();
        var problems = known.Select(p => p.Check(values[p.Name])).OfType<Problem>().ToList();
        if (problems.Count > 0) return problems;
        var kept = known.ToDictionary(p => p.Name, p => values[p.Name]);
        await store.KeepAsync(node, service, kept, cancellationToken);
        foreach (var (name, value) in kept) ImmutableInterlocked.AddOrUpdate(ref _set, (node, service, name), value, (_, _) => value);
        return [];
    }
}
