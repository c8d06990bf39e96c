using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>Stopped services, what a node was fed, removals that can be undone, the other side of a peering, and more of each receipt.</summary>
    public partial class ServicesAndReceipts : Migration
    {
        /// <summary>Users of a deleted peer are out of sight at once, though their rows go by and by; nodes say whether their agent runs.</summary>
        private static readonly string[] s_views =
        [
            """
            CREATE VIEW enduser AS
            SELECT '00000000-0000-4000-8000-' || substr('000000000000' || u.Id, -12) AS pkid, u.UserId AS userid, NULL AS xcp_user_id, NULL AS tkuserlocale, u.DirectoryUri AS imaddress,
                   NULL AS xep106imaddress, u.DirectoryUri AS directoryuri, u.Mail AS mailid, 1 AS status, NULL AS fkdirectorypluginconfig, NULL AS deletedtimestamp,
                   NULL AS passwordreverse, 1 AS tkuserprofile, CASE WHEN u.Node IS NULL THEN 0 ELSE 1 END AS tkassignmentstate, NULL AS ocsprimaryuseraddress,
                   NULL AS fkucccmcipprofile, NULL AS tkphonepresence, n.Id AS primarynodeid, NULL AS xep106userid, NULL AS xep106mailid, NULL AS auth_pwd,
                   NULL AS login_stamp, NULL AS logout_stamp, NULL AS auth_count, NULL AS pwd_stamp, NULL AS last_status, NULL AS fkucserviceprofile,
                   'f' AS enablecalendarpresence, CASE WHEN u.Node IS NULL THEN 'f' ELSE 't' END AS enablecups, NULL AS discoveryuseridentity
            FROM HomeUsers u LEFT JOIN Nodes n ON n.Name = u.Node WHERE u.Deleted = 0
            UNION ALL
            SELECT substr('00000000' || u.PeerId, -8) || '-0000-4000-8000-' || substr('000000000000' || u.rowid, -12), u.UserId, NULL, NULL, DirectoryUri, NULL, DirectoryUri, Mail, 1, NULL, NULL, NULL, 100, NULL, NULL,
                   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'f', 'f', NULL
            FROM PeerUsers u WHERE u.PeerId IN (SELECT Id FROM Peers)
            """,
            """
            CREATE VIEW icsanode AS
            SELECT Name AS name, Role AS tknodeusage,
                   CASE WHEN EXISTS (SELECT 1 FROM StoppedServices s WHERE s.Node = Nodes.Name AND s.Service = 'InterclusterSyncAgent') THEN 'f' ELSE 't' END AS agentrunning
            FROM Nodes
            """,
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Bytes",
                table: "Receipts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Through",
                table: "Receipts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Applied",
                table: "PeerUsers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Applied",
                table: "Peers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "OtherSide",
                table: "Peers",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "Unknown");

            migrationBuilder.AddColumn<DateTime>(
                name: "RemovedThereAt",
                table: "Peers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "AgentRunning",
                table: "PeerNodes",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "NodeFeeds",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Applied = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NodeFeeds", x => new { x.Node, x.PeerId });
                });

            migrationBuilder.CreateTable(
                name: "RemovedUsers",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    RemovedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FirstName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    LastName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    DirectoryUri = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovedUsers", x => new { x.PeerId, x.UserId });
                });

            migrationBuilder.CreateTable(
                name: "StoppedServices",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoppedServices", x => new { x.Node, x.Service });
                });

            migrationBuilder.Sql("DROP VIEW enduser");
            migrationBuilder.Sql("DROP VIEW icsanode");
            foreach (var view in s_views) migrationBuilder.Sql(view);
        }
    }
}
