using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Users;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>The index in which remote users are searched. EF Core has no word for an index over an expression; a migration that rebuilds PeerUsers has to make it again.</summary>
    [DbContext(typeof(ClusterDb))]
    [Migration("20261126165000_RemoteUserSearch")]
    public partial class RemoteUserSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql($"CREATE INDEX {RemoteUserStore.Index} ON PeerUsers (PeerId, {RemoteUserStore.Text})");
    }
}
