using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Parameters;

/// <summary>The value that a service parameter was set to on a node, or clusterwide.</summary>
internal sealed class ParameterRow
{
    /// <summary>Empty for a clusterwide one.</summary>
    public required string Node { get; init; }

    public required string Service { get; init; }

    public required string Name { get; init; }

    public required string Value { get; set; }

    /// <summary>The account that saved it last; null where nobody noted it.</summary>
    public string? SavedBy { get; set; }

    public DateTime? SavedAt { get; set; }
}

internal sealed class ParameterRowConfiguration : IEntityTypeConfiguration<ParameterRow>
{
    public void Configure(EntityTypeBuilder<ParameterRow> builder) =>
        builder
            .ToTable("Parameters")
            .HasKey(p => new
            {
                p.Node,
                p.Service,
                p.Name,
            });
}

/// <summary>The service parameters that were set in one cluster.</summary>
public sealed class ParameterStore
{
    private readonly Func<ClusterDb> _context;

    internal ParameterStore(Func<ClusterDb> context) => _context = context;

    public async Task<IReadOnlyList<ParameterValue>> ReadAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db.Parameters.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => new ParameterValue(
                r.Node.Length == 0 ? null : NodeName.Parse(r.Node),
                r.Service,
                r.Name,
                r.Value
            )
            {
                Saved = r is { SavedBy: { } by, SavedAt: { } at }
                    ? new Saved(by, at.Utc())
                    : null,
            }),
        ];
    }

    public async Task KeepAsync(
        NodeName? node,
        string service,
        IReadOnlyDictionary<string, string> values,
        Saved saved,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var place = node?.Value ?? "";
        var rows = await db
            .Parameters.Where(p => p.Node == place && p.Service == service)
            .ToDictionaryAsync(p => p.Name, cancellationToken);
        foreach (var (name, value) in values)
        {
            if (!rows.TryGetValue(name, out var row))
            {
                row = new ParameterRow
                {
                    Node = place,
                    Service = service,
                    Name = name,
                    Value = value,
                };
                db.Parameters.Add(row);
            }

            (row.Value, row.SavedBy, row.SavedAt) = (value, saved.By, saved.At.UtcDateTime);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
