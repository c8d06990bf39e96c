using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Certificates;

/// <summary>An entry of a trust store.</summary>
/// <param name="Service">Whose store it is, <c>tomcat</c> for tomcat-trust.</param>
/// <param name="Node">The node whose certificate it is.</param>
/// <param name="Pem">The certificate.</param>
public sealed record TrustEntry(string Service, NodeName Node, string Pem);

/// <summary>Identities and trust entries of one cluster.</summary>
public sealed class CertificateStore
{
    private readonly Func<ClusterDb> _context;
    private readonly SecretProtector _secrets;

    internal CertificateStore(Func<ClusterDb> context, SecretProtector secrets) => (_context, _secrets) = (context, secrets);

    /// <summary>A node's certificate and its PKCS#8 key, or null when it has none yet.</summary>
    public async Task<(string Pem, byte[] Key)?> IdentityAsync(NodeName node, string service, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var row = await db.Identities.AsNoTracking().SingleOrDefaultAsync(i => i.Node == node.Value && i.Service == service, cancellationToken);
        return row is null ? null : (row.Pem, _secrets.UnprotectKey(row.ProtectedKey));
    }

    /// <summary>A node's certificate alone, or null when it has none yet.</summary>
    public async Task<string?> PemAsync(NodeName node, string service, CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await db.Identities.Where(i => i.Node == node.Value && i.Service == service).Select(i => i.Pem).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Keeps a node's certificate and key in place of the one before, and tells peers that there is something new.</summary>
    public async Task KeepIdentityAsync(NodeName node, string service, string pem, byte[] key, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var row = await db.Identities.SingleOrDefaultAsync(i => i.Node == node.Value && i.Service == service, cancellationToken);
        var kept = _secrets.ProtectKey(key);
        if (row is null) db.Identities.Add(new IdentityRow { Node = node.Value, Service = service, Pem = pem, ProtectedKey = kept });
        else (row.Pem, row.ProtectedKey) = (pem, kept);
        (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What the trust stores hold for a peer.</summary>
    public async Task<IReadOnlyList<TrustEntry>> TrustAsync(PeerId peer, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var rows = await db.Trust.AsNoTracking().Where(t => t.PeerId == peer.Value).ToListAsync(cancellationToken);
        return [.. rows.Select(t => new TrustEntry(ServiceOf(t.Store), NodeName.Parse(t.Node), t.Pem))];
    }

    /// <summary>The certificates that a trust store holds, whichever peer they are kept for.</summary>
    public async Task<IReadOnlyList<string>> StoreAsync(string service, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var store = CertificateServices.TrustOf(service);
        return await db.Trust.Where(t => t.Store == store).Select(t => t.Pem).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a certificate of a peer's node in its trust store, in place of the one before.</summary>
    public async Task TrustAsync(PeerId peer, TrustEntry entry, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await PutAsync(db, peer, entry, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    internal static async Task PutAsync(ClusterDb db, PeerId peer, TrustEntry entry, CancellationToken cancellationToken)
    {
        var (store, node) = (CertificateServices.TrustOf(entry.Service), entry.Node.Value);
        var row = await db.Trust.SingleOrDefaultAsync(t => t.Store == store && t.PeerId == peer.Value && t.Node == node, cancellationToken);
        if (row is null) db.Trust.Add(new TrustRow { Store = store, PeerId = peer.Value, Node = node, Pem = entry.Pem });
        else row.Pem = entry.Pem;
    }

    private static string ServiceOf(string store) => store[..^CertificateServices.TrustOf("").Length];
}
