using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Sqlite.Migrations.Cluster
{
    /// <inheritdoc />
    public partial class WhoSavedUsersAndParameters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "SavedAt",
                table: "Parameters",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SavedBy",
                table: "Parameters",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "ApplicationUsers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "SavedAt",
                table: "ApplicationUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SavedBy",
                table: "ApplicationUsers",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SavedAt",
                table: "Parameters");

            migrationBuilder.DropColumn(
                name: "SavedBy",
                table: "Parameters");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "ApplicationUsers");

            migrationBuilder.DropColumn(
                name: "SavedAt",
                table: "ApplicationUsers");

            migrationBuilder.DropColumn(
                name: "SavedBy",
                table: "ApplicationUsers");
        }
    }
}
