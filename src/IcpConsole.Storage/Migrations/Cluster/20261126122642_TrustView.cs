using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>Trust entries that vouch for every peer, over AXL. On its own, because the migration before rebuilds their table.</summary>
    public partial class TrustView : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("CREATE VIEW icsatrust AS SELECT Store AS store, Pem AS certificate FROM Trust WHERE PeerId IS NULL AND Node IS NULL");
    }
}
