using IcpConsole.Storage.Sqlite.Users;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Sqlite.Migrations.Cluster
{
    /// <inheritdoc />
    public partial class IdentityKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_HomeUsers_DirectoryUri",
                table: "HomeUsers");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "StagedUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UriKey",
                table: "StagedUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UserKey",
                table: "StagedUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "RemovedUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UriKey",
                table: "RemovedUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UserKey",
                table: "RemovedUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "PeerUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UriKey",
                table: "PeerUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UserKey",
                table: "PeerUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "HomeUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UriKey",
                table: "HomeUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "UserKey",
                table: "HomeUsers",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_UriKey",
                table: "HomeUsers",
                column: "UriKey");

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_UserKey",
                table: "HomeUsers",
                column: "UserKey");

            foreach (var table in (string[])["HomeUsers", "PeerUsers", "StagedUsers", "RemovedUsers"])
                migrationBuilder.Sql(
                    $"UPDATE {table} SET UserKey = {KeyFunctions.Key}(UserId), UriKey = {KeyFunctions.Key}(DirectoryUri), "
                        + $"NameKey = {KeyFunctions.NameKey}(FirstName, LastName, Mail, DirectoryUri)");
            // EF Core has no word for an index over an expression; a migration that rebuilds PeerUsers has to make it again.
            migrationBuilder.Sql("DROP INDEX IF EXISTS IX_PeerUsers_Text");
            migrationBuilder.Sql(
                "CREATE INDEX IX_PeerUsers_Text ON PeerUsers (PeerId, UserKey || char(10) || NameKey || char(10) || UriKey)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX IX_PeerUsers_Text");

            migrationBuilder.DropIndex(
                name: "IX_HomeUsers_UriKey",
                table: "HomeUsers");

            migrationBuilder.DropIndex(
                name: "IX_HomeUsers_UserKey",
                table: "HomeUsers");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "StagedUsers");

            migrationBuilder.DropColumn(
                name: "UriKey",
                table: "StagedUsers");

            migrationBuilder.DropColumn(
                name: "UserKey",
                table: "StagedUsers");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "RemovedUsers");

            migrationBuilder.DropColumn(
                name: "UriKey",
                table: "RemovedUsers");

            migrationBuilder.DropColumn(
                name: "UserKey",
                table: "RemovedUsers");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "PeerUsers");

            migrationBuilder.DropColumn(
                name: "UriKey",
                table: "PeerUsers");

            migrationBuilder.DropColumn(
                name: "UserKey",
                table: "PeerUsers");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "HomeUsers");

            migrationBuilder.DropColumn(
                name: "UriKey",
                table: "HomeUsers");

            migrationBuilder.DropColumn(
                name: "UserKey",
                table: "HomeUsers");

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_DirectoryUri",
                table: "HomeUsers",
                column: "DirectoryUri");

            migrationBuilder.Sql(
                "CREATE INDEX IX_PeerUsers_Text ON PeerUsers (PeerId, lower(UserId || char(10) || FirstName || ' ' || LastName || "
                    + "char(10) || LastName || FirstName || char(10) || CASE Mail WHEN DirectoryUri THEN '' ELSE Mail END || "
                    + "char(10) || DirectoryUri))");
        }
    }
}
