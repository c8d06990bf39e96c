using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Requests;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Parameters;

/// <summary>System &gt; Service Parameters of a hosted cluster.</summary>
internal sealed class HostedParameters(ClusterContext cluster)
{
    private readonly AsyncLock _saving = new();

    public void Offer(Handlers handlers) => handlers.Add<SaveParameters, Done>(SaveAsync);

    public ParametersSnapshot Snapshot() => cluster.Parameters.Now;

    public async Task<Result<Done>> SaveAsync(
        SaveParameters save,
        Principal who,
        CancellationToken cancellationToken
    )
    {
        if (!cluster.Topology.Has(save.Node))
            return new ClusterGone();
        var known = ParameterCatalogue
            .ForService(save.Service)
            .Where(p => save.Values.ContainsKey(p.Name))
            .ToList();
        var problems = known
            .Select(p => p.Check(save.Values[p.Name]))
            .OfType<Problem>()
            .ToList();
        if (problems.Count > 0)
            return problems;
        using (await _saving.EnterAsync(cancellationToken))
        {
            if (save.Clash(cluster.Parameters.Now).ToList() is { Count: > 0 } clash)
                return clash;
            List<NodeName> nodes = save.OnAllNodes
                ? [.. cluster.Topology.Nodes.Select(n => n.Name)]
                : [save.Node];
            if (
                nodes.Select(n => Unfit(save, n)).OfType<Problem>().FirstOrDefault() is
                { } unfit
            )
                return unfit;
            var saved = new Saved(who.Account, cluster.Time.GetUtcNow());
            var places =
                from node in nodes
                from parameter in known
                group parameter by parameter.PlaceOn(node);
            foreach (var place in places)
                await KeepAsync(place.Key, save, place.Distinct(), saved);
        }

        cluster.Changes.Tell();
        return Done.Value;
    }

    /// <summary>What does not go together with the values that the node keeps.</summary>
    private Problem? Unfit(SaveParameters save, NodeName node) =>
        ParameterCatalogue.Check(
            cluster
                .Parameters.Of(node, save.Service)
                .ToDictionary(v => v.Key, v => save.Values.GetValueOrDefault(v.Key, v.Value))
        );

    /// <param name="node">Null for what is clusterwide.</param>
    private async Task KeepAsync(
        NodeName? node,
        SaveParameters save,
        IEnumerable<ServiceParameter> parameters,
        Saved saved
    )
    {
        var kept = parameters.ToDictionary(p => p.Name, p => save.Values[p.Name]);
        await cluster.Database.Parameters.KeepAsync(
            node,
            save.Service,
            kept,
            saved,
            CancellationToken.None
        );
        cluster.Parameters.Keep([
            .. kept.Select(v => new ParameterValue(node, save.Service, v.Key, v.Value)
            {
                Saved = saved,
            }),
        ]);
    }
}
