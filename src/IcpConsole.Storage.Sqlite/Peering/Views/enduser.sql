SELECT '00000000-0000-4000-8000-' || substr('000000000000' || u.Id, -12) AS pkid, u.UserId AS userid, NULL AS xcp_user_id,
       NULL AS tkuserlocale, u.DirectoryUri AS imaddress, NULL AS xep106imaddress, u.DirectoryUri AS directoryuri, u.Mail AS mailid,
       1 AS status, NULL AS fkdirectorypluginconfig, NULL AS deletedtimestamp, NULL AS passwordreverse, 1 AS tkuserprofile,
       CASE WHEN u.Node IS NULL THEN 0 ELSE 1 END AS tkassignmentstate, NULL AS ocsprimaryuseraddress, NULL AS fkucccmcipprofile,
       NULL AS tkphonepresence, n.Id AS primarynodeid, NULL AS xep106userid, NULL AS xep106mailid, NULL AS auth_pwd,
       NULL AS login_stamp, NULL AS logout_stamp, NULL AS auth_count, NULL AS pwd_stamp, NULL AS last_status,
       NULL AS fkucserviceprofile, 'f' AS enablecalendarpresence, CASE WHEN u.Node IS NULL THEN 'f' ELSE 't' END AS enablecups,
       NULL AS discoveryuseridentity
FROM HomeUsers u LEFT JOIN Nodes n ON n.Name = u.Node WHERE u.Deleted = 0
UNION ALL
SELECT substr('00000000' || u.PeerId, -8) || '-0000-4000-8000-' || substr('000000000000' || u.rowid, -12), u.UserId, NULL,
       NULL, DirectoryUri, NULL, DirectoryUri, Mail,
       1, NULL, NULL, NULL, 100,
       NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL,
       NULL, 'f', 'f',
       NULL
FROM PeerUsers u WHERE u.PeerId IN (SELECT Id FROM Peers)
