using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Services;

/// <summary>Cisco XCP Router of a node: accepts XMPP streams of other nodes' routers on 7400 and offers STARTTLS with its cup-xmpp certificate.</summary>
internal sealed class XcpRouter(ClusterContext cluster, Node node, NodeIdentities identities)
{
    /// <summary>"XCP Router Master Accept Port" (Cisco, <em>Port Usage Information</em>).</summary>
    public const int Port = 7400;

    private static readonly TimeSpan s_opening = TimeSpan.FromSeconds(10);

    /// <summary>A stream that says nothing for so long has been left behind.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(5);

    /// <exception cref="PortInUseException">The address is in use, or is not of this machine.</exception>
    public static TcpPort Start(ClusterContext cluster, Node node, NodeIdentities identities) =>
        TcpPort.Listen(new IPEndPoint(node.Address, Port), new XcpRouter(cluster, node, identities).ServeAsync);

    private async Task ServeAsync(NetworkStream connection, CancellationToken cancellationToken)
    {
        await using var stream = await WithinAsync(
            s_opening, token => XmppServer.AcceptAsync(connection, new XmppServerOptions(node.Name.Value, AuthenticationAsync), token), cancellationToken);
        while (await WithinAsync(s_idle, stream.ReadAsync, cancellationToken) is { } stanza)
        {
            var answer = XmppPing.IsRequest(stanza) ? XmppPing.Answer(stanza) : XmppStanza.IsRequest(stanza) ? XmppStanza.ServiceUnavailable(stanza) : null;
            if (answer is not null) await WithinAsync(s_opening, token => DoneAsync(stream.SendAsync(answer, token)), cancellationToken);
        }

        await WithinAsync(s_opening, token => DoneAsync(stream.CloseAsync(token)), cancellationToken);
    }

    private async ValueTask<SslServerAuthenticationOptions> AuthenticationAsync(CancellationToken cancellationToken) => new()
    {
        ServerCertificate = await identities.GetAsync(node.Name, CertificateServices.CupXmpp).WaitAsync(cancellationToken),
    };

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
