using System.Collections.Immutable;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Parameters;

namespace IcpConsole.Engine.Parameters;

/// <summary>
/// System &gt; Service Parameters of a hosted cluster. In memory, because every pass asks.
/// </summary>
internal sealed class HostedParameters(
    Topology topology,
    ParameterStore store,
    IEnumerable<ParameterValue> set,
    ChangeHub changes
)
{
    private readonly AsyncLock _saving = new();
    private ImmutableDictionary<(NodeName? Node, string Service, string Name), string> _set =
        set.ToImmutableDictionary(v => (v.Node, v.Service, v.Name), v => v.Value);

    public void Offer(Handlers handlers) =>
        handlers.Add<SaveParameters>(
            (r, stop) => SaveAsync(r.Node, r.Service, r.Values, stop)
        );

    public ParametersSnapshot Snapshot() =>
        new([
            .. _set.Select(v => new ParameterValue(
                v.Key.Node,
                v.Key.Service,
                v.Key.Name,
                v.Value
            )),
        ]);

    /// <summary>The publisher runs the passes, so its values govern them.</summary>
    public AgentParameters Agent =>
        AgentParameters.From(
            Of(topology.Publisher.Name, ParameterCatalogue.InterclusterSyncAgent)
        );

    /// <summary>Between two looks for duplicate users.</summary>
    public TimeSpan UserCheckInterval =>
        TimeSpan.FromMinutes(
            int.Parse(
                Of(topology.Publisher.Name, ParameterCatalogue.DataMonitor)[
                    ParameterCatalogue.UserCheckInterval.Name
                ],
                System.Globalization.CultureInfo.InvariantCulture
            )
        );

    /// <summary>How many requests a node's SIP Proxy answers at once.</summary>
    public int SipProcesses(NodeName node) =>
        int.Parse(
            Of(node, ParameterCatalogue.SipProxy)[ParameterCatalogue.MaxProcesses.Name],
            System.Globalization.CultureInfo.InvariantCulture
        );

    public string RoutingType =>
        Of(topology.Publisher.Name, ParameterCatalogue.XcpRouter)[
            ParameterCatalogue.RoutingType.Name
        ];

    public IReadOnlyDictionary<string, string> Of(NodeName node, string service) =>
        ParameterCatalogue
            .ForService(service)
            .ToDictionary(
                p => p.Name,
                p => _set.GetValueOrDefault((p.PlaceOn(node), service, p.Name), p.Default)
            );

    /// <summary>The value of a parameter that is a number.</summary>
    public int Number(NodeName node, ServiceParameter parameter) =>
        int.Parse(
            Of(node, parameter.Service)[parameter.Name],
            System.Globalization.CultureInfo.InvariantCulture
        );

    public async Task<IReadOnlyList<Problem>> SaveAsync(
        NodeName node,
        string service,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    )
    {
        if (!topology.Has(node))
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
            var together = Of(node, service)
                .ToDictionary(v => v.Key, v => values.GetValueOrDefault(v.Key, v.Value));
            if (ParameterCatalogue.Check(together) is { } unfit)
                return [unfit];
            foreach (var place in known.GroupBy(p => p.PlaceOn(node)))
            {
                var kept = place.ToDictionary(p => p.Name, p => values[p.Name]);
                await store.KeepAsync(place.Key, service, kept, CancellationToken.None);
                _set = _set.SetItems(
                    kept.Select(v => KeyValuePair.Create((place.Key, service, v.Key), v.Value))
                );
            }
        }

        changes.Tell();
        return [];
    }
}
