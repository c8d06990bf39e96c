using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Peering;

/// <summary>Peer entries of one cluster and what was learned from them.</summary>
public sealed class PeerStore
{
    private readonly Func<ClusterDb> _context;
    private readonly SecretProtector _secrets;

    internal PeerStore(Func<ClusterDb> context, SecretProtector secrets) =>
        (_context, _secrets) = (context, secrets);

    public async Task<IReadOnlyList<PeerId>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return
        [
            .. (await db.Peers.Select(p => p.Id).ToListAsync(cancellationToken)).Select(
                id => new PeerId(id)
            ),
        ];
    }

    public async Task<StoredPeer> ReadAsync(PeerId id, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var row = await db
            .Peers.AsNoTracking()
            .SingleAsync(p => p.Id == id.Value, cancellationToken);
        var nodes = await db
            .PeerNodes.AsNoTracking()
            .Where(n => n.PeerId == id.Value)
            .ToListAsync(cancellationToken);
        var certificates = await db
            .PeerCertificates.AsNoTracking()
            .Where(c => c.PeerId == id.Value)
            .ToListAsync(cancellationToken);
        var last = await db
            .Receipts.AsNoTracking()
            .Where(r => r.PeerId == id.Value)
            .OrderByDescending(r => r.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var removed = await db
            .RemovedUsers.Where(u => u.PeerId == id.Value)
            .GroupBy(u => u.PeerId)
            .Select(g => new { Users = g.Count(), At = g.Max(u => u.RemovedAt) })
            .SingleOrDefaultAsync(cancellationToken);
        return new StoredPeer(
            row.ToPeer(),
            row.ToProgress(),
            new OtherSide(row.OtherSide, row.RemovedThereAt?.Utc()),
            removed is null
                ? null
                : new UndoableRemoval(removed.Users, removed.At.Utc() + MassRemoval.UndoFor),
            [
                .. nodes.Select(n => new PeerNode(
                    NodeName.Parse(n.Name),
                    n.Role,
                    n.AgentRunning,
                    n.ServedBy is null ? null : NodeName.Parse(n.ServedBy)
                )),
            ],
            row.ToProcessNodes(),
            [
                .. certificates.Select(c => new AnnouncedCertificate(
                    NodeName.Parse(c.Node),
                    c.Service,
                    c.Pem
                )),
            ],
            last is null ? null : ReceiptStore.ToReceipt(last)
        );
    }

    public async Task<AxlCredential> CredentialAsync(
        PeerId id,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var row = await db
            .Peers.AsNoTracking()
            .Where(p => p.Id == id.Value)
            .Select(p => new { p.AxlUsername, p.ProtectedPassword })
            .SingleAsync(cancellationToken);
        return new AxlCredential(
            row.AxlUsername,
            _secrets.UnprotectPassword(row.ProtectedPassword)
        );
    }

    /// <summary>Unprotects every password.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One cannot
    /// be.</exception>
    public async Task EnsurePasswordsAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        foreach (
            var password in await db
                .Peers.Select(p => p.ProtectedPassword)
                .ToListAsync(cancellationToken)
        )
            _secrets.UnprotectPassword(password);
    }

    /// <summary>
    /// The entry whose address a node is, or else those whose peers say that it is theirs.
    /// </summary>
    public async Task<IReadOnlyList<(PeerId Id, PeerProtocol Protocol)>> OfNodeAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var claims = await db
            .Peers.Where(p =>
                p.Address == node.Value
                || db.PeerNodes.Any(n => n.PeerId == p.Id && n.Name == node.Value)
            )
            .Select(p => new
            {
                p.Id,
                p.Protocol,
                p.Address,
            })
            .ToListAsync(cancellationToken);
        var owner = claims.FindAll(c => c.Address == node.Value);
        return
        [
            .. (owner.Count > 0 ? owner : claims).Select(c => (new PeerId(c.Id), c.Protocol)),
        ];
    }

    /// <summary>The addresses of all entries, and all nodes that their peers told of.</summary>
    public async Task<IReadOnlyList<NodeName>> NodeNamesAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var names = await db
            .Peers.Select(p => p.Address)
            .Union(db.PeerNodes.Select(n => n.Name))
            .ToListAsync(cancellationToken);
        return [.. names.Select(NodeName.Parse)];
    }

    /// <summary>Forgets a node that a peer told of and that is another's.</summary>
    public async Task ForgetNodeAsync(
        PeerId id,
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await db
            .PeerNodes.Where(n => n.PeerId == id.Value && n.Name == node.Value)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Keeps a new peer entry, with the certificate that was accepted for its address.
    /// </summary>
    public async Task<PeerId> AddAsync(
        PeerDraft draft,
        string? acceptedPem,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var row = new PeerRow
        {
            Address = draft.Address.Value,
            AxlUsername = draft.AxlUsername,
            Protocol = draft.Protocol,
            Revision = 1,
            SavedBy = draft.Saved?.By,
            SavedAt = draft.Saved?.At.UtcDateTime,
            ProtectedPassword = _secrets.ProtectPassword(
                draft.AxlPassword
                    ?? throw new ArgumentException("A new peer has a password.", nameof(draft))
            ),
        };
        db.Peers.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        if (acceptedPem is not null)
        {
            await CertificateStore.PutAsync(
                db,
                new PeerId(row.Id),
                new TrustEntry(CertificateServices.Tomcat, draft.Address, acceptedPem),
                cancellationToken
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new PeerId(row.Id);
    }

    /// <summary>
    /// Changes a peer entry. A new address starts anew: all that was learned at the old one goes.
    /// </summary>
    public async Task ChangeAsync(
        PeerId id,
        PeerDraft draft,
        string? acceptedPem,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var row = await db.Peers.SingleAsync(p => p.Id == id.Value, cancellationToken);
        if (row.Address != draft.Address.Value)
        {
            await ForgetAsync(db, id, cancellationToken);
            await db
                .PeerUsers.Where(u => u.PeerId == id.Value)
                .ExecuteDeleteAsync(cancellationToken);
            await db
                .StagedUsers.Where(u => u.PeerId == id.Value)
                .ExecuteDeleteAsync(cancellationToken);
            await db
                .RemovedUsers.Where(u => u.PeerId == id.Value)
                .ExecuteDeleteAsync(cancellationToken);
            row.Move(at.UtcDateTime);
        }

        (row.Address, row.AxlUsername, row.Protocol) = (
            draft.Address.Value,
            draft.AxlUsername,
            draft.Protocol
        );
        if (draft.AxlPassword is not null)
            row.ProtectedPassword = _secrets.ProtectPassword(draft.AxlPassword);
        row.Revision++;
        (row.SavedBy, row.SavedAt) = (draft.Saved?.By, draft.Saved?.At.UtcDateTime);
        if (acceptedPem is not null)
            await CertificateStore.PutAsync(
                db,
                id,
                new TrustEntry(CertificateServices.Tomcat, draft.Address, acceptedPem),
                cancellationToken
            );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Removes the entry and all that was learned from the peer but its users, whom nobody sees any
    /// more; <see cref="Users.IRemoteUserWriter.RemoveOrphans"/> removes them.
    /// </summary>
    public async Task DeleteAsync(PeerId id, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        await ForgetAsync(db, id, cancellationToken);
        await db.Peers.Where(p => p.Id == id.Value).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Keeps what the peer told of its nodes and certificates, in place of what it told before.
    /// </summary>
    public async Task KeepTopologyAsync(
        PeerId id,
        long version,
        IReadOnlyList<PeerNode> nodes,
        IReadOnlyList<NodeName> processNodes,
        IReadOnlyList<AnnouncedCertificate> certificates,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        await db
            .PeerNodes.Where(n => n.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .PeerCertificates.Where(c => c.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
        db.PeerNodes.AddRange(
            nodes.Select(n => new PeerNodeRow
            {
                PeerId = id.Value,
                Name = n.Name.Value,
                Role = n.Role,
                AgentRunning = n.AgentRunning,
                ServedBy = n.ServedBy?.Value,
            })
        );
        db.PeerCertificates.AddRange(
            certificates.Select(c => new PeerCertificateRow
            {
                PeerId = id.Value,
                Node = c.Node.Value,
                Service = c.Service,
                Pem = c.Pem,
            })
        );
        var row = await db.Peers.SingleAsync(p => p.Id == id.Value, cancellationToken);
        // Of another epoch, equal numbers say nothing: groups are read anew with the rest.
        (row.TopologyVersion, row.GroupsVersion) = (version, null);
        row.ProcessNodes = string.Join(' ', processNodes);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Keeps who the peer is and how many Associated Users it counts.</summary>
    public async Task KeepRemoteAsync(
        PeerId id,
        ClusterId remoteId,
        int remoteAssigned,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await db
            .Peers.Where(p => p.Id == id.Value)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(p => p.RemoteId, remoteId.Value)
                        .SetProperty(p => p.RemoteAssigned, remoteAssigned),
                cancellationToken
            );
    }

    /// <summary>Keeps whether the peer has an entry for this cluster.</summary>
    public async Task KeepOtherSideAsync(
        PeerId id,
        OtherSide other,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await db
            .Peers.Where(p => p.Id == id.Value)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(p => p.OtherSide, other.State)
                        .SetProperty(
                            p => p.RemovedThereAt,
                            other.RemovedAt.HasValue ? other.RemovedAt.Value.UtcDateTime : null
                        ),
                cancellationToken
            );
    }

    private static async Task ForgetAsync(
        ClusterDb db,
        PeerId id,
        CancellationToken cancellationToken
    )
    {
        await db
            .PeerNodes.Where(n => n.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .PeerCertificates.Where(c => c.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .PeerGroups.Where(g => g.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .PeerViews.Where(v =>
                db.Peers.Any(p => p.Id == id.Value && p.Address == v.Address)
            )
            .ExecuteDeleteAsync(cancellationToken);
        await db.Trust.Where(t => t.PeerId == id.Value).ExecuteDeleteAsync(cancellationToken);
        await db
            .NodeFeeds.Where(f => f.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .Receipts.Where(r => r.PeerId == id.Value)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
