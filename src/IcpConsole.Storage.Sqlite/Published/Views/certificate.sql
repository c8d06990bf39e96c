SELECT NULL AS pkid, NULL AS subjectname, NULL AS issuername, NULL AS serialnumber, Pem AS certificate, Node AS servername, NULL AS ipv4address,
       NULL AS tkcertificatedistribution
FROM Identities
