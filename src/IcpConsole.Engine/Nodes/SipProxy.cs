using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Tls;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// Cisco SIP Proxy of a node: answers OPTIONS on 5060 over UDP and TCP and, to the clusters whose
/// cup certificates are in cup-trust, on 5061 over TLS with both certificates (Cisco, <em>Port
/// Usage Information</em>; RFC 3261, sections 11 and 26.3.1).
/// </summary>
internal sealed class SipProxy : IAsyncDisposable
{
    /// <summary>A trunk asks anew, over another connection, long before this.</summary>
    private static readonly TimeSpan s_connection = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _processes;
    private readonly SipServer _server;
    private readonly ClusterContext _cluster;
    private readonly Node _node;
    private readonly NodeIdentities _identities;
    private NodeListener? _ports;
    private SipDatagrams? _datagrams;

    private SipProxy(ClusterContext cluster, Node node, NodeIdentities identities)
    {
        (_cluster, _node, _identities) = (cluster, node, identities);
        _processes = new SemaphoreSlim(cluster.Parameters.SipProcesses(node.Name));
        _server = new SipServer(_processes, ConnectionLimits.Whole);
    }

    /// <exception cref="PortInUseException">A port is in use, or the address is not of this
    /// machine.</exception>
    public static async Task<SipProxy> StartAsync(
        ClusterContext cluster,
        Node node,
        NodeIdentities identities,
        KnownAddresses known,
        CancellationToken cancellationToken
    )
    {
        var proxy = new SipProxy(cluster, node, identities);
        try
        {
            proxy._datagrams = SipDatagrams.Listen(cluster, node, proxy._server);
            var ports = new[]
            {
                new NodePort(SipTarget.Port, proxy.AnswerAsync),
                new NodePort(SipTarget.TlsPort, proxy.AnswerAsync, proxy.Secure),
            };
            proxy._ports = await NodeListener.OpenAsync(
                cluster,
                known,
                node,
                ports,
                cancellationToken
            );
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_datagrams is not null)
            await _datagrams.DisposeAsync();
        if (_ports is not null)
            await _ports.DisposeAsync();
        _processes.Dispose();
    }

    private void Secure(ListenOptions listen) =>
        listen.UseHttps(
            new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = ConnectionLimits.Handshake,
                OnConnection = handshake => new ValueTask<SslServerAuthenticationOptions>(
                    AuthenticationAsync(handshake.CancellationToken)
                ),
            }
        );

    private async Task<SslServerAuthenticationOptions> AuthenticationAsync(
        CancellationToken cancellationToken
    )
    {
        var store = _cluster.Database.Certificates;
        var authorities = await store.UploadedAsync(
            CertificateServices.Cup,
            cancellationToken
        );
        var kept = (await store.OfNodesAsync(CertificateServices.Cup, cancellationToken))
            .Select(CertificateReader.TrySummarizePem)
            .OfType<CertificateSummary>()
            .Select(c => c.Sha256)
            .ToHashSet();
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = await _identities
                .PresentAsync(_node.Name, CertificateServices.Cup)
                .WaitAsync(cancellationToken),
            ClientCertificateRequired = true,
            CertificateChainPolicy = TlsPolicy.Offline,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is X509Certificate2 presented
                && IsTrusted(presented, kept, authorities),
        };
    }

    /// <summary>
    /// The very certificate of a peer's node, or one that an authority issued which vouches for
    /// every peer; and valid today.
    /// </summary>
    private bool IsTrusted(
        X509Certificate2 presented,
        HashSet<string> kept,
        IReadOnlyList<string> authorities
    )
    {
        var now = _cluster.Time.GetUtcNow();
        if (
            now.UtcDateTime < presented.NotBefore.ToUniversalTime()
            || now.UtcDateTime > presented.NotAfter.ToUniversalTime()
        )
            return false;
        if (kept.Contains(presented.GetCertHashString(HashAlgorithmName.SHA256)))
            return true;
        using var vouching = Authorities.FromPems(authorities);
        return vouching.Vouches(presented, now);
    }

    private async Task AnswerAsync(
        NodeConnection connection,
        CancellationToken cancellationToken
    )
    {
        await _cluster.Time.WithinAsync(
            s_connection,
            token => _server.RunAsync(connection.Stream, token),
            cancellationToken
        );
    }
}
