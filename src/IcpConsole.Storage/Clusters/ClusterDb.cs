using IcpConsole.Storage.Alarms;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Parameters;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Services;
using IcpConsole.Storage.Users;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>
/// One hosted cluster's database. The views that peers read over AXL are made by the store.
/// </summary>
/// <remarks>
/// <c>dotnet ef migrations add NAME --context ClusterDb --project src/IcpConsole.Storage.Sqlite
/// --output-dir Migrations/Cluster</c>
/// </remarks>
internal sealed class ClusterDb(DbContextOptions<ClusterDb> options) : DbContext(options)
{
    public DbSet<ClusterRow> Cluster => Set<ClusterRow>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    public DbSet<HighAvailabilityRow> HighAvailability => Set<HighAvailabilityRow>();

    public DbSet<UnifiedCmNodeRow> UnifiedCmNodes => Set<UnifiedCmNodeRow>();

    public DbSet<ApplicationUserRow> ApplicationUsers => Set<ApplicationUserRow>();

    public DbSet<IdentityRow> Identities => Set<IdentityRow>();

    public DbSet<PreparedIdentityRow> PreparedIdentities => Set<PreparedIdentityRow>();

    public DbSet<TrustRow> Trust => Set<TrustRow>();

    public DbSet<HomeUserRow> HomeUsers => Set<HomeUserRow>();

    public DbSet<HomeGroupRow> HomeGroups => Set<HomeGroupRow>();

    public DbSet<PeerGroupRow> PeerGroups => Set<PeerGroupRow>();

    public DbSet<PeerRow> Peers => Set<PeerRow>();

    public DbSet<PeerUserRow> PeerUsers => Set<PeerUserRow>();

    public DbSet<PeerNodeRow> PeerNodes => Set<PeerNodeRow>();

    public DbSet<PeerCertificateRow> PeerCertificates => Set<PeerCertificateRow>();

    public DbSet<RemovedUserRow> RemovedUsers => Set<RemovedUserRow>();

    public DbSet<StagedUserRow> StagedUsers => Set<StagedUserRow>();

    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();

    public DbSet<PeerViewRow> PeerViews => Set<PeerViewRow>();

    public DbSet<ToldServiceRow> ToldServices => Set<ToldServiceRow>();

    public DbSet<StoppedServiceRow> StoppedServices => Set<StoppedServiceRow>();

    public DbSet<NodeFeedRow> NodeFeeds => Set<NodeFeedRow>();

    public DbSet<ParameterRow> Parameters => Set<ParameterRow>();

    public DbSet<AlarmRow> Alarms => Set<AlarmRow>();

    protected override void OnModelCreating(ModelBuilder builder) =>
        builder.ApplyConfigurationsFromAssembly(typeof(ClusterDb).Assembly, type =>
            type.Namespace?.StartsWith("IcpConsole.Storage", StringComparison.Ordinal) == true
        );
}
