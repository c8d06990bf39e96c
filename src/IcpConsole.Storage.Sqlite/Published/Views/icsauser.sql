SELECT Change AS change, CASE Deleted WHEN 0 THEN 'f' ELSE 't' END AS deleted, UserId AS userid, FirstName AS firstname, LastName AS lastname,
       Mail AS mailid, DirectoryUri AS directoryuri, Node AS node
FROM HomeUsers
