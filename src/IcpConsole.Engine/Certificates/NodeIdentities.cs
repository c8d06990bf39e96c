using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>The certificates with which a cluster's own nodes present themselves, each made when first needed: an RSA key takes a fifth of a second.</summary>
internal sealed class NodeIdentities(ClusterDefinition cluster, CertificateStore store, KeyType keyType, TimeProvider time) : IAsyncDisposable
{
    private const int RsaBits = 2048;

    private readonly Lock _lock = new();
    private readonly Dictionary<(NodeName Node, string Service), Task<X509Certificate2>> _identities = [];

    /// <summary>The certificate with its key; it belongs to this class.</summary>
    public Task<X509Certificate2> GetAsync(NodeName node, string service)
    {
        lock (_lock)
        {
            if (_identities.TryGetValue((node, service), out var made) && !made.IsFaulted) return made;
            return _identities[(node, service)] = Task.Run(() => FindOrMakeAsync(node, service));
        }
    }

    /// <summary>Makes those that nothing needed so far, so that peers can be told of them.</summary>
    public async Task MakeAllAsync(CancellationToken cancellationToken)
    {
        foreach (var service in CertificateServices.All)
        {
            foreach (var node in cluster.Topology.Nodes) await GetAsync(node.Name, service).WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var identity in _identities.Values)
        {
            await ((Task)identity).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (identity.IsCompletedSuccessfully) (await identity).Dispose();
        }
    }

    private async Task<X509Certificate2> FindOrMakeAsync(NodeName node, string service)
    {
        NodeName[] names = [.. NamesOf(node, service)];
        if (await store.IdentityAsync(node, service, CancellationToken.None) is { } kept && Covers(kept.Pem, names)) return Load(kept.Pem, kept.Key);
        // A thread of its own: the pool's are few, and everything else waits for them.
        using var key = await Task.Factory.StartNew(MakeKey, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var certificate = SelfSigned.Create(node, names, key, time.GetUtcNow());
        var (pem, pkcs8) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKey());
        await store.KeepIdentityAsync(node, service, pem, pkcs8, CancellationToken.None);
        return Load(pem, pkcs8);
    }

    /// <summary>
    /// A multi-server tomcat certificate names every node of the cluster, Unified CM included; a router's also names the domain that it serves
    /// (RFC 6120, section 13.7.1.2).
    /// </summary>
    private IEnumerable<NodeName> NamesOf(NodeName node, string service) => service switch
    {
        CertificateServices.Tomcat => cluster.Topology.CertificateNames,
        CertificateServices.CupXmpp => [node, NodeName.Parse(cluster.Traits.Domain)],
        _ => [node],
    };

    /// <summary>Whether it names these and no others: a cluster whose nodes changed gets new certificates, as after a rename on the real product.</summary>
    private static bool Covers(string pem, IEnumerable<NodeName> names) =>
        CertificateReader.SummarizePem(pem).Names.Order(StringComparer.Ordinal).SequenceEqual(names.Select(n => n.Value).Order(StringComparer.Ordinal));

    private AsymmetricAlgorithm MakeKey() => keyType == KeyType.Ecdsa ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);

    private static X509Certificate2 Load(string pem, byte[] pkcs8)
    {
        using var withKey = X509Certificate2.CreateFromPem(pem, PemEncoding.WriteString("PRIVATE KEY", pkcs8));
        // Through PKCS#12, because Windows serves TLS only with a key that was imported.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
