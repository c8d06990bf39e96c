using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>A removal that was undone holds the next one; users are found by their directory URI.</summary>
    public partial class RemovalHold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "HoldRemovals",
                table: "Peers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_DirectoryUri",
                table: "HomeUsers",
                column: "DirectoryUri");
        }
    }
}
