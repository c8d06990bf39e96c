using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Peering;

/// <summary>Receipts of the passes over one cluster's peers.</summary>
public sealed class ReceiptStore
{
    /// <summary>Of one peer.</summary>
    private const int Kept = 500;

    private readonly Func<ClusterDb> _context;

    internal ReceiptStore(Func<ClusterDb> context) => _context = context;

    /// <summary>The last receipts, the latest first.</summary>
    public async Task<IReadOnlyList<SyncReceipt>> ListAsync(
        PeerId peer,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .Receipts.AsNoTracking()
            .Where(r => r.PeerId == peer.Value)
            .OrderByDescending(r => r.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ToReceipt)];
    }

    /// <summary>
    /// Writes a pass's receipt, and the time of the last sync when it succeeded. Older receipts are
    /// thinned to those that tell of something.
    /// </summary>
    public async Task KeepAsync(
        PeerId peer,
        SyncReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        // The peer may have been deleted while its last pass ended.
        var row = await db.Peers.SingleOrDefaultAsync(
            p => p.Id == peer.Value,
            cancellationToken
        );
        if (row is null)
            return;
        if (receipt.Failure is null)
            row.LastSynchronized = receipt.EndedAt.UtcDateTime;
        if (receipt.Repaired)
            row.Mismatches++;
        db.Receipts.Add(
            new ReceiptRow
            {
                PeerId = peer.Value,
                Trigger = receipt.Trigger,
                StartedAt = receipt.StartedAt.UtcDateTime,
                EndedAt = receipt.EndedAt.UtcDateTime,
                Mode = receipt.Mode,
                Added = receipt.Added,
                Changed = receipt.Changed,
                Removed = receipt.Removed,
                CertificatesTaken = receipt.CertificatesTaken,
                Repaired = receipt.Repaired,
                Bytes = receipt.Bytes,
                Through = receipt.Through?.Value,
                FailedLayer = receipt.Failure?.Layer,
                FailureCode = receipt.Failure?.Problem.Code,
                FailureArgs = receipt.Failure is { } failure
                    ? ProblemCode.ArgumentsOf(failure.Problem)
                    : [],
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await ThinAsync(db, peer, cancellationToken);
    }

    private static async Task ThinAsync(
        ClusterDb db,
        PeerId peer,
        CancellationToken cancellationToken
    )
    {
        var receipts = db.Receipts.Where(r => r.PeerId == peer.Value);
        var shown = await receipts
            .OrderByDescending(r => r.Id)
            .Select(r => r.Id)
            .Skip(SyncReceipt.Shown - 1)
            .FirstOrDefaultAsync(cancellationToken);
        if (shown == 0)
            return;
        await receipts
            .Where(r =>
                r.Id < shown
                && r.Mode == SyncMode.None
                && r.FailureCode == null
                && r.CertificatesTaken == 0
            )
            .ExecuteDeleteAsync(cancellationToken);
        var last = await receipts
            .OrderByDescending(r => r.Id)
            .Select(r => r.Id)
            .Skip(Kept)
            .FirstOrDefaultAsync(cancellationToken);
        if (last > 0)
            await receipts.Where(r => r.Id <= last).ExecuteDeleteAsync(cancellationToken);
    }

    internal static SyncReceipt ToReceipt(ReceiptRow row) =>
        new(
            row.Trigger,
            row.StartedAt.Utc(),
            row.EndedAt.Utc(),
            row.Mode,
            row.Added,
            row.Changed,
            row.Removed,
            row.CertificatesTaken,
            row is { FailedLayer: { } layer, FailureCode: { } code }
                ? new PeerFailure(layer, ProblemCode.Read(code, row.FailureArgs))
                : null
        )
        {
            Repaired = row.Repaired,
            Bytes = row.Bytes,
            Through = row.Through is null ? null : NodeName.Parse(row.Through),
        };
}
