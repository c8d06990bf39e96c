using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;
using IcpConsole.Protocols.Tls;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Services;

/// <summary>
/// Cisco XCP Router of a node: accepts XMPP streams of other nodes' routers on 7400, offers STARTTLS with its cup-xmpp certificate, answers pings and presence probes
/// for the users whom the node serves, and tells of changes.
/// </summary>
internal sealed class XcpRouter(ClusterContext cluster, Node node, NodeIdentities identities)
{
    private static readonly TimeSpan s_opening = TimeSpan.FromSeconds(10);

    /// <summary>Longest address: a local part and a domain part of 1023 bytes each (RFC 7622, section 3.1).</summary>
    private const int MaxAddress = 2047;

    /// <summary>Links are pinged every few seconds: a stream that says nothing for so long has been left behind.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    /// <summary>Peers are deleted, and certificates change, while streams stay open: each is judged again so often.</summary>
    private static readonly TimeSpan s_judgeEvery = TimeSpan.FromSeconds(15);

    /// <summary>Whoever connects may ask; what is asked at once must not take the threads that pages and passes need.</summary>
    private readonly SemaphoreSlim _probes = new(1);

    /// <exception cref="PortInUseException">The address is in use, or is not of this machine.</exception>
    public static TcpPort Start(ClusterContext cluster, Node node, NodeIdentities identities) =>
        TcpPort.Listen(new IPEndPoint(node.Address, XmppSchema.Port), new XcpRouter(cluster, node, identities).ServeAsync);

    private async Task ServeAsync(NetworkStream connection, CancellationToken cancellationToken)
    {
        X509Certificate2? shown = null;
        await using var stream = await WithinAsync(
            s_opening, token => XmppServer.AcceptAsync(connection, new XmppServerOptions(node.Name.Value, t => AuthenticationAsync(c => shown = c, t)), token), cancellationToken);
        using var certificate = shown;
        await AdmitAsync(stream, certificate, cancellationToken);
        var judged = cluster.Time.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = TellAsync(stream, connection, end.Token);
        try
        {
            while (await WithinAsync(s_idle, stream.ReadAsync, cancellationToken) is { } stanza)
            {
                if (cluster.Time.GetElapsedTime(judged) >= s_judgeEvery)
                {
                    await AdmitAsync(stream, certificate, cancellationToken);
                    judged = cluster.Time.GetTimestamp();
                }

                if (await AnswerAsync(stanza, cancellationToken) is { } answer) await SendAsync(stream, answer, cancellationToken);
            }

            await WithinAsync(s_opening, token => DoneAsync(stream.CloseAsync(token)), cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<XElement?> AnswerAsync(XElement stanza, CancellationToken cancellationToken)
    {
        if (XmppPing.IsRequest(stanza)) return XmppPing.Answer(stanza);
        if (XmppStanza.IsRequest(stanza)) return XmppStanza.ServiceUnavailable(stanza);
        if (!XmppPresence.IsProbe(stanza) || (string?)stanza.Attribute("to") is not { Length: > 0 and <= MaxAddress } user) return null;
        await _probes.WaitAsync(cancellationToken);
        try
        {
            return await cluster.Database.Routing.IsServedAsync(node.Name, user, cluster.Traits, cancellationToken) ? XmppPresence.Unavailable(stanza) : XmppPresence.NotFound(stanza);
        }
        finally
        {
            _probes.Release();
        }
    }

    /// <summary>Whoever holds a link learns at once that there is something to ask for. One that does not take it in is cut off.</summary>
    private async Task TellAsync(XmppStream stream, NetworkStream connection, CancellationToken cancellationToken)
    {
        try
        {
            var first = true;
            await foreach (var _ in cluster.Notices.WatchAsync(cancellationToken))
            {
                if (!first) await SendAsync(stream, XmppNotice.Message(node.Name.Value, stream.From), cancellationToken);
                first = false;
            }
        }
        catch (Exception)
        {
            await connection.DisposeAsync();
        }
    }

    private Task<bool> SendAsync(XmppStream stream, XElement stanza, CancellationToken cancellationToken) =>
        WithinAsync(s_opening, token => DoneAsync(stream.SendAsync(stanza, token)), cancellationToken);

    /// <summary>Asks for a certificate and judges none yet: only the stream says who opens it.</summary>
    private async ValueTask<SslServerAuthenticationOptions> AuthenticationAsync(Action<X509Certificate2?> shown, CancellationToken cancellationToken) => new()
    {
        ServerCertificateContext = await identities.PresentAsync(node.Name, CertificateServices.CupXmpp).WaitAsync(cancellationToken),
        ClientCertificateRequired = true,
        CertificateChainPolicy = TlsPolicy.Offline,
#pragma warning disable CA5359 // AdmitAsync judges it before anything else is said.
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown(certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
            return true;
        },
#pragma warning restore CA5359
    };

    /// <summary>Ends a stream that is not from a node of a peer (RFC 6120, section 4.9.3.9), or not shown to be.</summary>
    /// <exception cref="XmppException">It was ended.</exception>
    private async Task AdmitAsync(XmppStream stream, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        if (await WithinAsync(s_opening, token => RefusalAsync(stream.From, certificate, token), cancellationToken) is { } refusal) throw await stream.RefuseAsync(refusal, cancellationToken);
    }

    /// <summary>
    /// A node of a peer with TLS as its protocol is known by its certificate (the guide, step 4, tip). Any other is taken at its word, as without TLS; but a cluster whose peers all have
    /// TLS speaks with nobody else.
    /// </summary>
    private async Task<XmppException?> RefusalAsync(string? from, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        if (!NodeName.TryParse(from, out var remote)) return new XmppException(XmppError.NotAuthorized, "This is no name of a node.", XmppSchema.InvalidFrom);
        var peers = await cluster.Database.Peers.ProtocolsAsync(cancellationToken);
        var claimed = await cluster.Database.Peers.OfNodeAsync(remote, cancellationToken);
        if (claimed.Count == 0 && peers.Count > 0 && peers.Values.All(p => p == PeerProtocol.Tls)) return new XmppException(XmppError.NotAuthorized, "No peer has this node.", XmppSchema.InvalidFrom);
        foreach (var peer in claimed.Where(p => peers.GetValueOrDefault(p) == PeerProtocol.Tls))
        {
            if (certificate is null || (await PeerTrust.OfAsync(cluster, peer, cancellationToken)).Judge(CertificateServices.CupXmpp, remote, certificate) is not null)
                return new XmppException(XmppError.NotAuthorized, "The peer's certificate is not the one that is kept.", XmppSchema.NotAuthorized);
        }

        return null;
    }

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, cluster.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        return await work(linked.Token);
    }
}
