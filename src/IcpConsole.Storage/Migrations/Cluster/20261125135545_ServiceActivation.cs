using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>Feature services that are not activated; what an application user may do.</summary>
    public partial class ServiceActivation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Deactivated",
                table: "StoppedServices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "ApplicationUsers",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "AxlApiAccess");
        }
    }
}
