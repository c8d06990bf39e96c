WITH users AS (
    SELECT '00000000-0000-4000-8000-' || substr('000000000000' || u.Id, -12) AS pkid, u.UserId AS userid, u.Mail AS mail, u.DirectoryUri AS uri,
           1 AS profile, CASE WHEN u.Node IS NULL THEN 0 ELSE 1 END AS assigned, n.Id AS node, CASE WHEN u.Node IS NULL THEN 'f' ELSE 't' END AS enabled
    FROM HomeUsers u LEFT JOIN Nodes n ON n.Name = u.Node WHERE u.Deleted = 0
    UNION ALL
    SELECT substr('00000000' || u.PeerId, -8) || '-0000-4000-8000-' || substr('000000000000' || u.rowid, -12), u.UserId, u.Mail, u.DirectoryUri,
           100, NULL, NULL, 'f'
    FROM PeerUsers u WHERE u.PeerId IN (SELECT Id FROM Peers)
), escaped AS (
    SELECT users.*,
           replace(replace(replace(replace(replace(replace(replace(replace(replace(userid,
               ' ', '\20'), '"', '\22'), '&', '\26'), '''', '\27'), '/', '\2f'), ':', '\3a'), '<', '\3c'), '>', '\3e'), '@', '\40') AS localpart
    FROM users
)
SELECT pkid, userid, NULL AS xcp_user_id, NULL AS tkuserlocale,
       CASE c.AddressScheme WHEN 'DirectoryUri' THEN uri ELSE userid || '@' || c.Domain END AS imaddress,
       CASE c.AddressScheme WHEN 'DirectoryUri' THEN uri ELSE localpart || '@' || c.Domain END AS xep106imaddress,
       uri AS directoryuri, mail AS mailid, 1 AS status, NULL AS fkdirectorypluginconfig, NULL AS deletedtimestamp, NULL AS passwordreverse,
       profile AS tkuserprofile, assigned AS tkassignmentstate, NULL AS ocsprimaryuseraddress, NULL AS fkucccmcipprofile, NULL AS tkphonepresence,
       node AS primarynodeid, localpart AS xep106userid, NULL AS xep106mailid, NULL AS auth_pwd, NULL AS login_stamp, NULL AS logout_stamp,
       NULL AS auth_count, NULL AS pwd_stamp, NULL AS last_status, NULL AS fkucserviceprofile, 'f' AS enablecalendarpresence,
       enabled AS enablecups, NULL AS discoveryuseridentity
FROM escaped, Cluster c
