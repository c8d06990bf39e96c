SELECT '00000000-1111-0000-0000-000000000000' AS pkid, 'EnterpriseWideData' AS name, NULL AS mac, 't' AS systemnode,
       NULL AS description, 't' AS isactive, 1 AS nodeid, 0 AS tknodeusage, NULL AS ipv6name, NULL AS fklbmhubgroup,
       1 AS tkprocessnoderole, NULL AS tkssomode
UNION ALL
SELECT Pkid, Name, NULL, 'f', NULL, 't', Id + 1, Role, NULL, NULL, 2, NULL FROM Nodes
UNION ALL
SELECT Pkid, Name, NULL, 'f', NULL, 't', Id + 1001,
       CASE WHEN Id = (SELECT min(Id) FROM UnifiedCmNodes) THEN 0 ELSE 1 END, NULL, NULL, 1, NULL
FROM UnifiedCmNodes
