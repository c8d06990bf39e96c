using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Sqlite.Migrations.Cluster
{
    /// <inheritdoc />
    public partial class WhoSaved : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "SavedAt",
                table: "Peers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SavedBy",
                table: "Peers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SavedAt",
                table: "Cluster",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SavedBy",
                table: "Cluster",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SavedAt",
                table: "Peers");

            migrationBuilder.DropColumn(
                name: "SavedBy",
                table: "Peers");

            migrationBuilder.DropColumn(
                name: "SavedAt",
                table: "Cluster");

            migrationBuilder.DropColumn(
                name: "SavedBy",
                table: "Cluster");
        }
    }
}
