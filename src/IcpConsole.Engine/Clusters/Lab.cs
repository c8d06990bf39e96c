using System.Globalization;
using System.Net;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Users;
using IcpConsole.Storage;

namespace IcpConsole.Engine.Clusters;

/// <summary>Where the lab lies and how large it is.</summary>
/// <param name="Network">First three octets of the first cluster's addresses, within 127.0.0.0/8.</param>
/// <param name="Users">Generated users of each cluster.</param>
public sealed record LabOptions(IPAddress Network, int Users)
{
    public const int DefaultUsers = 500;
    public const int MaxUsers = EndUser.MaxPerCluster;

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

    public static AxlCredential Operator { get; } = new("operator", "operator-lab");

    public static AxlCredential PlatformUser { get; } = new("platform", "platform-lab");

    public static IReadOnlyList<NewApplicationUser> ApplicationUsers { get; } =
    [
        new(ApplicationUser.Username, ApplicationUser.Password, ApplicationRole.AxlApiAccess), new(Operator.Username, Operator.Password, ApplicationRole.Serviceability),
        new(PlatformUser.Username, PlatformUser.Password, ApplicationRole.Platform),
    ];

    /// <summary>The directory file of a lab cluster, from the data directory on.</summary>
    public static string DirectoryFile(ClusterId id) => Path.Combine("directory", $"{id.Value.ToLowerInvariant()}.csv");

    public static IEnumerable<ClusterDraft> Drafts(IPAddress network) => s_ids.Select((text, i) =>
    {
        var octets = network.GetAddressBytes();
        Node NodeAt(byte last, NodeRole role)
        {
            var address = new IPAddress([octets[0], octets[1], (byte)(octets[2] + i), last]);
            return new Node(NodeName.From(address), address, role);
        }

        var id = ClusterId.Parse(text);
        var topology = new Topology([NodeAt(1, NodeRole.Publisher), NodeAt(2, NodeRole.Subscriber)]);
        var name = string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(text[0])}{text[1..]}");
        return new ClusterDraft(new ClusterDefinition(id, name, Traits, topology, SipFederation: true, DirectoryFile(id)), ApplicationUsers);
    });

    /// <summary>Creates the lab's clusters.</summary>
    /// <returns>Why the first of them could not start; null when all run.</returns>
    public static async Task<Problem?> CreateAsync(ClusterRegistry registry, DataDirectory directory, LabOptions options, CancellationToken cancellationToken)
    {
        var drafts = Drafts(options.Network).ToList();
        foreach (var draft in drafts)
        {
            var cluster = draft.Definition;
            var users = GeneratedUsers.For(cluster.Id, cluster.Traits.Domain, cluster.Topology, options.Users);
            await DirectoryWriter.WriteAsync(directory.Resolve(cluster.DirectoryFile!), users, cancellationToken, GeneratedUsers.GroupOf);
            var created = await registry.CreateAsync(draft, cancellationToken);
            if (!created.Succeeded) return await GiveUpAsync(registry, directory, created.Problems[0]);
        }

        await Task.WhenAll(drafts.Select(d => registry.StartedAsync(d.Definition.Id)));
        return drafts.Select(d => registry.Find(d.Definition.Id)?.Fault).FirstOrDefault(fault => fault is not null) is { } fault
            ? await GiveUpAsync(registry, directory, fault)
            : null;
    }

    /// <summary>Nothing of a lab that could not be started stays behind.</summary>
    private static async Task<Problem> GiveUpAsync(ClusterRegistry registry, DataDirectory directory, Problem why)
    {
        foreach (var id in s_ids.Select(ClusterId.Parse))
        {
            await registry.RemoveAsync(id, CancellationToken.None);
            File.Delete(directory.Resolve(DirectoryFile(id)));
        }

        return why;
    }
}
