using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>Peers are told the protocol of their entries, and whether SIP is answered over there.</summary>
    public partial class PeerViewWays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Protocol",
                table: "PeerViews",
                type: "TEXT",
                nullable: false,
                defaultValue: "Tcp");

            migrationBuilder.AddColumn<string>(
                name: "Sip",
                table: "PeerViews",
                type: "TEXT",
                nullable: false,
                defaultValue: "Unknown");
            migrationBuilder.Sql(
                """
                DROP VIEW icsaview;
                CREATE VIEW icsaview AS SELECT
                    Address AS address, Protocol AS protocol, coalesce(RemoteId, '') AS clusterid, Reachable AS reachable, coalesce(Layer, '') AS layer, coalesce(Code, '') AS code, Args AS args,
                    Users AS users, Certificates AS certificates, Links AS links, Sip AS sip, Routing AS routing, coalesce(LastSynchronized, '') AS lastsynchronized
                FROM PeerViews
                """);
        }
    }
}
