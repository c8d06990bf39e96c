using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Parameters;

/// <summary>System &gt; Service Parameters of a hosted cluster.</summary>
internal sealed class HostedParameters(ClusterContext cluster)
{
    private readonly AsyncLock _saving = new();

    public void Offer(Handlers handlers) =>
        handlers.Add<SaveParameters>(
            (r, stop) => SaveAsync(r.Node, r.Service, r.Values, stop)
        );

    public ParametersSnapshot Snapshot() => cluster.Parameters.Now;

    public async Task<IReadOnlyList<Problem>> SaveAsync(
        NodeName node,
        string service,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    )
    {
        if (!cluster.Topology.Has(node))
            return [new ClusterGone()];
        var known = ParameterCatalogue
            .ForService(service)
            .Where(p => values.ContainsKey(p.Name))
            .ToList();
        var problems = known.Select(p => p.Check(values[p.Name])).OfType<Problem>().ToList();
        if (problems.Count > 0)
            return problems;
        using (await _saving.EnterAsync(cancellationToken))
        {
            var together = cluster
                .Parameters.Of(node, service)
                .ToDictionary(v => v.Key, v => values.GetValueOrDefault(v.Key, v.Value));
            if (ParameterCatalogue.Check(together) is { } unfit)
                return [unfit];
            foreach (var place in known.GroupBy(p => p.PlaceOn(node)))
            {
                var kept = place.ToDictionary(p => p.Name, p => values[p.Name]);
                await cluster.Database.Parameters.KeepAsync(
                    place.Key,
                    service,
                    kept,
                    CancellationToken.None
                );
                cluster.Parameters.Keep([
                    .. kept.Select(v => new ParameterValue(
                        place.Key,
                        service,
                        v.Key,
                        v.Value
                    )),
                ]);
            }
        }

        cluster.Changes.Tell();
        return [];
    }
}
