using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Sqlite.Migrations.Cluster
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "ApplicationUsers",
                columns: table => new
                {
                    Username = table.Column<string>(type: "TEXT", nullable: false),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: false),
                    Roles = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApplicationUsers", x => x.Username);
                });

            migrationBuilder.CreateTable(
                name: "Cluster",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    ClusterId = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    AddressScheme = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Release = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Platform = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    SipFederation = table.Column<bool>(type: "INTEGER", nullable: false),
                    DirectoryFile = table.Column<string>(type: "TEXT", nullable: true),
                    UsersSynchronizedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 1),
                    Epoch = table.Column<string>(type: "TEXT", nullable: false),
                    Change = table.Column<long>(type: "INTEGER", nullable: false),
                    UserCount = table.Column<int>(type: "INTEGER", nullable: false),
                    AssignedCount = table.Column<int>(type: "INTEGER", nullable: false),
                    UserSum = table.Column<long>(type: "INTEGER", nullable: false),
                    TopologyVersion = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cluster", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "HighAvailability",
                columns: table => new
                {
                    GroupNumber = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HighAvailability", x => x.GroupNumber);
                });

            migrationBuilder.CreateTable(
                name: "HomeGroups",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, collation: "NOCASE"),
                    Members = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HomeGroups", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "HomeUsers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Change = table.Column<long>(type: "INTEGER", nullable: false),
                    Deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    DirectoryNode = table.Column<string>(type: "TEXT", nullable: true),
                    AssignedHere = table.Column<bool>(type: "INTEGER", nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    FirstName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    LastName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    DirectoryUri = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HomeUsers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Identities",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    Pem = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedKey = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Identities", x => new { x.Node, x.Service });
                });

            migrationBuilder.CreateTable(
                name: "NodeFeeds",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Applied = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NodeFeeds", x => new { x.Node, x.PeerId });
                });

            migrationBuilder.CreateTable(
                name: "Nodes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<int>(type: "INTEGER", nullable: false),
                    GroupNumber = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 1),
                    ServedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Pkid = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Nodes", x => x.Id);
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

            migrationBuilder.CreateTable(
                name: "PeerCertificates",
                columns: table => new
                {
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    Pem = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeerCertificates", x => new { x.PeerId, x.Node, x.Service });
                });

            migrationBuilder.CreateTable(
                name: "PeerGroups",
                columns: table => new
                {
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, collation: "NOCASE"),
                    Members = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeerGroups", x => new { x.PeerId, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "PeerNodes",
                columns: table => new
                {
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<int>(type: "INTEGER", nullable: false),
                    AgentRunning = table.Column<bool>(type: "INTEGER", nullable: false),
                    ServedBy = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeerNodes", x => new { x.PeerId, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "Peers",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    AxlUsername = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedPassword = table.Column<string>(type: "TEXT", nullable: false),
                    Protocol = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    RemoteId = table.Column<string>(type: "TEXT", nullable: true),
                    Epoch = table.Column<string>(type: "TEXT", nullable: true),
                    Watermark = table.Column<long>(type: "INTEGER", nullable: false),
                    TopologyVersion = table.Column<long>(type: "INTEGER", nullable: true),
                    GroupsVersion = table.Column<long>(type: "INTEGER", nullable: true),
                    StagedEpoch = table.Column<string>(type: "TEXT", nullable: true),
                    StagedWatermark = table.Column<long>(type: "INTEGER", nullable: false),
                    StagedFull = table.Column<bool>(type: "INTEGER", nullable: false),
                    UserCount = table.Column<int>(type: "INTEGER", nullable: false),
                    AssignedCount = table.Column<int>(type: "INTEGER", nullable: false),
                    UserSum = table.Column<long>(type: "INTEGER", nullable: false),
                    RemoteAssigned = table.Column<int>(type: "INTEGER", nullable: true),
                    LastSynchronized = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Mismatches = table.Column<int>(type: "INTEGER", nullable: false),
                    Applied = table.Column<long>(type: "INTEGER", nullable: false),
                    HoldRemovals = table.Column<bool>(type: "INTEGER", nullable: false),
                    OtherSide = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    RemovedThereAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    MovedFrom = table.Column<string>(type: "TEXT", nullable: true),
                    MovedFromId = table.Column<string>(type: "TEXT", nullable: true),
                    MovedUsers = table.Column<int>(type: "INTEGER", nullable: false),
                    MovedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Peers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PeerUsers",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Applied = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    LastName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    DirectoryUri = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeerUsers", x => new { x.PeerId, x.UserId });
                });

            migrationBuilder.CreateTable(
                name: "PeerViews",
                columns: table => new
                {
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    Protocol = table.Column<string>(type: "TEXT", nullable: false),
                    RemoteId = table.Column<string>(type: "TEXT", nullable: true),
                    Reachable = table.Column<string>(type: "TEXT", nullable: false),
                    Layer = table.Column<string>(type: "TEXT", nullable: true),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Args = table.Column<string>(type: "TEXT", nullable: false),
                    Users = table.Column<string>(type: "TEXT", nullable: false),
                    Certificates = table.Column<string>(type: "TEXT", nullable: false),
                    Links = table.Column<string>(type: "TEXT", nullable: false),
                    Sip = table.Column<string>(type: "TEXT", nullable: false),
                    Routing = table.Column<string>(type: "TEXT", nullable: false),
                    LastSynchronized = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeerViews", x => x.Address);
                });

            migrationBuilder.CreateTable(
                name: "PreparedIdentities",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    IsRequest = table.Column<bool>(type: "INTEGER", nullable: false),
                    Pem = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedKey = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PreparedIdentities", x => new { x.Node, x.Service, x.IsRequest });
                });

            migrationBuilder.CreateTable(
                name: "Receipts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Trigger = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Added = table.Column<int>(type: "INTEGER", nullable: false),
                    Changed = table.Column<int>(type: "INTEGER", nullable: false),
                    Removed = table.Column<int>(type: "INTEGER", nullable: false),
                    CertificatesTaken = table.Column<int>(type: "INTEGER", nullable: false),
                    Repaired = table.Column<bool>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Through = table.Column<string>(type: "TEXT", nullable: true),
                    FailedLayer = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    FailureCode = table.Column<string>(type: "TEXT", nullable: true),
                    FailureArgs = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Receipts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RemovedUsers",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    RemovedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FirstName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    LastName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    DirectoryUri = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovedUsers", x => new { x.PeerId, x.UserId });
                });

            migrationBuilder.CreateTable(
                name: "StagedUsers",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: false),
                    Deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    FirstName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    LastName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    DirectoryUri = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StagedUsers", x => new { x.PeerId, x.UserId });
                });

            migrationBuilder.CreateTable(
                name: "StoppedServices",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Deactivated = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoppedServices", x => new { x.Node, x.Service });
                });

            migrationBuilder.CreateTable(
                name: "Trust",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Store = table.Column<string>(type: "TEXT", nullable: false),
                    PeerId = table.Column<int>(type: "INTEGER", nullable: true),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    Pem = table.Column<string>(type: "TEXT", nullable: false),
                    IsTold = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Trust", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UnifiedCmNodes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Pkid = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnifiedCmNodes", x => x.Id);
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

            migrationBuilder.CreateIndex(
                name: "IX_HomeGroups_Name",
                table: "HomeGroups",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_Change",
                table: "HomeUsers",
                column: "Change",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_DirectoryUri",
                table: "HomeUsers",
                column: "DirectoryUri");

            migrationBuilder.CreateIndex(
                name: "IX_HomeUsers_UserId",
                table: "HomeUsers",
                column: "UserId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Nodes_Name",
                table: "Nodes",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Peers_Address",
                table: "Peers",
                column: "Address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Receipts_PeerId",
                table: "Receipts",
                column: "PeerId");

            migrationBuilder.CreateIndex(
                name: "IX_Trust_Store_PeerId_Node",
                table: "Trust",
                columns: new[] { "Store", "PeerId", "Node" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UnifiedCmNodes_Name",
                table: "UnifiedCmNodes",
                column: "Name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Alarms");

            migrationBuilder.DropTable(
                name: "ApplicationUsers");

            migrationBuilder.DropTable(
                name: "Cluster");

            migrationBuilder.DropTable(
                name: "HighAvailability");

            migrationBuilder.DropTable(
                name: "HomeGroups");

            migrationBuilder.DropTable(
                name: "HomeUsers");

            migrationBuilder.DropTable(
                name: "Identities");

            migrationBuilder.DropTable(
                name: "NodeFeeds");

            migrationBuilder.DropTable(
                name: "Nodes");

            migrationBuilder.DropTable(
                name: "Parameters");

            migrationBuilder.DropTable(
                name: "PeerCertificates");

            migrationBuilder.DropTable(
                name: "PeerGroups");

            migrationBuilder.DropTable(
                name: "PeerNodes");

            migrationBuilder.DropTable(
                name: "Peers");

            migrationBuilder.DropTable(
                name: "PeerUsers");

            migrationBuilder.DropTable(
                name: "PeerViews");

            migrationBuilder.DropTable(
                name: "PreparedIdentities");

            migrationBuilder.DropTable(
                name: "Receipts");

            migrationBuilder.DropTable(
                name: "RemovedUsers");

            migrationBuilder.DropTable(
                name: "StagedUsers");

            migrationBuilder.DropTable(
                name: "StoppedServices");

            migrationBuilder.DropTable(
                name: "Trust");

            migrationBuilder.DropTable(
                name: "UnifiedCmNodes");
        }
    }
}
