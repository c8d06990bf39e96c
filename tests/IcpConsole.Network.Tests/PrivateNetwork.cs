using IcpConsole.Testing;

namespace IcpConsole.Network.Tests;

/// <summary>
/// What lies between the hosts: a switch in a namespace of its own with a DNS server, where frames
/// can be dropped on their way.
/// </summary>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    private const string Prefix = "10.77.0";
    private const string DnsAddress = $"{Prefix}.1";

    private readonly Namespace _switch;
    private readonly List<(string Name, string Address)> _records = [];

    private PrivateNetwork(Namespace place) => _switch = place;

    /// <summary>Null while it is stopped.</summary>
    public DnsServer? Dns { get; private set; }

    public static async Task<PrivateNetwork> MakeAsync()
    {
        var network = new PrivateNetwork(await Namespace.MakeAsync("switch"));
        try
        {
            await network.IpAsync("link add name bridge type bridge");
            await network.IpAsync($"address add {DnsAddress}/24 dev bridge");
            await network.IpAsync("link set bridge up");
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public static string Address(int last) => $"{Prefix}.{last}";

    /// <summary>Plugs a host in. Its port on the switch has its name.</summary>
    /// <param name="host">Gets the addresses of the records.</param>
    /// <param name="port">Name of the port.</param>
    /// <param name="records">Names for the DNS server, with their addresses.</param>
    public async Task PlugAsync(
        Namespace host,
        string port,
        IReadOnlyList<(string Name, string Address)> records
    )
    {
        await IpAsync($"link add {port} type veth peer name net netns {host.Name}");
        await IpAsync($"link set {port} master bridge up");
        foreach (var (_, address) in records)
            await Tool.RunAsync(
                "ip",
                "-n",
                host.Name,
                "address",
                "add",
                $"{address}/24",
                "dev",
                "net"
            );
        await Tool.RunAsync("ip", "-n", host.Name, "link", "set", "net", "up");
        host.ResolveBy(DnsAddress);
        _records.AddRange(records);
    }

    public async Task StartDnsAsync()
    {
        Dns = new DnsServer(_switch, DnsAddress, _records);
        await Eventually.TrueAsync(() => Dns.HasStarted);
    }

    public async Task StopDnsAsync()
    {
        if (Dns is not null)
            await Dns.DisposeAsync();
        Dns = null;
    }

    /// <summary>
    /// Drops packets that the switch takes from one host to the other. What the hosts ask the DNS
    /// server is not among them, nor is ARP.
    /// </summary>
    /// <param name="table">What to mend it by.</param>
    /// <param name="port">Where the packets come in.</param>
    /// <param name="which">Of those, as nft matches them.</param>
    public Task DropAsync(string table, string port, string which) =>
        _switch.RunAsync(
            "nft",
            $$"""table bridge {{table}} { chain between { type filter hook forward priority 0; iifname "{{port}}" {{which}} drop; }; }"""
        );

    /// <summary>Drops nothing any more by that table, if it did.</summary>
    public Task MendAsync(string table) =>
        _switch.RunAsync("nft", $"add table bridge {table}; delete table bridge {table}");

    public async ValueTask DisposeAsync()
    {
        await StopDnsAsync();
        await _switch.DisposeAsync();
    }

    private Task IpAsync(string command) =>
        Tool.RunAsync("ip", ["-n", _switch.Name, .. command.Split(' ')]);
}
