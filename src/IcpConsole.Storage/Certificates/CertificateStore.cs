using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Certificates;

/// <summary>An entry of tomcat-trust.</summary>
/// <param name="Node">The node whose certificate it is.</param>
/// <param name="Pem">The certificate.</param>
public sealed record TrustEntry(NodeName Node, string Pem);

/// <summary>Identities and trust entries of one cluster.</summary>
public sealed class CertificateStore
{
    public const string Tomcat = "tomcat";
    public const string TomcatTrust = "tomcat-trust";

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

    /// <summary>What tomcat-trust holds for a peer.</summary>
    public async Task<IReadOnlyList<TrustEntry>> TrustAsync(PeerId peer, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var rows = await db.Trust.AsNoTracking().Where(t => t.Store == TomcatTrust && t.PeerId == peer.Value).ToListAsync(cancellationToken);
        return [.. rows.Select(t => new TrustEntry(NodeName.Parse(t.Node), t.Pem))];
    }

    /// <summary>Keeps a certificate of a peer's node in tomcat-trust, in place of the one before.</summary>
    public async Task TrustAsync(PeerId peer, NodeName node, string pem, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await PutAsync(db, peer, node, pem, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    internal static async Task PutAsync(ClusterDb db, PeerId peer, NodeName node, string pem, CancellationToken cancellationToken)
    {
        var row = await db.Trust.SingleOrDefaultAsync(t => t.Store == TomcatTrust && t.PeerId == peer.Value && t.Node == node.Value, cancellationToken);
        if (row is null) db.Trust.Add(new TrustRow { Store = TomcatTrust, PeerId = peer.Value, Node = node.Value, Pem = pem });
        else row.Pem = pem;
    }
}
