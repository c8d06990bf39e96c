SELECT Id AS id, Name AS name, GroupNumber AS subclusterid, Pkid AS fkprocessnode, CASE Role WHEN 0 THEN 't' ELSE 'f' END AS isprimary,
       CASE WHEN GroupNumber NOT IN (SELECT GroupNumber FROM HighAvailability) THEN 2 WHEN ServedBy IS NOT NULL THEN NULL
            WHEN Name IN (SELECT ServedBy FROM Nodes WHERE ServedBy IS NOT NULL) THEN 4 ELSE 3 END AS tkhaserverstate
FROM Nodes
