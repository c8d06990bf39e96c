using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>
    /// Redundancy groups, Unified CM nodes, the directory and the state of the user sync, in the views over AXL too, which are dropped and created again; where a
    /// peer's entry pointed before.
    /// </summary>
    public partial class ClusterDetails : Migration
    {
        private static readonly string[] s_views =
        [
            """
            CREATE VIEW processnode AS
            SELECT '00000000-1111-0000-0000-000000000000' AS pkid, 'EnterpriseWideData' AS name, NULL AS mac, 't' AS systemnode, NULL AS description, 't' AS isactive,
                   1 AS nodeid, 0 AS tknodeusage, NULL AS ipv6name, NULL AS fklbmhubgroup, 1 AS tkprocessnoderole, NULL AS tkssomode
            UNION ALL
            SELECT Pkid, Name, NULL, 'f', NULL, 't', Id + 1, Role, NULL, NULL, 2, NULL FROM Nodes
            UNION ALL
            SELECT Pkid, Name, NULL, 'f', NULL, 't', Id + 1001, CASE WHEN Id = (SELECT min(Id) FROM UnifiedCmNodes) THEN 0 ELSE 1 END, NULL, NULL, 1, NULL FROM UnifiedCmNodes
            """,
            """
            CREATE VIEW enterprisesubcluster AS
            SELECT GroupNumber AS id, CASE GroupNumber WHEN 1 THEN 'DefaultCUPSubcluster' ELSE 'Subcluster' || GroupNumber END AS name, 'f' AS haenabled FROM Nodes GROUP BY GroupNumber
            """,
            """
            CREATE VIEW enterprisenode AS
            SELECT Id AS id, Name AS name, GroupNumber AS subclusterid, Pkid AS fkprocessnode, CASE Role WHEN 0 THEN 't' ELSE 'f' END AS isprimary, 2 AS tkhaserverstate FROM Nodes
            """,
            """
            CREATE VIEW icsastate AS
            SELECT ClusterId AS clusterid, Domain AS domain, AddressScheme AS addressscheme,
                   CASE Release WHEN 'V125' THEN '12.5' WHEN 'V14' THEN '14' ELSE '15' END AS release, Platform AS platform,
                   CASE SipFederation WHEN 0 THEN 'f' ELSE 't' END AS sipfederation, CASE WHEN UsersSynchronizedAt IS NULL THEN 'f' ELSE 't' END AS userssynchronized,
                   (SELECT group_concat(RemoteId) FROM Peers) AS peers, Epoch AS epoch, Change AS change, UserCount AS usercount,
                   AssignedCount AS assignedcount, UserSum AS usersum, TopologyVersion AS topologyversion
            FROM Cluster
            """,
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "MovedAt",
                table: "Peers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MovedFrom",
                table: "Peers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MovedFromId",
                table: "Peers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MovedUsers",
                table: "Peers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "GroupNumber",
                table: "Nodes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "DirectoryFile",
                table: "Cluster",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "Cluster",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Cluster",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<bool>(
                name: "SipFederation",
                table: "Cluster",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "UsersSynchronizedAt",
                table: "Cluster",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "UnifiedCmNodes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Pkid = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnifiedCmNodes", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_UnifiedCmNodes_Name",
                table: "UnifiedCmNodes",
                column: "Name",
                unique: true);

            foreach (var view in s_views)
            {
                migrationBuilder.Sql($"DROP VIEW {view.Split(' ', 4)[2]}");
                migrationBuilder.Sql(view);
            }
        }
    }
}
