using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>The alarm log, service parameters, and how often a peer's users did not add up.</summary>
    public partial class AlarmsAndParameters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Repaired",
                table: "Receipts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Mismatches",
                table: "Peers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Alarms",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    ProblemCode = table.Column<string>(type: "TEXT", nullable: false),
                    ProblemArgs = table.Column<string>(type: "TEXT", nullable: false),
                    First = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Last = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    ClearedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AcknowledgedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AcknowledgedBy = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Alarms", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Parameters",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Parameters", x => new { x.Node, x.Service, x.Name });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Alarms_Last",
                table: "Alarms",
                column: "Last");

            migrationBuilder.CreateIndex(
                name: "IX_Alarms_Name_Subject",
                table: "Alarms",
                columns: new[] { "Name", "Subject" },
                unique: true,
                filter: "ClearedAt IS NULL");
        }
    }
}
