using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Parameters;

/// <summary>
/// Keeps a service's values on a node, all or none; each that is wrong is refused, tied to its
/// parameter.
/// </summary>
/// <param name="Node">Of which node.</param>
/// <param name="Service">Of which service.</param>
/// <param name="Values">To be kept, by name.</param>
public sealed record SaveParameters(
    NodeName Node,
    string Service,
    IReadOnlyDictionary<string, string> Values
) : Command<Done>
{
    /// <summary>
    /// The values that these were typed in place of, by name: one that is another by now is a
    /// clash. What is not among them is kept whatever it was.
    /// </summary>
    public IReadOnlyDictionary<string, string> Before { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Keeps them on every node of the cluster, not on that one alone.</summary>
    public bool OnAllNodes { get; init; }

    public override Permission Needs => Permission.ManagePeering;

    /// <summary>What there is now, beside what was typed; nothing where both are the same.</summary>
    /// <param name="now">All parameters of the cluster.</param>
    public IEnumerable<Problem> Clash(ParametersSnapshot now)
    {
        var changed = ParameterCatalogue
            .ForService(Service)
            .Where(p =>
                Values.TryGetValue(p.Name, out var typed)
                && Before.TryGetValue(p.Name, out var before)
                && now.ValueOf(p, Node) is var there
                && there != before
                && there != typed
            )
            .ToList();
        if (changed.Count == 0)
            yield break;
        var last = changed
            .Select(p => now.Find(p, Node)?.Saved)
            .OfType<Saved>()
            .MaxBy(s => s.At);
        yield return SavedMeanwhile.From(last);
        foreach (var parameter in changed)
            yield return new ThereNow(now.ValueOf(parameter, Node)).At(parameter.Name);
    }
}
