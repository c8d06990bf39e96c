using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Certificates;

/// <summary>An entry of a trust store.</summary>
/// <param name="Service">Whose store it is, <c>tomcat</c> for tomcat-trust.</param>
/// <param name="Node">The node whose certificate it is; null for one that vouches for any.</param>
/// <param name="Pem">The certificate.</param>
public sealed record TrustEntry(string Service, NodeName? Node, string Pem);

/// <summary>A trust entry as it is listed.</summary>
/// <param name="Id">Its number.</param>
/// <param name="PeerAddress">The peer that it is kept for; null for one that was uploaded.</param>
/// <param name="Entry">What it holds.</param>
public sealed record KeptTrust(int Id, NodeName? PeerAddress, TrustEntry Entry);

/// <summary>An identity that is not in use yet, or the request for one.</summary>
/// <param name="Node">The node.</param>
/// <param name="Service">The service that will present it.</param>
/// <param name="IsRequest">A signing request (PKCS#10); otherwise a certificate.</param>
/// <param name="Pem">The one or the other.</param>
public sealed record PreparedIdentity(
    NodeName Node,
    string Service,
    bool IsRequest,
    string Pem
);

/// <summary>Identities and trust entries of one cluster.</summary>
public sealed partial class CertificateStore
{
    private readonly Func<ClusterDb> _context;
    private readonly SecretProtector _secrets;

    internal CertificateStore(Func<ClusterDb> context, SecretProtector secrets) =>
        (_context, _secrets) = (context, secrets);

    /// <summary>A node's certificate and its PKCS#8 key, or null when it has none yet.</summary>
    public async Task<(string Pem, byte[] Key)?> IdentityAsync(
        NodeName node,
        string service,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var row = await db
            .Identities.AsNoTracking()
            .SingleOrDefaultAsync(
                i => i.Node == node.Value && i.Service == service,
                cancellationToken
            );
        return row is null ? null : (row.Pem, _secrets.UnprotectKey(row.ProtectedKey));
    }

    /// <summary>Unprotects every private key.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One cannot
    /// be.</exception>
    public async Task EnsureKeysAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var keys = await db
            .Identities.Select(i => i.ProtectedKey)
            .ToListAsync(cancellationToken);
        keys.AddRange(
            await db
                .PreparedIdentities.Select(i => i.ProtectedKey)
                .ToListAsync(cancellationToken)
        );
        foreach (var key in keys)
            _secrets.UnprotectKey(key);
    }

    /// <summary>A node's certificate alone, or null when it has none yet.</summary>
    public async Task<string?> PemAsync(
        NodeName node,
        string service,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        return await db
            .Identities.Where(i => i.Node == node.Value && i.Service == service)
            .Select(i => i.Pem)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Keeps a node's certificate and key, and tells peers that there is something new.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="service">The service that presents it.</param>
    /// <param name="pem">The certificate.</param>
    /// <param name="key">PKCS#8.</param>
    /// <param name="inPlaceOf">The certificate that there was; null where there was none.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>False where there is another one by now, which stays.</returns>
    public async Task<bool> KeepIdentityAsync(
        NodeName node,
        string service,
        string pem,
        byte[] key,
        string? inPlaceOf,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var row = await db.Identities.SingleOrDefaultAsync(
            i => i.Node == node.Value && i.Service == service,
            cancellationToken
        );
        if (row?.Pem != inPlaceOf)
            return false;
        var kept = _secrets.ProtectKey(key);
        if (row is null)
            db.Identities.Add(
                new IdentityRow
                {
                    Node = node.Value,
                    Service = service,
                    Pem = pem,
                    ProtectedKey = kept,
                }
            );
        else
            (row.Pem, row.ProtectedKey) = (pem, kept);
        (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Keeps a key with its signing request or certificate, in place of the one of its kind before.
    /// </summary>
    public async Task PrepareAsync(
        PreparedIdentity prepared,
        byte[] key,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var row = await db.PreparedIdentities.FindAsync(
            [prepared.Node.Value, prepared.Service, prepared.IsRequest],
            cancellationToken
        );
        var kept = _secrets.ProtectKey(key);
        if (row is null)
            db.PreparedIdentities.Add(
                new PreparedIdentityRow
                {
                    Node = prepared.Node.Value,
                    Service = prepared.Service,
                    IsRequest = prepared.IsRequest,
                    Pem = prepared.Pem,
                    ProtectedKey = kept,
                }
            );
        else
            (row.Pem, row.ProtectedKey) = (prepared.Pem, kept);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<PreparedIdentity>> PreparedAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .PreparedIdentities.AsNoTracking()
            .Select(i => new
            {
                i.Node,
                i.Service,
                i.IsRequest,
                i.Pem,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(i => new PreparedIdentity(
                NodeName.Parse(i.Node),
                i.Service,
                i.IsRequest,
                i.Pem
            )),
        ];
    }

    /// <summary>
    /// A pending signing request (PEM) and its key (PKCS#8); null where there is none.
    /// </summary>
    public async Task<(string Pem, byte[] Key)?> RequestAsync(
        NodeName node,
        string service,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        return
            await db.PreparedIdentities.FindAsync(
                [node.Value, service, true],
                cancellationToken
            )
                is { } row
            ? (row.Pem, _secrets.UnprotectKey(row.ProtectedKey))
            : null;
    }

    /// <summary>
    /// Makes the certificate that was prepared the node's identity, and tells peers that there is
    /// something new.
    /// </summary>
    /// <returns>False where none was prepared.</returns>
    public async Task<bool> PutInUseAsync(
        NodeName node,
        string service,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        if (
            await db.PreparedIdentities.FindAsync(
                [node.Value, service, false],
                cancellationToken
            )
            is not { } next
        )
            return false;
        var row = await db.Identities.FindAsync([node.Value, service], cancellationToken);
        if (row is null)
            db.Identities.Add(
                new IdentityRow
                {
                    Node = node.Value,
                    Service = service,
                    Pem = next.Pem,
                    ProtectedKey = next.ProtectedKey,
                }
            );
        else
            (row.Pem, row.ProtectedKey) = (next.Pem, next.ProtectedKey);
        db.PreparedIdentities.Remove(next);
        (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Removes a pending signing request, or a certificate that is not in use yet, with its key.
    /// </summary>
    /// <returns>False where there is none any more.</returns>
    public async Task<bool> RemovePreparedAsync(
        NodeName node,
        string service,
        bool isRequest,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        return await db
                .PreparedIdentities.Where(i =>
                    i.Node == node.Value && i.Service == service && i.IsRequest == isRequest
                )
                .ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
