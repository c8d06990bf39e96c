using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>
/// The certificates with which a cluster's own nodes present themselves, each made when first
/// needed: an RSA key takes a fifth of a second. A new one waits until the service that presents it
/// is restarted; then peers are told of it, and not before.
/// </summary>
internal sealed class NodeIdentities(
    ClusterDefinition cluster,
    CertificateStore store,
    KeyType keyType,
    TimeProvider time
) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<
        (NodeName Node, string Service),
        Task<X509Certificate2>
    > _identities = [];

    /// <summary>Whoever presents a certificate that was replaced may still do so.</summary>
    private readonly List<Task<X509Certificate2>> _replaced = [];
    private readonly ConcurrentDictionary<(NodeName Node, string Service), bool> _waiting =
        new();

    /// <summary>
    /// What is prepared, put in use and given up changes one at a time, with the word that it
    /// waits.
    /// </summary>
    private readonly AsyncLock _preparing = new();

    /// <summary>The certificate with its key; it belongs to this class.</summary>
    public Task<X509Certificate2> GetAsync(NodeName node, string service)
    {
        lock (_lock)
        {
            if (_identities.TryGetValue((node, service), out var made) && !made.IsFaulted)
                return made;
            return _identities[(node, service)] = Task.Run(() =>
                FindOrMakeAsync(node, service)
            );
        }
    }

    /// <summary>
    /// The same as it goes out in a handshake: with the authorities above it that the trust store
    /// holds, and without fetching any.
    /// </summary>
    public async Task<SslStreamCertificateContext> PresentAsync(NodeName node, string service)
    {
        var own = await GetAsync(node, service);
        var above = new X509Certificate2Collection();
        foreach (var pem in await store.UploadedAsync(service, CancellationToken.None))
            if (CertificateReader.TrySummarizePem(pem) is { IsAuthority: true })
                above.ImportFromPem(pem);
        return SslStreamCertificateContext.Create(own, above, offline: true);
    }

    /// <summary>
    /// Makes those that nothing needed so far, so that peers can be told of them.
    /// </summary>
    public async Task MakeAllAsync(CancellationToken cancellationToken)
    {
        foreach (var service in CertificateServices.All)
        {
            foreach (var node in cluster.Topology.Nodes)
            {
                if (CertificateServices.PresenterOf(service) is null)
                    await PutInUseAsync(node.Name, service);
                await GetAsync(node.Name, service).WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>A certificate waits for the restart that puts it in use.</summary>
    public bool Waits(NodeName node, string service) => _waiting.ContainsKey((node, service));

    /// <summary>
    /// Keeps a certificate that the next restart puts in use, at once where nothing presents it.
    /// </summary>
    public async Task PrepareAsync(NodeName node, string service, string pem, byte[] pkcs8)
    {
        using (await _preparing.EnterAsync(CancellationToken.None))
        {
            await store.PrepareAsync(
                new PreparedIdentity(node, service, IsRequest: false, pem),
                pkcs8,
                CancellationToken.None
            );
            _waiting[(node, service)] = true;
        }

        if (CertificateServices.PresenterOf(service) is null)
            await PutInUseAsync(node, service);
    }

    /// <summary>Gives up a certificate that was to be put in use.</summary>
    /// <returns>False where it is in use by now.</returns>
    public async Task<bool> DiscardAsync(NodeName node, string service)
    {
        using var turn = await _preparing.EnterAsync(CancellationToken.None);
        var removed = await store.RemovePreparedAsync(
            node,
            service,
            isRequest: false,
            CancellationToken.None
        );
        _waiting.TryRemove((node, service), out _);
        return removed;
    }

    /// <summary>The service starts: what was prepared for it is presented from now on.</summary>
    /// <returns>Whether there was something.</returns>
    public async Task<bool> PutInUseAsync(NodeName node, string service)
    {
        using var turn = await _preparing.EnterAsync(CancellationToken.None);
        var prepared = await store.PutInUseAsync(node, service, CancellationToken.None);
        _waiting.TryRemove((node, service), out _);
        if (!prepared)
            return false;
        lock (_lock)
        {
            if (_identities.Remove((node, service), out var old))
                _replaced.Add(old);
        }

        return true;
    }

    /// <summary>What a node makes for itself, a multi-server certificate for tomcat.</summary>
    public IReadOnlyList<NodeName> NamesOf(NodeName node, string service) =>
        NamesOf(node, service, CsrSpec.DefaultDistribution(service));

    /// <summary>
    /// A multi-server certificate names every node of the cluster, Unified CM included; a router's
    /// also names the domain that it serves (RFC 6120, section 13.7.1.2).
    /// </summary>
    public IReadOnlyList<NodeName> NamesOf(
        NodeName node,
        string service,
        Distribution distribution
    ) =>
        service switch
        {
            CertificateServices.Tomcat when distribution == Distribution.MultiServer =>
            [
                .. cluster.Topology.CertificateNames,
            ],
            CertificateServices.CupXmpp or CertificateServices.CupXmppS2s =>
            [
                node,
                NodeName.Parse(cluster.Traits.Domain),
            ],
            _ => [node],
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var identity in _identities.Values.Concat(_replaced))
        {
            await ((Task)identity).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (identity.IsCompletedSuccessfully)
                (await identity).Dispose();
        }
    }

    private async Task<X509Certificate2> FindOrMakeAsync(NodeName node, string service)
    {
        var names = NamesOf(node, service);
        var kept = await store.IdentityAsync(node, service, CancellationToken.None);
        if (kept is var (keptPem, keptKey) && IsGood(keptPem, node, service))
            return Load(keptPem, keptKey);
        using var key = await CertificateMaker.MakeKeyAsync(KeySpec.Default(keyType));
        using var certificate = CertificateMaker.SelfSign(node, names, key, time.GetUtcNow());
        var (pem, pkcs8) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKey());
        // One that was put in use meanwhile is not to be lost.
        return await store.KeepIdentityAsync(
            node,
            service,
            pem,
            pkcs8,
            kept?.Pem,
            CancellationToken.None
        )
            ? Load(pem, pkcs8)
            : await FindOrMakeAsync(node, service);
    }

    /// <summary>
    /// A cluster whose nodes changed gets new certificates, as after a rename on the real product;
    /// what an authority issued stays as long as it names its own node. One that cannot be read is
    /// none.
    /// </summary>
    private bool IsGood(string pem, NodeName node, string service)
    {
        if (CertificateReader.TrySummarizePem(pem) is not { } summary)
            return false;
        using var certificate = X509CertificateLoader.LoadCertificate(summary.Der.Span);
        var names = NamesOf(
            node,
            service,
            summary.IsSelfIssued
                ? CsrSpec.DefaultDistribution(service)
                : Distribution.ThisServer
        );
        return names.All(n => CertificateReader.Names(certificate, n))
            && (!summary.IsSelfIssued || summary.Names.Count == names.Count);
    }

    private static X509Certificate2 Load(string pem, byte[] pkcs8)
    {
        var withKey = X509Certificate2.CreateFromPem(
            pem,
            PemEncoding.WriteString("PRIVATE KEY", pkcs8)
        );
        if (!OperatingSystem.IsWindows())
            return withKey;
        // Windows serves TLS only with a key that was imported, as one from PKCS#12 is.
        using (withKey)
            return X509CertificateLoader.LoadPkcs12(
                withKey.Export(X509ContentType.Pkcs12),
                password: null
            );
    }
}
