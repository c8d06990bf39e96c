using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IcpConsole.Storage.Migrations.Cluster
{
    /// <summary>
    /// Read-only views over AXL. Those named as the real product's tables have its columns (SQL seen in Cisco's and the community's public tools);
    /// a column that this runtime does not model is NULL. A later migration that rebuilds a table drops and creates these again.
    /// </summary>
    public partial class PublishedViews : Migration
    {
        private static readonly string[] s_views =
        [
            """
            CREATE VIEW processnode AS
            SELECT '00000000-1111-0000-0000-000000000000' AS pkid, 'EnterpriseWideData' AS name, NULL AS mac, 't' AS systemnode, NULL AS description, 't' AS isactive,
                   1 AS nodeid, 0 AS tknodeusage, NULL AS ipv6name, NULL AS fklbmhubgroup, 1 AS tkprocessnoderole, NULL AS tkssomode
            UNION ALL
            SELECT Pkid, Name, NULL, 'f', NULL, 't', Id + 1, Role, NULL, NULL, 2, NULL FROM Nodes
            """,
            """
            CREATE VIEW enterprisesubcluster AS SELECT 1 AS id, 'DefaultCUPSubcluster' AS name, 'f' AS haenabled
            """,
            """
            CREATE VIEW enterprisenode AS
            SELECT Id AS id, Name AS name, 1 AS subclusterid, Pkid AS fkprocessnode, CASE Role WHEN 0 THEN 't' ELSE 'f' END AS isprimary, 2 AS tkhaserverstate FROM Nodes
            """,
            """
            CREATE VIEW typenodeusage AS SELECT 0 AS enum, 'Publisher' AS name UNION ALL SELECT 1, 'Subscriber'
            """,
            """
            CREATE VIEW typeprocessnoderole AS SELECT 1 AS enum, 'CUCM Voice/Video' AS name UNION ALL SELECT 2, 'CUCM IM and Presence'
            """,
            """
            CREATE VIEW enduser AS
            SELECT '00000000-0000-4000-8000-' || substr('000000000000' || u.Id, -12) AS pkid, u.UserId AS userid, NULL AS xcp_user_id, NULL AS tkuserlocale, u.DirectoryUri AS imaddress,
                   NULL AS xep106imaddress, u.DirectoryUri AS directoryuri, u.Mail AS mailid, 1 AS status, NULL AS fkdirectorypluginconfig, NULL AS deletedtimestamp,
                   NULL AS passwordreverse, 1 AS tkuserprofile, CASE WHEN u.Node IS NULL THEN 0 ELSE 1 END AS tkassignmentstate, NULL AS ocsprimaryuseraddress,
                   NULL AS fkucccmcipprofile, NULL AS tkphonepresence, n.Id AS primarynodeid, NULL AS xep106userid, NULL AS xep106mailid, NULL AS auth_pwd,
                   NULL AS login_stamp, NULL AS logout_stamp, NULL AS auth_count, NULL AS pwd_stamp, NULL AS last_status, NULL AS fkucserviceprofile,
                   'f' AS enablecalendarpresence, CASE WHEN u.Node IS NULL THEN 'f' ELSE 't' END AS enablecups, NULL AS discoveryuseridentity
            FROM HomeUsers u LEFT JOIN Nodes n ON n.Name = u.Node WHERE u.Deleted = 0
            UNION ALL
            SELECT substr('00000000' || PeerId, -8) || '-0000-4000-8000-' || substr('000000000000' || rowid, -12), UserId, NULL, NULL, DirectoryUri, NULL, DirectoryUri, Mail, 1, NULL, NULL, NULL, 100, NULL, NULL,
                   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'f', 'f', NULL
            FROM PeerUsers
            """,
            """
            CREATE VIEW certificate AS
            SELECT NULL AS pkid, NULL AS subjectname, NULL AS issuername, NULL AS serialnumber, Pem AS certificate, Node AS servername, NULL AS ipv4address,
                   NULL AS tkcertificatedistribution
            FROM Identities
            """,
            """
            CREATE VIEW icsastate AS
            SELECT ClusterId AS clusterid, Domain AS domain, AddressScheme AS addressscheme,
                   CASE Release WHEN 'V125' THEN '12.5' WHEN 'V14' THEN '14' ELSE '15' END AS release, Platform AS platform,
                   (SELECT group_concat(RemoteId) FROM Peers) AS peers, Epoch AS epoch, Change AS change, UserCount AS usercount,
                   AssignedCount AS assignedcount, UserSum AS usersum, TopologyVersion AS topologyversion
            FROM Cluster
            """,
            """
            CREATE VIEW icsauser AS
            SELECT Change AS change, CASE Deleted WHEN 0 THEN 'f' ELSE 't' END AS deleted, UserId AS userid, FirstName AS firstname, LastName AS lastname,
                   Mail AS mailid, DirectoryUri AS directoryuri, Node AS node
            FROM HomeUsers
            """,
            """
            CREATE VIEW icsanode AS SELECT Name AS name, Role AS tknodeusage FROM Nodes
            """,
            """
            CREATE VIEW icsacertificate AS SELECT Node AS servername, Service AS service, Pem AS certificate FROM Identities
            """,
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var view in s_views) migrationBuilder.Sql(view);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var view in s_views) migrationBuilder.Sql($"DROP VIEW {view.Split(' ', 4)[2]}");
        }
    }
}
