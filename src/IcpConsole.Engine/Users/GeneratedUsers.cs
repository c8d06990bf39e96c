using System.Globalization;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Made-up users for the lab, with names in several scripts, the same every time.
/// </summary>
internal static class GeneratedUsers
{
    private const int PerGroup = 100;

    private static readonly (string First, string Last)[] s_names =
    [
        ("Mina", "Park"),
        ("민준", "김"),
        ("서연", "이"),
        ("지우", "박"),
        ("Anaïs", "Dubois"),
        ("Jürgen", "Müller"),
        ("Søren", "Ångström"),
        ("Мария", "Иванова"),
        ("Νίκος", "Παπαδόπουλος"),
        ("花子", "山田"),
        ("伟", "王"),
        ("أمينة", "حسن"),
        ("นภา", "ศรีสุข"),
        ("अनिता", "शर्मा"),
        ("Siobhán", "O'Neill"),
        ("Zoë", "D'Angelo-<Smith> & \"Sons\""),
    ];

    public static IReadOnlyList<EndUser> For(
        ClusterId cluster,
        string domain,
        Topology topology,
        int count
    ) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(i =>
                {
                    var (first, last) = s_names[i % s_names.Length];
                    var id = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{cluster.Value.ToLowerInvariant()}.{i:D5}"
                    );
                    return new EndUser(
                        id,
                        first,
                        last,
                        $"{id}@{domain}",
                        $"{id}@{domain}",
                        topology.Nodes[i % topology.Nodes.Count].Name.Value
                    );
                }),
        ];

    /// <summary>
    /// The enterprise group of a made-up user: a hundred users each, and no group on two clusters.
    /// </summary>
    public static string GroupOf(EndUser user)
    {
        var dot = user.UserId.LastIndexOf('.');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{user.UserId[..dot]} group {(int.Parse(user.UserId.AsSpan(dot + 1), CultureInfo.InvariantCulture) - 1) / PerGroup + 1}"
        );
    }
}
