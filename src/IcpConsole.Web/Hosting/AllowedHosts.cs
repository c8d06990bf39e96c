using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.HostFiltering;

namespace IcpConsole.Web.Hosting;

/// <summary>
/// The names by which browsers may ask for the pages. Any other is refused: a page elsewhere could
/// have its own name lead here (DNS rebinding), and what is made of the name would lead elsewhere.
/// </summary>
internal static class AllowedHosts
{
    private static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];

    private static readonly IPAddress[] s_any = [IPAddress.Any, IPAddress.IPv6Any];

    /// <summary>
    /// The name by which this machine's browser reaches the pages at an address where the server
    /// listens.
    /// </summary>
    public static string ForLink(string address, ConsoleOptions options)
    {
        var bound = BindingAddress.Parse(address);
        if (!IsAny(bound.Host.Trim('[', ']')))
            return address;
        return $"{bound.Scheme}://{options.Hosts.Select(Bracketed).FirstOrDefault() ?? "localhost"}:{bound.Port}";
    }

    public static bool IsHost(string text) =>
        Uri.CheckHostName(text.Trim('[', ']')) != UriHostNameType.Unknown;

    public static void AddAllowedHosts(
        this IServiceCollection services,
        ConsoleOptions options
    ) =>
        services.Configure<HostFilteringOptions>(filtering =>
        {
            filtering.AllowedHosts =
            [
                .. Named(options).Distinct(StringComparer.OrdinalIgnoreCase),
            ];
            filtering.AllowEmptyHosts = false;
            filtering.IncludeFailureMessage = true;
        });

    private static IEnumerable<string> Named(ConsoleOptions options)
    {
        foreach (var host in s_loopback.Concat(options.Hosts.Select(Bracketed)))
            yield return host;
        foreach (var url in options.Urls.Split(';'))
        {
            var host = BindingAddress.Parse(url).Host;
            foreach (var name in IsAny(host) ? OfThisMachine() : [host])
                yield return name;
        }
    }

    private static bool IsAny(string host) =>
        host is "*" or "+"
        || (IPAddress.TryParse(host, out var address) && s_any.Contains(address));

    private static IEnumerable<string> OfThisMachine()
    {
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        yield return properties.HostName;
        if (properties.DomainName.Length > 0)
            yield return $"{properties.HostName}.{properties.DomainName}";
        var addresses = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address);
        foreach (var address in addresses)
            yield return Bracketed(new IPAddress(address.GetAddressBytes()).ToString());
    }

    /// <summary>As an IPv6 address stands in a link (RFC 3986, section 3.2.2).</summary>
    private static string Bracketed(string host) =>
        host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
}
