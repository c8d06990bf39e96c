SELECT Name AS name, Role AS tknodeusage,
       CASE
           WHEN EXISTS (SELECT 1 FROM StoppedServices s WHERE s.Node = Nodes.Name AND s.Service = 'InterclusterSyncAgent') THEN 'f'
           ELSE 't'
       END AS agentrunning,
       ServedBy AS servedby
FROM Nodes
