using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>Whose enterprise groups were read: of no peer yet.</summary>
    public partial class GroupsVersion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "GroupsVersion",
                table: "Peers",
                type: "INTEGER",
                nullable: true);
        }
    }
}
