using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>Peers are told of what was uploaded to a trust store when Cisco Intercluster Sync Agent starts, and not before.</summary>
    public partial class ToldTrust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsTold",
                table: "Trust",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
            migrationBuilder.Sql("UPDATE Trust SET IsTold = 1 WHERE PeerId IS NULL AND Node IS NULL");
            migrationBuilder.Sql("UPDATE Cluster SET TopologyVersion = TopologyVersion + 1");
            migrationBuilder.Sql("DROP VIEW icsatrust");
            migrationBuilder.Sql("CREATE VIEW icsatrust AS SELECT Store AS store, Pem AS certificate FROM Trust WHERE IsTold");
        }
    }
}
