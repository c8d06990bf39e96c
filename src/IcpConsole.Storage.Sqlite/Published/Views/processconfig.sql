SELECT 'ClusterID' AS paramname, ClusterId AS paramvalue, '00000000-1111-0000-0000-000000000000' AS fkprocessnode, 11 AS tkservice, NULL AS tkparam
FROM Cluster
