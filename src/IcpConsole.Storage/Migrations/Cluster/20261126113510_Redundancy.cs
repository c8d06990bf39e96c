using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>High availability of redundancy groups and which node serves another one's users, in the views over AXL too; the node that the directory file says of a user.</summary>
    public partial class Redundancy : Migration
    {
        /// <summary>HA states as the vendor counts them: 2 idle, 3 normal, 4 running in backup mode; of one that has failed over no number is published.</summary>
        private static readonly string[] s_views =
        [
            """
            CREATE VIEW enterprisesubcluster AS
            SELECT GroupNumber AS id, CASE GroupNumber WHEN 1 THEN 'DefaultCUPSubcluster' ELSE 'Subcluster' || GroupNumber END AS name,
                   CASE WHEN GroupNumber IN (SELECT GroupNumber FROM HighAvailability) THEN 't' ELSE 'f' END AS haenabled
            FROM Nodes GROUP BY GroupNumber
            """,
            """
            CREATE VIEW enterprisenode AS
            SELECT Id AS id, Name AS name, GroupNumber AS subclusterid, Pkid AS fkprocessnode, CASE Role WHEN 0 THEN 't' ELSE 'f' END AS isprimary,
                   CASE WHEN GroupNumber NOT IN (SELECT GroupNumber FROM HighAvailability) THEN 2 WHEN ServedBy IS NOT NULL THEN NULL
                        WHEN Name IN (SELECT ServedBy FROM Nodes WHERE ServedBy IS NOT NULL) THEN 4 ELSE 3 END AS tkhaserverstate
            FROM Nodes
            """,
            """
            CREATE VIEW icsanode AS
            SELECT Name AS name, Role AS tknodeusage,
                   CASE WHEN EXISTS (SELECT 1 FROM StoppedServices s WHERE s.Node = Nodes.Name AND s.Service = 'InterclusterSyncAgent') THEN 'f' ELSE 't' END AS agentrunning,
                   ServedBy AS servedby
            FROM Nodes
            """,
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ServedBy",
                table: "PeerNodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ServedBy",
                table: "Nodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "AssignedHere",
                table: "HomeUsers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "DirectoryNode",
                table: "HomeUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "HighAvailability",
                columns: table => new
                {
                    GroupNumber = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HighAvailability", x => x.GroupNumber);
                });

            migrationBuilder.Sql("UPDATE HomeUsers SET DirectoryNode = Node");
            foreach (var view in s_views)
            {
                migrationBuilder.Sql($"DROP VIEW {view.Split(' ', 4)[2]}");
                migrationBuilder.Sql(view);
            }
        }
    }
}
