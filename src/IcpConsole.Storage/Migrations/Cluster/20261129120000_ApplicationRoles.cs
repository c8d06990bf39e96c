using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>An application user has a set of roles; whoever had one keeps it.</summary>
    [DbContext(typeof(ClusterDb))]
    [Migration("20261129120000_ApplicationRoles")]
    public partial class ApplicationRoles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE ApplicationUsers RENAME COLUMN Role TO Roles");
    }
}
