using System.Collections.Frozen;

namespace IcpConsole.Storage.Published;

/// <summary>
/// What is published, with the types that comparisons go by. Tables without prefix have the names and
/// columns of the real product's; those that begin with <c>icsa</c> are this project's own
/// (docs/protocol.md).
/// </summary>
public static class PublishedTables
{
    public static IReadOnlyList<PublishedTable> All { get; } =
    [
        new(
            "processnode",
            [
                Key("pkid"),
                Text("name", 255),
                Text("mac", 50),
                Flag("systemnode"),
                Text("description", 255),
                Flag("isactive"),
                Number("nodeid"),
                Number("tknodeusage"),
                Text("ipv6name", 255),
                Key("fklbmhubgroup"),
                Number("tkprocessnoderole"),
                Number("tkssomode"),
            ]
        ),
        new("typenodeusage", [Number("enum"), Text("name", 50)]),
        new("typeprocessnoderole", [Number("enum"), Text("name", 50)]),
        new(
            "enterprisenode",
            [
                Number("id"),
                Text("name", 255),
                Number("subclusterid"),
                Key("fkprocessnode"),
                Flag("isprimary"),
                Number("tkhaserverstate"),
            ]
        ),
        new("enterprisesubcluster", [Number("id"), Text("name", 128), Flag("haenabled")]),
        new(
            "enduser",
            [
                Key("pkid"),
                Text("userid", 132),
                Text("xcp_user_id", 255),
                Number("tkuserlocale"),
                Text("imaddress", 255),
                Text("xep106imaddress", 1024),
                Text("directoryuri", 255),
                Text("mailid", 255),
                Number("status"),
                Key("fkdirectorypluginconfig"),
                Number("deletedtimestamp"),
                Text("passwordreverse", 255),
                Number("tkuserprofile"),
                Number("tkassignmentstate"),
                Text("ocsprimaryuseraddress", 255),
                Key("fkucccmcipprofile"),
                Number("tkphonepresence"),
                Number("primarynodeid"),
                Text("xep106userid", 1024),
                Text("xep106mailid", 1024),
                Text("auth_pwd", 255),
                Number("login_stamp"),
                Number("logout_stamp"),
                Number("auth_count"),
                Number("pwd_stamp"),
                Number("last_status"),
                Key("fkucserviceprofile"),
                Flag("enablecalendarpresence"),
                Flag("enablecups"),
                Text("discoveryuseridentity", 255),
            ]
        ),
        new(
            "certificate",
            [
                Key("pkid"),
                Text("subjectname", 1024),
                Text("issuername", 1024),
                Text("serialnumber", 255),
                Text("certificate", 32_739),
                Text("servername", 255),
                Text("ipv4address", 50),
                Number("tkcertificatedistribution"),
            ]
        ),
        new(
            "processconfig",
            [
                Text("paramname", 255),
                Text("paramvalue", 1024),
                Key("fkprocessnode"),
                Number("tkservice"),
                Number("tkparam"),
            ]
        ),
        new(
            "icsastate",
            [
                Text("version", 32),
                Text("clusterid", 50),
                Text("domain", 255),
                Text("addressscheme", 32),
                Text("release", 8),
                Text("platform", 32),
                Flag("sipfederation"),
                Flag("userssynchronized"),
                Text("peers", 32_739),
                Text("epoch", 64),
                Number("change"),
                Number("usercount"),
                Number("assignedcount"),
                Number("usersum"),
                Number("topologyversion"),
            ]
        ),
        new(
            "icsanode",
            [
                Text("name", 255),
                Number("tknodeusage"),
                Flag("agentrunning"),
                Text("servedby", 255),
            ]
        ),
        new(
            "icsauser",
            [
                Number("change"),
                Flag("deleted"),
                Text("userid", 255),
                Text("firstname", 255),
                Text("lastname", 255),
                Text("mailid", 255),
                Text("directoryuri", 255),
                Text("node", 255),
            ]
        ),
        new("icsagroup", [Number("id"), Text("name", 255), Number("members")]),
        new(
            "icsacertificate",
            [Text("servername", 255), Text("service", 32), Text("certificate", 32_739)]
        ),
        new("icsatrust", [Text("store", 32), Text("certificate", 32_739)]),
        new(
            "icsaview",
            [
                Text("address", 255),
                Text("protocol", 8),
                Text("clusterid", 50),
                Text("reachable", 16),
                Text("layer", 32),
                Text("code", 64),
                Text("args", 2048),
                Text("users", 16),
                Text("certificates", 16),
                Text("links", 16),
                Text("sip", 16),
                Text("routing", 16),
                Text("lastsynchronized", 40),
            ]
        ),
        new(
            "icsaservice",
            [
                Text("node", 255),
                Text("service", 64),
                Flag("running"),
                Text("since", 40),
                Text("code", 64),
                Text("args", 2048),
            ]
        ),
        new(
            "systables",
            [
                Text("tabname", 128),
                Text("owner", 32),
                Number("tabid"),
                Number("ncols"),
                Text("tabtype", 1),
            ]
        ),
        new(
            "syscolumns",
            [
                Text("colname", 128),
                Number("tabid"),
                Number("colno"),
                Number("coltype"),
                Number("collength"),
            ]
        ),
    ];

    private static readonly FrozenDictionary<string, PublishedTable> s_byName =
        All.ToFrozenDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);

    /// <param name="name">In any case.</param>
    public static PublishedTable? Find(string name) => s_byName.GetValueOrDefault(name);

    private static PublishedColumn Key(string name) =>
        new(name, SqlType.Text, 36, IsFixed: true);

    private static PublishedColumn Text(string name, int length) =>
        new(name, SqlType.Text, length);

    private static PublishedColumn Number(string name) => new(name, SqlType.Integer, 4);

    private static PublishedColumn Flag(string name) => new(name, SqlType.Boolean, 1);
}
