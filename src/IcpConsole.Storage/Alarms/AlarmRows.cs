using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Alarms;

/// <summary>An alarm. While it is active there is one row for its name and subject.</summary>
internal sealed class AlarmRow
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required string Subject { get; init; }

    public required string ProblemCode { get; set; }

    public string[] ProblemArgs { get; set; } = [];

    public DateTime First { get; init; }

    public DateTime Last { get; set; }

    public int Count { get; set; }

    public DateTime? ClearedAt { get; set; }

    public DateTime? AcknowledgedAt { get; set; }

    public string? AcknowledgedBy { get; set; }
}

internal sealed class AlarmRowConfiguration : IEntityTypeConfiguration<AlarmRow>
{
    public void Configure(EntityTypeBuilder<AlarmRow> builder)
    {
        builder.ToTable("Alarms");
        builder
            .HasIndex(a => new { a.Name, a.Subject })
            .IsUnique()
            .HasFilter("ClearedAt IS NULL");
        builder.HasIndex(a => a.Last);
    }
}
