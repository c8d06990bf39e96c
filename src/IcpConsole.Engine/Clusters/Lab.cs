using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Clusters;

/// <summary>Where the lab lies and how large it is.</summary>
/// <param name="Network">First three octets of the first cluster's addresses, within 127.0.0.0/8.</param>
/// <param name="Users">Generated users of each cluster.</param>
public sealed record LabOptions(IPAddress Network, int Users)
{
    public const int DefaultUsers = 500;
    public const int MaxUsers = 75_000;

    public static IPAddress DefaultNetwork { get; } = IPAddress.Parse("127.0.11.0");

    /// <summary>Reads <c>127.0.X</c>.</summary>
    public static bool TryParseNetwork(string? text, out IPAddress network)
    {
        network = IPAddress.None;
        if (!NodeName.TryParse($"{text}.0", out var name) || !name.IsAddress) return false;
        network = IPAddress.Parse(name.Value);
        var octets = network.GetAddressBytes();
        return octets[0] == 127 && octets[2] <= 255 - Lab.Clusters;
    }
}

/// <summary>
/// Clusters on loopback to try the console with: the operating system routes all of 127.0.0.0/8 to itself (RFC 1122, section 3.2.1.3), so each
/// node has an address of its own and the real ports.
/// </summary>
internal static class Lab
{
    public static ClusterTraits Traits { get; } = new("lab.example", ImAddressScheme.UserIdAtDefaultDomain, Release.V15, Platform.Ova15000);

    private static readonly string[] s_ids = ["seoul", "singapore", "frankfurt"];

    public static int Clusters => s_ids.Length;

    public static AxlCredential ApplicationUser { get; } = new("icsa", "icsa-lab");

    public static IEnumerable<ClusterDefinition> Definitions(IPAddress network) => s_ids.Select((id, i) =>
    {
        var octets = network.GetAddressBytes();
        Node NodeAt(byte last, NodeRole role)
        {
            var address = new IPAddress([octets[0], octets[1], (byte)(octets[2] + i), last]);
            return new Node(NodeName.From(address), address, role);
        }

        return new ClusterDefinition(ClusterId.Parse(id), Traits, new Topology([NodeAt(1, NodeRole.Publisher), NodeAt(2, NodeRole.Subscriber)]), ApplicationUser);
    });

    /// <summary>Creates the lab's clusters.</summary>
    /// <returns>The first that could not start; null when all run.</returns>
    public static async Task<ICluster?> CreateAsync(ClusterRegistry registry, LabOptions options, CancellationToken cancellationToken)
    {
        var definitions = Definitions(options.Network).ToList();
        foreach (var definition in definitions)
        {
            var users = GeneratedUsers.For(definition.Id, definition.Traits.Domain, definition.Topology, options.Users);
            await registry.CreateAsync(definition, users, cancellationToken);
        }

        await Task.WhenAll(definitions.Select(d => registry.StartedAsync(d.Id)));
        return definitions.Select(d => registry.Find(d.Id)).FirstOrDefault(c => c is { State: ClusterState.Faulted });
    }
}
