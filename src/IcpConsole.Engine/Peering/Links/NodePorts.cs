using System.Net.Security;
using System.Net.Sockets;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// Looks at one port of a remote node: speaks the protocol that belongs there, and hangs up.
/// </summary>
internal sealed class NodePorts(ClusterContext cluster, PeerProtocol protocol, PeerTls tls)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private bool Tls => protocol == PeerProtocol.Tls;

    public int SipPort => Tls ? SipTarget.TlsPort : SipTarget.Port;

    /// <summary>Logs in to AXL and asks what the connectivity test asks.</summary>
    public Task<PortReach> AxlAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    ) =>
        LookAsync(
            AxlSchema.Port,
            token => connection.AskAsync(Queries.ConnectivityTest, token),
            cancellationToken
        );

    /// <summary>Sends OPTIONS over the trunk's transport, where both sides speak SIP.</summary>
    public async Task<PortReach> SipAsync(
        NodeName node,
        bool? spokenThere,
        CancellationToken cancellationToken
    )
    {
        var port = SipPort;
        if (!cluster.Definition.SipFederation)
            return new PortReach(port, Mark.Unknown, new SipOffHere(), null);
        return spokenThere switch
        {
            null => PortReach.NotLookedAt(port),
            false => new PortReach(port, Mark.Unknown, new SipOffThere(), null),
            true => await LookAsync(
                port,
                token => OptionsAsync(node, port, token),
                cancellationToken
            ),
        };
    }

    private async Task OptionsAsync(
        NodeName node,
        int port,
        CancellationToken cancellationToken
    )
    {
        SipTarget Target(SipTransport transport, Socket socket) =>
            new(
                transport,
                cluster.Topology.Publisher.Name.Value,
                ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port,
                node.Value
            );
        SipMessage answer;
        if (protocol == PeerProtocol.Udp)
        {
            using var datagrams = await Dialer.DialUdpAsync(
                cluster,
                cluster.Topology.Publisher,
                node,
                port,
                cancellationToken
            );
            answer = await SipClient.OptionsAsync(
                datagrams,
                Target(SipTransport.Udp, datagrams),
                cluster.Time,
                cancellationToken
            );
        }
        else
        {
            await using var connection = await DialAsync(node, port, cancellationToken);
            if (!Tls)
                answer = await SipClient.OptionsAsync(
                    connection,
                    Target(SipTransport.Tcp, connection.Socket),
                    cancellationToken
                );
            else
            {
                await using var secure = new SslStream(connection, leaveInnerStreamOpen: true);
                await secure.AuthenticateAsClientAsync(
                    await tls.ClientAsync(
                        cluster.Topology.Publisher.Name,
                        node,
                        CertificateServices.Cup
                    ),
                    cancellationToken
                );
                answer = await OverTlsAsync(
                    secure,
                    Target(SipTransport.Tls, connection.Socket),
                    cancellationToken
                );
            }
        }

        if (answer.Status is not (>= 200 and < 300))
            throw PeerFailures.At(
                PassLayer.Query,
                new SipRefused($"{answer.Status} {answer.Reason}")
            );
    }

    /// <summary>
    /// In TLS 1.3 a server that refuses our certificate says so only after the handshake, at the
    /// first read.
    /// </summary>
    private static async Task<SipMessage> OverTlsAsync(
        SslStream tls,
        SipTarget target,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await SipClient.OptionsAsync(tls, target, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SipException { Error: SipError.Closed })
        {
            throw PeerFailures.At(PassLayer.Tls, new SipTlsRefused());
        }
    }

    private Task<NetworkStream> DialAsync(
        NodeName node,
        int port,
        CancellationToken cancellationToken
    ) =>
        Dialer.DialAsync(
            cluster,
            cluster.Topology.Publisher,
            node,
            port,
            resolved: null,
            cancellationToken
        );

    private async Task<PortReach> LookAsync(
        int port,
        Func<CancellationToken, Task> look,
        CancellationToken cancellationToken
    )
    {
        var started = cluster.Time.GetTimestamp();
        try
        {
            await cluster.Time.WithinAsync(s_limit, look, cancellationToken);
            return new PortReach(port, Mark.Check, null, cluster.Time.GetElapsedTime(started));
        }
        catch (TimeoutException)
        {
            return new PortReach(port, Mark.Cross, new PortTimedOut(port), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new PortReach(port, Mark.Cross, ProblemOf(e), null);
        }
    }

    /// <summary>Nothing listens on a port that is another service's than 8443.</summary>
    private Problem ProblemOf(Exception e) =>
        PeerFailures.From(e, cluster)?.Problem switch
        {
            TcpRefused { Port: not AxlSchema.Port and var port } => new PortRefused(port),
            { } problem => problem,
            null => new Unexpected(),
        };
}
