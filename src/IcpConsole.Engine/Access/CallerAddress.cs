using System.Net;
using System.Net.Sockets;

namespace IcpConsole.Engine.Access;

/// <summary>What of an address tells one caller from another.</summary>
public static class CallerAddress
{
    private const int BytesOfNetwork = 8;

    /// <summary>
    /// An IPv4 address as it is, and of IPv6 the network: each host has as many addresses of it as
    /// it likes (RFC 4291, section 2.5.4).
    /// </summary>
    public static IPAddress From(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOfNetwork).Clear();
        return new IPAddress(bytes);
    }
}
