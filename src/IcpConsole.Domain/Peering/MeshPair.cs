using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>Two clusters and what each sees of the other, on one line.</summary>
/// <param name="A">A cluster of this console.</param>
/// <param name="There">What it sees of the other; null where it has no entry.</param>
/// <param name="B">The other one, where this console has it; otherwise null.</param>
/// <param name="Name">What the other one is called: its Cluster ID, or its Peer Address until it
/// has told that.</param>
/// <param name="Back">What the other one sees of the first; null where it has no entry, or is not
/// of this console.</param>
public sealed record MeshPair(
    ClusterSnapshot A,
    PeerStatus? There,
    ClusterSnapshot? B,
    string Name,
    PeerStatus? Back
)
{
    /// <summary>Neither has an entry: that may be meant so.</summary>
    public bool IsApart => There is null && Back is null;

    /// <summary>The worse of both directions.</summary>
    public Mark Mark
    {
        get
        {
            Mark[] marks =
            [
                .. new[] { There, Back }.OfType<PeerStatus>().Select(s => s.Overall),
            ];
            return marks.Contains(Mark.Cross) ? Mark.Cross
                : marks is [] || marks.Contains(Mark.Unknown) ? Mark.Unknown
                : Mark.Check;
        }
    }

    /// <summary>
    /// Every pair of clusters of this console, and every peer that is another's; the worst first,
    /// and last those that are not peered.
    /// </summary>
    public static IReadOnlyList<MeshPair> FromClusters(IReadOnlyList<ClusterSnapshot> clusters)
    {
        var pairs = new List<MeshPair>();
        foreach (var (index, a) in clusters.Index())
        {
            var entries = (a.Peering?.Peers ?? []).ToList();
            foreach (var b in clusters.Skip(index + 1))
            {
                pairs.Add(new MeshPair(a, EntryFor(a, b), b, b.Id.Value, EntryFor(b, a)));
            }

            pairs.AddRange(
                entries
                    .Where(e => clusters.All(c => !IsFor(e, c)))
                    .Select(e => new MeshPair(
                        a,
                        e,
                        null,
                        e.RemoteId?.Value ?? e.Peer.Address.Value,
                        null
                    ))
            );
        }

        return
        [
            .. pairs
                .OrderBy(p => p.IsApart)
                .ThenBy(p =>
                    p.Mark switch
                    {
                        Mark.Cross => 0,
                        Mark.Unknown => 1,
                        _ => 2,
                    }
                )
                .ThenBy(p => p.A.Id.Value, StringComparer.Ordinal)
                .ThenBy(p => p.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The entry that one cluster has for another; null where it has none.</summary>
    public static PeerStatus? EntryFor(ClusterSnapshot from, ClusterSnapshot to) =>
        from.Peering?.Peers.FirstOrDefault(e => IsFor(e, to));

    private static bool IsFor(PeerStatus entry, ClusterSnapshot cluster) =>
        cluster.Topology.Has(entry.Peer.Address);
}
