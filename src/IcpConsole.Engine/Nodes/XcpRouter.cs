using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Tls;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// Cisco XCP Router of a node: accepts XMPP streams of the routers of known peers' nodes on 7400,
/// offers STARTTLS with its cup-xmpp certificate, answers pings and presence probes for the users
/// whom the node serves, and tells of changes.
/// </summary>
internal sealed class XcpRouter(
    ClusterContext cluster,
    Node node,
    NodeIdentities identities,
    NodeContacts contacts
)
{
    private static readonly TimeSpan s_opening = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest address: a local part and a domain part of 1023 bytes each (RFC 7622, section 3.1).
    /// </summary>
    private const int MaxAddress = 2047;

    /// <summary>
    /// Links are pinged every few seconds: a stream that says nothing for so long has been left
    /// behind.
    /// </summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Peers are deleted, and certificates change, while streams stay open: each is judged again so
    /// often.
    /// </summary>
    private static readonly TimeSpan s_judgeEvery = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A link proves its routing every half a minute, and once more for each change: a stream may
    /// ask so much at once, and once in <see cref="s_probesApart"/> from then on.
    /// </summary>
    private const int ProbesAtOnce = 10;

    private static readonly TimeSpan s_probesApart = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// What is asked at once must not take the threads that pages and passes need.
    /// </summary>
    private readonly AsyncLock _probes = new();

    /// <exception cref="PortInUseException">The address is in use, or is not of this
    /// machine.</exception>
    public static Task<NodeListener> StartAsync(
        ClusterContext cluster,
        Node node,
        NodeIdentities identities,
        NodeContacts contacts,
        CancellationToken cancellationToken
    ) =>
        NodeListener.OpenAsync(
            cluster,
            contacts.Known,
            node,
            [
                new NodePort(
                    XmppSchema.Port,
                    new XcpRouter(cluster, node, identities, contacts).ServeAsync
                ),
            ],
            cancellationToken
        );

    private async Task ServeAsync(
        NodeConnection connection,
        CancellationToken cancellationToken
    )
    {
        X509Certificate2? shown = null;
        var options = new XmppServerOptions(
            node.Name.Value,
            token => AuthenticationAsync(certificate => shown = certificate, token),
            Judge: (opened, token) =>
                RefusalAsync(opened, connection, shown, mustShow: opened.Secure, token)
        );
        await using var stream = await cluster.Time.WithinAsync(
            s_opening,
            token => XmppServer.AcceptAsync(connection.Stream, options, token),
            cancellationToken
        );
        using var certificate = shown;
        // Who could start TLS and did not has shown no certificate.
        if (!stream.Secure)
            await JudgeAsync(stream, connection, certificate, cancellationToken);
        var remote = NodeName.Parse(stream.From!);
        contacts.News.LinkTaken?.Invoke(remote);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // What there was to ask for before the link, whoever holds it asks for by itself.
        var telling = Task.WhenAll(
            TellAsync(
                stream,
                connection,
                cluster.Notices.WatchAsync(end.Token).Skip(1),
                XmppNotice.Changed(node.Name.Value, stream.From),
                end.Token
            ),
            TellAsync(
                stream,
                connection,
                contacts.News.WatchAsync(remote, end.Token),
                XmppNotice.Viewed(node.Name.Value, stream.From),
                end.Token
            )
        );
        try
        {
            await AnswerAsync(stream, connection, certificate, cancellationToken);
            await cluster.Time.WithinAsync(
                s_opening,
                token => stream.CloseAsync(token),
                cancellationToken
            );
        }
        finally
        {
            await end.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(
        XmppStream stream,
        NodeConnection connection,
        X509Certificate2? certificate,
        CancellationToken cancellationToken
    )
    {
        var judged = cluster.Time.GetTimestamp();
        var rate = new Rate(cluster.Time, ProbesAtOnce, s_probesApart);
        while (
            await cluster.Time.WithinAsync(s_idle, stream.ReadAsync, cancellationToken)
                is { } stanza
        )
        {
            if (cluster.Time.GetElapsedTime(judged) >= s_judgeEvery)
            {
                await JudgeAsync(stream, connection, certificate, cancellationToken);
                judged = cluster.Time.GetTimestamp();
            }

            if (await AnswerAsync(stanza, rate, cancellationToken) is { } answer)
                await SendAsync(stream, answer, cancellationToken);
        }
    }

    private async Task<XElement?> AnswerAsync(
        XElement stanza,
        Rate rate,
        CancellationToken cancellationToken
    )
    {
        if (XmppPing.IsRequest(stanza))
            return XmppPing.Answer(stanza);
        if (XmppStanza.IsRequest(stanza))
            return XmppStanza.ServiceUnavailable(stanza);
        if (
            !XmppPresence.IsProbe(stanza)
            || (string?)stanza.Attribute("to") is not { Length: <= MaxAddress } user
        )
            return null;
        if (!Jid.TryParse(user, out var jid))
            return XmppPresence.Malformed(stanza);
        await rate.WaitAsync(cancellationToken);
        using (await _probes.EnterAsync(cancellationToken))
        {
            var isServed = await cluster.Database.Routing.IsServedAsync(
                node.Name,
                jid.User,
                jid.Domain,
                cluster.Traits,
                cancellationToken
            );
            return isServed ? XmppPresence.Unavailable(stanza) : XmppPresence.NotFound(stanza);
        }
    }

    /// <summary>
    /// Whoever holds a link learns at once that there is something to ask for. One that does not
    /// take it in is cut off.
    /// </summary>
    private async Task TellAsync<T>(
        XmppStream stream,
        NodeConnection connection,
        IAsyncEnumerable<T> news,
        XElement notice,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var _ in news)
                await SendAsync(stream, notice, cancellationToken);
        }
        catch (Exception)
        {
            connection.Abort();
        }
    }

    private Task SendAsync(
        XmppStream stream,
        XElement stanza,
        CancellationToken cancellationToken
    ) =>
        cluster.Time.WithinAsync(
            s_opening,
            token => stream.SendAsync(stanza, token),
            cancellationToken
        );

    /// <summary>
    /// Asks for a certificate and judges none yet: only the stream says who opens it.
    /// </summary>
    private async ValueTask<SslServerAuthenticationOptions> AuthenticationAsync(
        Action<X509Certificate2?> shown,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            ServerCertificateContext = await identities
                .PresentAsync(node.Name, CertificateServices.CupXmpp)
                .WaitAsync(cancellationToken),
            ClientCertificateRequired = true,
            CertificateChainPolicy = TlsPolicy.Offline,
#pragma warning disable CA5359 // RefusalAsync judges it before anything else is said.
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                shown(
                    certificate is null
                        ? null
                        : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData())
                );
                return true;
            },
#pragma warning restore CA5359
        };

    /// <exception cref="XmppException">The stream was ended.</exception>
    private async Task JudgeAsync(
        XmppStream stream,
        NodeConnection connection,
        X509Certificate2? certificate,
        CancellationToken cancellationToken
    )
    {
        if (
            await cluster.Time.WithinAsync(
                s_opening,
                token => RefusalAsync(stream, connection, certificate, mustShow: true, token),
                cancellationToken
            ) is
            { } refusal
        )
            throw await stream.RefuseAsync(refusal, cancellationToken);
    }

    /// <summary>
    /// Refuses a stream that is not from a node of a known peer, or does not come from where that
    /// node is (RFC 6120, section 4.9.3). A node of a peer with TLS as its protocol is known by its
    /// certificate besides (the guide, step 4, tip).
    /// </summary>
    private async Task<XmppException?> RefusalAsync(
        XmppStream stream,
        NodeConnection connection,
        X509Certificate2? certificate,
        bool mustShow,
        CancellationToken cancellationToken
    )
    {
        if (!NodeName.TryParse(stream.From, out var remote))
            return new XmppException(
                XmppError.NotAuthorized,
                "This is no name of a node.",
                XmppSchema.InvalidFrom
            );
        var claims = await cluster.Database.Peers.OfNodeAsync(remote, cancellationToken);
        if (claims.Count == 0)
            return new XmppException(
                XmppError.NotAuthorized,
                "No peer has this node.",
                XmppSchema.InvalidFrom
            );
        if (!await contacts.Known.IsOfAsync(remote, connection.From, cancellationToken))
            return new XmppException(
                XmppError.NotAuthorized,
                "The node is not at this address.",
                XmppSchema.PolicyViolation
            );
        var secured = claims.Where(c => c.Protocol == PeerProtocol.Tls).ToList();
        if (secured.Count == 0 || !mustShow)
            return null;
        foreach (var (peer, _) in secured)
        {
            if (
                certificate is not null
                && (await PeerTrust.LoadAsync(cluster, peer, cancellationToken)).Judge(
                    CertificateServices.CupXmpp,
                    remote,
                    certificate
                )
                    is null
            )
                return null;
        }

        return new XmppException(
            XmppError.NotAuthorized,
            "The peer's certificate is not the one that is kept.",
            XmppSchema.NotAuthorized
        );
    }
}
