using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Tls;
using Polly.Timeout;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// The way of a cluster to one node of a peer: resolves, connects and judges the certificate by the
/// trust of this peer, and notes how long each layer took. Never shared between peers, so that no
/// connection made under one trust serves another.
/// </summary>
internal sealed class PeerConnection : IDisposable
{
    /// <summary>The real agent gives an answer about two minutes (Cisco TAC 217581).</summary>
    private static readonly TimeSpan s_answer = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Shorter than the usual pause between two looks at a node: each resolves, connects and shakes
    /// hands anew.
    /// </summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private long _bytes;
    private readonly AxlClient _axl;
    private readonly TimeProvider _time;
    private readonly PeerTrust _trust;
    private readonly ClusterContext _cluster;
    private readonly NameRule _names;
    private readonly IReadOnlyList<NodeName> _nodes;

    /// <summary>Open, and not asked anything yet.</summary>
    private SslStream? _opened;
    private PassLayer _at = PassLayer.Query;
    private IReadOnlyList<IPAddress> _addresses = [];
    private Layers _layers = new(null, null, null, null);
    private long _connected;
    private long _secured;

    /// <param name="cluster">Whose way it is.</param>
    /// <param name="address">The peer's publisher, or another of its nodes.</param>
    /// <param name="credential">Of the peer's application user; sent to a node that is trusted, and
    /// to no other.</param>
    /// <param name="trust">Of this peer.</param>
    /// <param name="nodes">As in <see cref="PeerStatus.ProcessNodes"/>.</param>
    public PeerConnection(
        ClusterContext cluster,
        NodeName address,
        AxlCredential credential,
        PeerTrust trust,
        IReadOnlyList<NodeName> nodes
    )
    {
        (Node, _trust, _time, _cluster, _nodes, _names) = (
            address,
            trust,
            cluster.Time,
            cluster,
            nodes,
            new NameRule(cluster, address)
        );
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 2,
            MaxResponseHeadersLength = 16,
            PooledConnectionIdleTimeout = s_idle,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // TLS that is spoken already is not spoken again.
            ConnectCallback = async (_, token) =>
                Interlocked.Exchange(ref _opened, null) ?? await SecureAsync(token),
        };
        _http = new HttpClient(
            new RetryHandler(
                new ClockHandler(handler, _time, ahead => ClockAhead = ahead),
                _time
            )
        )
        {
            BaseAddress = new UriBuilder(
                Uri.UriSchemeHttps,
                address.Value,
                AxlSchema.Port
            ).Uri,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _axl = new AxlClient(_http, credential.Username, credential.Password, _time);
    }

    public NodeName Node { get; }

    /// <summary>
    /// Why this node is asked in the publisher's place; null for the publisher's own connection.
    /// </summary>
    public PeerFailure? InPlaceOf { get; init; }

    /// <summary>What DNS said of the node's names; null until <see cref="OpenAsync"/>.</summary>
    public NameLookups? Names { get; private set; }

    /// <summary>
    /// How far the node's clock was ahead when it last answered, to the second; null where it did
    /// not say (RFC 9110, section 6.6.1).
    /// </summary>
    public TimeSpan? ClockAhead { get; private set; }

    /// <summary>What it is that took too long, if something did.</summary>
    public PeerFailure TimedOut =>
        new(
            _at,
            _at switch
            {
                PassLayer.Name => new NameTimedOut(Node.Value),
                PassLayer.Tcp => new TcpTimedOut(AxlSchema.Port),
                PassLayer.Tls => new TlsTimedOut(),
                _ => new AxlTimedOut(),
            }
        );

    /// <summary>Sent and received so far, handshakes included.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Connects, and has every node that the presented certificate names resolved, before anything
    /// is asked (the guide, limitations: Intercluster Sync Agent and DNS).
    /// </summary>
    /// <exception cref="PeerFailureException">The node cannot be connected to, is not trusted, or
    /// one of the names does not resolve.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        SslStream stream;
        try
        {
            stream = _opened = await SecureAsync(cancellationToken);
        }
        catch (Exception e)
        {
            SeeAddress(
                _at != PassLayer.Name
                    ? null
                    : (e as PeerFailureException)?.Failure.Problem ?? TimedOut.Problem
            );
            throw;
        }

        // Stands where the look at the others is cut short.
        SeeAddress(null);
        _at = PassLayer.Name;
        // Not those of the certificate that is kept: where an authority vouches none is, and one
        // that was issued anew may name others.
        Names = await _names.LookAsync(
            CertificateReader.Summarize((X509Certificate2)stream.RemoteCertificate!).Names,
            _nodes,
            cancellationToken
        );
        if (_names.Judge(Names) is { } failure)
            throw new PeerFailureException(failure);
        _at = PassLayer.Query;
    }

    /// <summary>
    /// Until the names of a trusted certificate were looked up the Peer Address is all that there
    /// is to say of names.
    /// </summary>
    private void SeeAddress(Problem? problem) =>
        Names = _names.OnlyAddress(_addresses, _layers.Name ?? TimeSpan.Zero, problem);

    /// <summary>Runs a query at the peer.</summary>
    /// <exception cref="PeerFailureException">It failed below AXL, or took longer than two
    /// minutes.</exception>
    /// <inheritdoc cref="AxlClient.QueryAsync" path="/exception"/>
    public async IAsyncEnumerable<AxlRow> QueryAsync(
        string sql,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(s_answer, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token,
            cancellationToken
        );
        await using var rows = _axl.QueryAsync(sql, linked.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        while (await MoveNextAsync(rows, cancellationToken))
            yield return rows.Current;
    }

    /// <summary>
    /// Runs a query for its one row, and tells what the connection that carried it went through.
    /// </summary>
    public async Task<(AxlRow Row, ConnectivityTest Test)> AskAsync(
        string sql,
        CancellationToken cancellationToken
    )
    {
        var started = _time.GetTimestamp();
        await foreach (var row in QueryAsync(sql, cancellationToken))
            return (row, Passed(started));
        throw new AxlException(AxlError.Malformed, "The answer has no row.");
    }

    /// <summary>
    /// The test's outcome for a failure met on this connection: with the times of the layers below
    /// the one that failed.
    /// </summary>
    public ConnectivityTest Failed(PeerFailure failure) =>
        new(
            _time.GetUtcNow(),
            failure,
            failure.Layer > PassLayer.Name ? _layers.Name : null,
            failure.Layer > PassLayer.Tcp ? _layers.Tcp : null,
            failure.Layer > PassLayer.Certificate ? _layers.Tls : null,
            null,
            failure.Layer > PassLayer.Certificate ? _layers.TlsVersion : null
        );

    public void Dispose()
    {
        _http.Dispose();
        Interlocked.Exchange(ref _opened, null)?.Dispose();
    }

    private async Task<SslStream> SecureAsync(CancellationToken cancellationToken)
    {
        var tls = new SslStream(await ConnectAsync(cancellationToken));
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = Node.Value,
                CertificateChainPolicy = TlsPolicy.Offline,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    Judge(certificate as X509Certificate2),
            };
            try
            {
                await _time.WithinAsync(
                    s_handshake,
                    token => tls.AuthenticateAsClientAsync(options, token),
                    cancellationToken
                );
            }
            catch (TimeoutException)
            {
                throw PeerFailures.At(PassLayer.Tls, new TlsTimedOut());
            }
            catch (Exception e)
                when (e is AuthenticationException or IOException or CryptographicException)
            {
                throw new PeerFailureException(
                    new PeerFailure(PassLayer.Tls, new TlsHandshakeFailed()),
                    e
                );
            }

            _at = PassLayer.Query;
            _secured = _time.GetTimestamp();
            _layers = _layers with
            {
                Tls = _time.GetElapsedTime(_connected, _secured),
                TlsVersion = Name(tls.SslProtocol),
            };
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        (_at, _layers, _addresses) = (PassLayer.Name, new(null, null, null, null), []);
        var started = _time.GetTimestamp();
        var resolved = started;
        var stream = await Dialer.DialAsync(
            _cluster,
            _cluster.Topology.Publisher,
            Node,
            AxlSchema.Port,
            addresses =>
            {
                _addresses = addresses;
                _at = PassLayer.Tcp;
                resolved = _time.GetTimestamp();
                _layers = _layers with { Name = _time.GetElapsedTime(started, resolved) };
            },
            cancellationToken
        );
        _at = PassLayer.Tls;
        _connected = _time.GetTimestamp();
        _layers = _layers with { Tcp = _time.GetElapsedTime(resolved, _connected) };
        return new CountingStream(stream, count => Interlocked.Add(ref _bytes, count));
    }

    // The first request on a connection waited for the handshake, too.
    private ConnectivityTest Passed(long started) =>
        new(
            _time.GetUtcNow(),
            null,
            _layers.Name,
            _layers.Tcp,
            _layers.Tls,
            _time.GetElapsedTime(Math.Max(started, _secured)),
            _layers.TlsVersion
        )
        {
            Through = InPlaceOf is null ? null : Node,
            PublisherFailure = InPlaceOf,
        };

    private bool Judge(X509Certificate2? certificate)
    {
        if (certificate is null)
            return false;
        if (_trust.Judge(CertificateServices.Tomcat, Node, certificate) is { } failure)
            throw new PeerFailureException(failure);
        return true;
    }

    private static string? Name(SslProtocols protocol) =>
        protocol switch
        {
            SslProtocols.Tls13 => "TLS 1.3",
            SslProtocols.Tls12 => "TLS 1.2",
            _ => null,
        };

    /// <summary>A time limit that ran out says which layer it was waiting for.</summary>
    private async ValueTask<bool> MoveNextAsync(
        IAsyncEnumerator<AxlRow> rows,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (Exception e)
            when (e is OperationCanceledException or TimeoutRejectedException
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw new PeerFailureException(TimedOut);
        }
    }

    private sealed record Layers(
        TimeSpan? Name,
        TimeSpan? Tcp,
        TimeSpan? Tls,
        string? TlsVersion
    );
}
