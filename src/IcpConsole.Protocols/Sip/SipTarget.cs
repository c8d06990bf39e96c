using System.Globalization;

namespace IcpConsole.Protocols.Sip;

/// <summary>Preferred protocol of a trunk.</summary>
public enum SipTransport
{
    Udp,
    Tcp,
    Tls,
}

/// <summary>Between whom a keepalive goes.</summary>
public sealed record SipTarget
{
    /// <summary>Port of SIP over UDP and TCP.</summary>
    public const int Port = 5060;

    /// <summary>Port of SIP over TLS.</summary>
    public const int TlsPort = 5061;

    /// <param name="transport">Named in Via.</param>
    /// <param name="localHost">Name or address of this side, for Via and From.</param>
    /// <param name="localPort">Where this side listens, for Via.</param>
    /// <param name="remoteHost">Name or address of the other side, for the Request-URI and
    /// To.</param>
    /// <exception cref="ArgumentException">A host is neither a name nor an address.</exception>
    public SipTarget(
        SipTransport transport,
        string localHost,
        int localPort,
        string remoteHost
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(localPort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(localPort, ushort.MaxValue);
        (Transport, LocalHost, LocalPort, RemoteHost) = (
            transport,
            Host(localHost),
            localPort,
            Host(remoteHost)
        );
    }

    public SipTransport Transport { get; }

    /// <summary>As it stands in a URI: an IPv6 address is in brackets.</summary>
    public string LocalHost { get; }

    public int LocalPort { get; }

    /// <inheritdoc cref="LocalHost"/>
    public string RemoteHost { get; }

    internal string Via =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{SipMessage.Version2}/{Transport.ToString().ToUpperInvariant()} {LocalHost}:{LocalPort}"
        );

    private static string Host(string host) =>
        Uri.CheckHostName(host) switch
        {
            UriHostNameType.Unknown => throw new ArgumentException(
                $"'{host}' is neither a name nor an address.",
                nameof(host)
            ),
            UriHostNameType.IPv6 => $"[{host.Trim('[', ']')}]",
            _ => host,
        };
}
