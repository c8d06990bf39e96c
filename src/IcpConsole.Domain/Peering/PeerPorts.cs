namespace IcpConsole.Domain.Peering;

/// <summary>
/// What has to be open between the nodes of both clusters, in both directions (the guide,
/// prerequisites).
/// </summary>
public static class PeerPorts
{
    public const int Axl = 8443;

    /// <summary>Cisco XCP Router.</summary>
    public const int Router = 7400;

    /// <summary>Over TCP and UDP, where SIP is used.</summary>
    public const int Sip = 5060;

    /// <summary>Over TLS, where SIP is used.</summary>
    public const int SipTls = 5061;
}
