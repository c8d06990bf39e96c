using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>What this cluster sees of its peers, for them to read over AXL.</summary>
    public partial class PeerViews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PeerViews",
                columns: table => new
                {
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    RemoteId = table.Column<string>(type: "TEXT", nullable: true),
                    Reachable = table.Column<string>(type: "TEXT", nullable: false),
                    Layer = table.Column<string>(type: "TEXT", nullable: true),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Args = table.Column<string>(type: "TEXT", nullable: false),
                    Users = table.Column<string>(type: "TEXT", nullable: false),
                    Certificates = table.Column<string>(type: "TEXT", nullable: false),
                    Links = table.Column<string>(type: "TEXT", nullable: false),
                    Routing = table.Column<string>(type: "TEXT", nullable: false),
                    LastSynchronized = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeerViews", x => x.Address);
                });
            migrationBuilder.Sql(
                """
                CREATE VIEW icsaview AS SELECT
                    Address AS address, coalesce(RemoteId, '') AS clusterid, Reachable AS reachable, coalesce(Layer, '') AS layer, coalesce(Code, '') AS code, Args AS args,
                    Users AS users, Certificates AS certificates, Links AS links, Routing AS routing, coalesce(LastSynchronized, '') AS lastsynchronized
                FROM PeerViews
                """);
        }
    }
}
