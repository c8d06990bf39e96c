using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Certificates;

/// <summary>A node's own certificate and its key.</summary>
internal sealed class IdentityRow
{
    public required string Node { get; init; }

    /// <summary>For example <c>tomcat</c>.</summary>
    public required string Service { get; init; }

    public required string Pem { get; set; }

    /// <summary>PKCS#8, protected.</summary>
    public required byte[] ProtectedKey { get; set; }
}

/// <summary>
/// A key with its signing request, or with the certificate that the next restart of its service
/// puts in use.
/// </summary>
internal sealed class PreparedIdentityRow
{
    public required string Node { get; init; }

    public required string Service { get; init; }

    public bool IsRequest { get; init; }

    /// <summary>PKCS#10 or X.509.</summary>
    public required string Pem { get; set; }

    /// <summary>PKCS#8, protected.</summary>
    public required byte[] ProtectedKey { get; set; }
}

/// <summary>An entry of a trust store.</summary>
internal sealed class TrustRow
{
    public int Id { get; init; }

    /// <summary>For example <c>tomcat-trust</c>.</summary>
    public required string Store { get; init; }

    /// <summary>
    /// The peer that it is kept for; null for one that was uploaded and vouches for all.
    /// </summary>
    public int? PeerId { get; init; }

    /// <summary>Name of the node whose certificate this is; null for an authority's.</summary>
    public string? Node { get; init; }

    public required string Pem { get; set; }

    /// <summary>Uploaded, and peers are told of it.</summary>
    public bool IsTold { get; set; }
}

internal sealed class CertificateRowsConfiguration
    : IEntityTypeConfiguration<IdentityRow>,
        IEntityTypeConfiguration<PreparedIdentityRow>,
        IEntityTypeConfiguration<TrustRow>
{
    public void Configure(EntityTypeBuilder<IdentityRow> builder) =>
        builder.HasKey(i => new { i.Node, i.Service });

    public void Configure(EntityTypeBuilder<PreparedIdentityRow> builder) =>
        builder
            .ToTable("PreparedIdentities")
            .HasKey(i => new
            {
                i.Node,
                i.Service,
                i.IsRequest,
            });

    public void Configure(EntityTypeBuilder<TrustRow> builder) =>
        builder
            .HasIndex(t => new
            {
                t.Store,
                t.PeerId,
                t.Node,
            })
            .IsUnique();
}
