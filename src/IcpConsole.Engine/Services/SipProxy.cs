using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Tls;

namespace IcpConsole.Engine.Services;

/// <summary>
/// Cisco SIP Proxy of a node: answers OPTIONS on 5060 over UDP and TCP and, to the clusters whose cup certificates are in cup-trust, on 5061 over TLS with both
/// certificates (Cisco, <em>Port Usage Information</em>; RFC 3261, sections 11 and 26.3.1).
/// </summary>
internal sealed class SipProxy : IAsyncDisposable
{
    private const int MaxDatagram = 64 * 1024;
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <summary>A trunk asks anew, over another connection, long before this.</summary>
    private static readonly TimeSpan s_connection = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _processes;
    private readonly SipServer _server;

    private readonly ClusterContext _cluster;
    private readonly Node _node;
    private readonly NodeIdentities _identities;
    private readonly List<TcpPort> _ports = [];
    private readonly CancellationTokenSource _stop = new();
    private Socket? _datagrams;
    private Task _answering = Task.CompletedTask;

    private SipProxy(ClusterContext cluster, Node node, NodeIdentities identities)
    {
        (_cluster, _node, _identities) = (cluster, node, identities);
        _processes = new SemaphoreSlim(cluster.Parameters.SipProcesses(node.Name));
        _server = new SipServer(_processes);
    }

    /// <exception cref="PortInUseException">A port is in use, or the address is not of this machine.</exception>
    public static async Task<SipProxy> StartAsync(ClusterContext cluster, Node node, NodeIdentities identities)
    {
        var proxy = new SipProxy(cluster, node, identities);
        try
        {
            proxy.Listen();
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
        await _stop.CancelAsync();
        _datagrams?.Dispose();
        await Task.WhenAll([_answering, .. _ports.Select(p => p.DisposeAsync().AsTask())]);
        _stop.Dispose();
        _processes.Dispose();
    }

    private void Listen()
    {
        _ports.Add(TcpPort.Listen(new IPEndPoint(_node.Address, SipTarget.Port), AnswerAsync));
        _ports.Add(TcpPort.Listen(new IPEndPoint(_node.Address, SipTarget.TlsPort), ServeTlsAsync));
        var datagrams = new Socket(_node.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            datagrams.Bind(new IPEndPoint(_node.Address, SipTarget.Port));
        }
        catch (SocketException e)
        {
            datagrams.Dispose();
            throw new PortInUseException(SipTarget.Port, e);
        }

        _datagrams = datagrams;
        _answering = Task.Run(() => AnswerDatagramsAsync(datagrams), CancellationToken.None);
    }

    private async Task AnswerDatagramsAsync(Socket datagrams)
    {
        var buffer = new byte[MaxDatagram];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await datagrams.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                if (_server.AnswerDatagram(buffer.AsSpan(0, received.ReceivedBytes)) is { } answer)
                    await datagrams.SendToAsync(answer, SocketFlags.None, received.RemoteEndPoint, _stop.Token);
            }
            catch (Exception)
            {
                // A sender that is gone (its ICMP error comes back here), whatever one datagram did, or the end.
            }
        }
    }

    private async Task ServeTlsAsync(NetworkStream connection, CancellationToken cancellationToken)
    {
        await using var tls = new SslStream(connection, leaveInnerStreamOpen: true);
        using (var limit = new CancellationTokenSource(s_handshake, _cluster.Time))
        using (var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken))
        using (await _server.EnterAsync(linked.Token))
        {
            var store = _cluster.Database.Certificates;
            using var authorities = Authorities.FromPems(await store.UploadedAsync(CertificateServices.Cup, linked.Token));
            var kept = (await store.OfNodesAsync(CertificateServices.Cup, linked.Token)).Select(CertificateReader.TrySummarizePem).OfType<CertificateSummary>().Select(c => c.Sha256).ToHashSet();
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = await _identities.PresentAsync(_node.Name, CertificateServices.Cup).WaitAsync(linked.Token),
                ClientCertificateRequired = true,
                CertificateChainPolicy = TlsPolicy.Offline,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 presented && IsTrusted(presented, kept, authorities),
            }, linked.Token);
        }

        await AnswerAsync(tls, cancellationToken);
    }

    /// <summary>The very certificate of a peer's node, or one that an authority issued which vouches for every peer; and valid today.</summary>
    private bool IsTrusted(X509Certificate2 presented, HashSet<string> kept, Authorities authorities)
    {
        var now = _cluster.Time.GetUtcNow();
        return now.UtcDateTime >= presented.NotBefore.ToUniversalTime() && now.UtcDateTime <= presented.NotAfter.ToUniversalTime()
            && (kept.Contains(presented.GetCertHashString(HashAlgorithmName.SHA256)) || authorities.Vouches(presented, now));
    }

    private async Task AnswerAsync(Stream connection, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_connection, _cluster.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await _server.RunAsync(connection, linked.Token);
    }
}
