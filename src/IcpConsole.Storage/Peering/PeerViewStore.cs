using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Peering;

/// <summary>What this cluster sees of a peer, for the peer to read.</summary>
internal sealed class PeerViewRow
{
    public required string Address { get; init; }

    public PeerProtocol Protocol { get; init; }

    public string? RemoteId { get; init; }

    public Mark Reachable { get; init; }

    public PassLayer? Layer { get; init; }

    public string? Code { get; init; }

    public required string Args { get; init; }

    public Mark Users { get; init; }

    public Mark Certificates { get; init; }

    public Mark Links { get; init; }

    public Mark Sip { get; init; }

    public Mark Routing { get; init; }

    public DateTime? LastSynchronized { get; init; }
}

internal sealed class PeerViewRowConfiguration : IEntityTypeConfiguration<PeerViewRow>
{
    public void Configure(EntityTypeBuilder<PeerViewRow> builder)
    {
        builder.ToTable("PeerViews").HasKey(v => v.Address);
        builder.Property(v => v.Protocol).HasConversion<string>();
        builder.Property(v => v.Reachable).HasConversion<string>();
        builder.Property(v => v.Layer).HasConversion<string>();
        builder.Property(v => v.Users).HasConversion<string>();
        builder.Property(v => v.Certificates).HasConversion<string>();
        builder.Property(v => v.Links).HasConversion<string>();
        builder.Property(v => v.Sip).HasConversion<string>();
        builder.Property(v => v.Routing).HasConversion<string>();
    }
}

/// <summary>What this cluster tells its peers of a service.</summary>
internal sealed class ToldServiceRow
{
    public required string Node { get; init; }

    /// <summary>Cisco's name for it.</summary>
    public required string Service { get; init; }

    public bool Runs { get; init; }

    public DateTime Since { get; init; }

    /// <summary>What waits for its restart; null where nothing does.</summary>
    public string? Code { get; init; }

    public required string Args { get; init; }
}

internal sealed class ToldServiceRowConfiguration : IEntityTypeConfiguration<ToldServiceRow>
{
    public void Configure(EntityTypeBuilder<ToldServiceRow> builder) =>
        builder.ToTable("ToldServices").HasKey(s => new { s.Node, s.Service });
}

/// <summary>Publishes what this cluster sees of its peers, and tells them of itself.</summary>
public sealed class PeerViewStore
{
    private readonly Func<ClusterDb> _context;

    internal PeerViewStore(Func<ClusterDb> context) => _context = context;

    /// <summary>
    /// Puts these in place of those before; a view of a peer that was deleted since it was seen is
    /// left out.
    /// </summary>
    public async Task KeepAsync(
        IEnumerable<PeerView> views,
        IEnumerable<PeerService> services,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        await db.PeerViews.ExecuteDeleteAsync(cancellationToken);
        var there = await db.Peers.Select(p => p.Address).ToListAsync(cancellationToken);
        db.PeerViews.AddRange(
            views
                .Where(v => there.Contains(v.Address.Value))
                .Select(v => new PeerViewRow
                {
                    Address = v.Address.Value,
                    Protocol = v.Protocol,
                    RemoteId = v.RemoteId?.Value,
                    Reachable = v.Reachable,
                    Layer = v.Layer,
                    Code = v.Code,
                    Args = v.Args,
                    Users = v.Users,
                    Certificates = v.Certificates,
                    Links = v.Links,
                    Sip = v.Sip,
                    Routing = v.Routing,
                    LastSynchronized = v.LastSynchronized?.UtcDateTime,
                })
        );
        await db.ToldServices.ExecuteDeleteAsync(cancellationToken);
        db.ToldServices.AddRange(
            services.Select(s => new ToldServiceRow
            {
                Node = s.Node.Value,
                Service = s.Service.Name,
                Runs = s.Runs,
                Since = s.Since.UtcDateTime,
                Code = s.Pending?.Code,
                Args = s.Pending is { } pending ? PeerView.Carry(pending) : "",
            })
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
