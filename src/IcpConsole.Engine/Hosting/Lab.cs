using System.Globalization;
using System.Net;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Users;
using IcpConsole.Storage;

namespace IcpConsole.Engine.Hosting;

/// <summary>Where the lab lies and how large it is.</summary>
/// <param name="Network">First three octets of the first cluster's addresses, within
/// 127.0.0.0/8.</param>
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
        if (!NodeName.TryParse($"{text}.0", out var name) || !name.IsAddress)
            return false;
        network = IPAddress.Parse(name.Value);
        var octets = network.GetAddressBytes();
        return octets[0] == 127 && octets[2] <= 255 - Lab.Clusters;
    }
}

/// <summary>
/// Clusters on loopback to try the console with: the operating system routes all of 127.0.0.0/8 to
/// itself (RFC 1122, section 3.2.1.3), so each node has an address of its own and the real ports.
/// </summary>
internal static class Lab
{
    public static ClusterTraits Traits { get; } =
        new(
            "lab.example",
            ImAddressScheme.UserIdAtDefaultDomain,
            Release.V15,
            Platform.Ova15000
        );

    private static readonly string[] s_ids = ["seoul", "singapore", "frankfurt"];

    public static int Clusters => s_ids.Length;

    public static AxlCredential ApplicationUser { get; } = new("icsa", "icsa-lab");

    public static AxlCredential AxlAdministrator { get; } = new("axl", "axl-lab");

    public static AxlCredential Operator { get; } = new("operator", "operator-lab");

    public static AxlCredential PlatformUser { get; } = new("platform", "platform-lab");

    public static IReadOnlyList<NewApplicationUser> ApplicationUsers { get; } =
    [
        new(ApplicationUser.Username, ApplicationUser.Password, ApplicationRoles.AxlReadOnly),
        new(
            AxlAdministrator.Username,
            AxlAdministrator.Password,
            ApplicationRoles.AxlApiAccess
        ),
        new(Operator.Username, Operator.Password, ApplicationRoles.Serviceability),
        new(PlatformUser.Username, PlatformUser.Password, ApplicationRoles.Platform),
    ];

    /// <summary>The directory file of a lab cluster, from the data directory on.</summary>
    public static string DirectoryFile(ClusterId id) =>
        Path.Combine("directory", $"{id.Value.ToLowerInvariant()}.csv");

    public static IEnumerable<ClusterDraft> Drafts(IPAddress network) =>
        s_ids.Select(
            (text, i) =>
            {
                var octets = network.GetAddressBytes();
                Node NodeAt(byte last, NodeRole role)
                {
                    var address = new IPAddress([
                        octets[0],
                        octets[1],
                        (byte)(octets[2] + i),
                        last,
                    ]);
                    return new Node(NodeName.From(address), address, role);
                }

                var id = ClusterId.Parse(text);
                var topology = new Topology([
                    NodeAt(1, NodeRole.Publisher),
                    NodeAt(2, NodeRole.Subscriber),
                ]);
                var name = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{char.ToUpperInvariant(text[0])}{text[1..]}"
                );
                return new ClusterDraft(
                    new ClusterDefinition(
                        id,
                        name,
                        Traits,
                        topology,
                        SipFederation: true,
                        DirectoryFile(id)
                    ),
                    ApplicationUsers
                );
            }
        );

    /// <summary>
    /// Creates those of the lab's clusters that are not there: all of them, but where a first start
    /// was killed.
    /// </summary>
    /// <returns>Why the first of them could not start; null when all run.</returns>
    public static async Task<Problem?> CreateAsync(
        ClusterRegistry registry,
        DataDirectory directory,
        LabOptions options,
        CancellationToken cancellationToken
    )
    {
        var made = new List<ClusterDefinition>();
        var written = new List<string>();
        var there = registry
            .Clusters.Select(c => c.Id)
            .Concat(registry.Unopened.Select(u => u.Id))
            .ToHashSet();
        foreach (
            var draft in Drafts(options.Network).Where(d => !there.Contains(d.Definition.Id))
        )
        {
            var cluster = draft.Definition;
            var users = GeneratedUsers.For(
                cluster.Id,
                cluster.Traits.Domain,
                cluster.Topology,
                options.Users
            );
            var file = directory.Resolve(cluster.DirectoryFile!);
            if (
                await DirectoryWriter.TryWriteAsync(
                    file,
                    users,
                    cancellationToken,
                    GeneratedUsers.GroupOf
                )
            )
                written.Add(file);
            var created = await registry.CreateAsync(draft, cancellationToken);
            if (!created.Succeeded)
                return await GiveUpAsync(registry, made, written, created.Problems[0]);
            made.Add(cluster);
        }

        await Task.WhenAll(made.Select(d => registry.StartedAsync(d.Id)));
        if (
            made.Select(d => registry.Find(d.Id)?.Fault).FirstOrDefault(f => f is not null) is
            { } fault
        )
            return await GiveUpAsync(registry, made, written, fault);
        directory.EndLab();
        return null;
    }

    /// <summary>
    /// Nothing that this start made of a lab stays behind where the lab could not be started.
    /// </summary>
    private static async Task<Problem> GiveUpAsync(
        ClusterRegistry registry,
        List<ClusterDefinition> made,
        List<string> written,
        Problem why
    )
    {
        foreach (var cluster in made)
            await registry.RemoveAsync(cluster.Id, CancellationToken.None);
        written.ForEach(File.Delete);
        return why;
    }
}
