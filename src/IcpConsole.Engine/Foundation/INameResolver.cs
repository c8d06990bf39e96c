using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Engine.Foundation;

/// <summary>Finds the addresses of a node name. An address is its own answer.</summary>
public interface INameResolver
{
    /// <exception cref="SocketException">The name has no address, or no server
    /// answered.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(
        NodeName name,
        CancellationToken cancellationToken
    );

    /// <summary>The name of an address; null when it has none, or no server answered.</summary>
    Task<string?> ReverseAsync(IPAddress address, CancellationToken cancellationToken);
}

internal sealed class DnsNameResolver : INameResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(
        NodeName name,
        CancellationToken cancellationToken
    ) =>
        name.IsAddress
            ? [IPAddress.Parse(name.Value)]
            : await Dns.GetHostAddressesAsync(
                name.Value,
                AddressFamily.InterNetwork,
                cancellationToken
            );

    public async Task<string?> ReverseAsync(
        IPAddress address,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var name = (
                await Dns.GetHostEntryAsync(
                    address.ToString(),
                    AddressFamily.InterNetwork,
                    cancellationToken
                )
            ).HostName;
            return name == address.ToString() ? null : name;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
