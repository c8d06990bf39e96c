using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
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
        if (!await WithinAsync(s_opening, token => IsAdmittedAsync(stream.From, shown, token), cancellationToken))
            throw await stream.RefuseAsync(new XmppException(XmppError.NotAuthorized, "The peer's certificate is not the one that is kept.", "not-authorized"), cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = TellAsync(stream, connection, end.Token);
        try
        {
            while (await WithinAsync(s_idle, stream.ReadAsync, cancellationToken) is { } stanza)
            {
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
#pragma warning disable CA5359 // IsAdmittedAsync judges it before anything else is said.
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown(certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
            return true;
        },
#pragma warning restore CA5359
    };

    /// <summary>A node of a peer with TLS as its protocol is known by its certificate (the guide, step 4, tip); any other is taken at its word, as without TLS.</summary>
    private async Task<bool> IsAdmittedAsync(string? from, X509Certificate2? shown, CancellationToken cancellationToken)
    {
        using var certificate = shown;
        if (!NodeName.TryParse(from, out var remote) || await cluster.Database.Peers.FindSecureAsync(remote, cancellationToken) is not { } peer) return true;
        if (certificate is null) return false;
        var trust = new PeerTrust(cluster.Time);
        trust.Replace(await cluster.Database.Certificates.TrustAsync(peer, cancellationToken));
        return trust.Judge(CertificateServices.CupXmpp, remote, certificate) is null;
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
