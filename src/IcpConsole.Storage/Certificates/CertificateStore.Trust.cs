using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Certificates;

/// <content>The trust stores: what is kept of peers, and what was uploaded.</content>
public sealed partial class CertificateStore
{
    /// <summary>What the trust stores hold for a peer, and for all of them.</summary>
    public async Task<IReadOnlyList<TrustEntry>> TrustAsync(
        PeerId peer,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .Trust.AsNoTracking()
            .Where(t => t.PeerId == peer.Value || t.PeerId == null)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ToEntry)];
    }

    /// <summary>Every entry of every trust store.</summary>
    public async Task<IReadOnlyList<KeptTrust>> ListTrustAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .Trust.AsNoTracking()
            .OrderBy(t => t.Store)
            .ThenBy(t => t.Id)
            .ToListAsync(cancellationToken);
        var peers = await db
            .Peers.Select(p => new { p.Id, p.Address })
            .ToDictionaryAsync(p => p.Id, p => NodeName.Parse(p.Address), cancellationToken);
        return
        [
            .. rows.Select(t => new KeptTrust(
                t.Id,
                t.PeerId is { } peer && peers.TryGetValue(peer, out var address)
                    ? address
                    : null,
                ToEntry(t)
            )),
        ];
    }

    /// <summary>Keeps certificates that vouch for every peer.</summary>
    public async Task AddTrustAsync(
        string service,
        IEnumerable<string> pems,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        db.Trust.AddRange(
            pems.Select(pem => new TrustRow
            {
                Store = CertificateServices.TrustOf(service),
                Pem = pem,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Makes these the authorities that a peer has told of, which vouch for that peer alone.
    /// </summary>
    /// <returns>Whether they are others than before.</returns>
    public async Task<bool> KeepAuthoritiesAsync(
        PeerId peer,
        IReadOnlyCollection<TrustEntry> authorities,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .Trust.Where(t => t.PeerId == peer.Value && t.Node == null)
            .ToListAsync(cancellationToken);
        var told = authorities
            .Select(a => (Store: CertificateServices.TrustOf(a.Service), a.Pem))
            .ToHashSet();
        if (told.SetEquals(rows.Select(r => (r.Store, r.Pem))))
            return false;
        db.Trust.RemoveRange(rows.Where(r => !told.Contains((r.Store, r.Pem))));
        db.Trust.AddRange(
            told.Except(rows.Select(r => (r.Store, r.Pem)))
                .Select(a => new TrustRow
                {
                    PeerId = peer.Value,
                    Store = a.Store,
                    Pem = a.Pem,
                })
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Deletes an entry; one that peers were told of is withdrawn.</summary>
    public async Task DeleteTrustAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        if (await db.Trust.FindAsync([id], cancellationToken) is not { } row)
            return;
        db.Trust.Remove(row);
        if (row.IsTold)
            (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether something was uploaded that peers are not told of yet.</summary>
    public async Task<bool> HasUntoldAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await Untold(db).AnyAsync(cancellationToken);
    }

    /// <summary>From now on peers are told of what was uploaded.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var rows = await Untold(db).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return;
        rows.ForEach(r => r.IsTold = true);
        (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What was uploaded to a service's trust store: it vouches for every peer.</summary>
    public async Task<IReadOnlyList<string>> UploadedAsync(
        string service,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var store = CertificateServices.TrustOf(service);
        return await db
            .Trust.Where(t => t.Store == store && t.PeerId == null && t.Node == null)
            .Select(t => t.Pem)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The certificates of peers' nodes that a service's trust store holds.</summary>
    public async Task<IReadOnlyList<string>> OfNodesAsync(
        string service,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var store = CertificateServices.TrustOf(service);
        return await db
            .Trust.Where(t => t.Store == store && t.Node != null)
            .Select(t => t.Pem)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Keeps a certificate of a peer's node in its trust store, in place of the one before.
    /// </summary>
    public async Task TrustAsync(
        PeerId peer,
        TrustEntry entry,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await PutAsync(db, peer, entry, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    internal static async Task PutAsync(
        ClusterDb db,
        PeerId peer,
        TrustEntry entry,
        CancellationToken cancellationToken
    )
    {
        var (store, node) = (CertificateServices.TrustOf(entry.Service), entry.Node?.Value);
        var row = await db.Trust.SingleOrDefaultAsync(
            t => t.Store == store && t.PeerId == peer.Value && t.Node == node,
            cancellationToken
        );
        if (row is null)
            db.Trust.Add(
                new TrustRow
                {
                    Store = store,
                    PeerId = peer.Value,
                    Node = node,
                    Pem = entry.Pem,
                }
            );
        else
            row.Pem = entry.Pem;
    }

    private static IQueryable<TrustRow> Untold(ClusterDb db) =>
        db.Trust.Where(t => t.PeerId == null && t.Node == null && !t.IsTold);

    private static TrustEntry ToEntry(TrustRow row) =>
        new(ServiceOf(row.Store), row.Node is null ? null : NodeName.Parse(row.Node), row.Pem);

    private static string ServiceOf(string store) =>
        store[..^CertificateServices.TrustOf("").Length];
}
