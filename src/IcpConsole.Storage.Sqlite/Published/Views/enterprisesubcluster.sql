SELECT GroupNumber AS id, CASE GroupNumber WHEN 1 THEN 'DefaultCUPSubcluster' ELSE 'Subcluster' || GroupNumber END AS name,
       CASE WHEN GroupNumber IN (SELECT GroupNumber FROM HighAvailability) THEN 't' ELSE 'f' END AS haenabled
FROM Nodes GROUP BY GroupNumber
