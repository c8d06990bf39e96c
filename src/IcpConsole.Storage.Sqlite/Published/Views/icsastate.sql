SELECT '{version}' AS version, ClusterId AS clusterid, Domain AS domain, AddressScheme AS addressscheme,
       CASE Release WHEN 'V125' THEN '12.5' WHEN 'V14' THEN '14' ELSE '15' END AS release, Platform AS platform,
       CASE SipFederation WHEN 0 THEN 'f' ELSE 't' END AS sipfederation, CASE WHEN UsersSynchronizedAt IS NULL THEN 'f' ELSE 't' END AS userssynchronized,
       (SELECT group_concat(RemoteId) FROM Peers) AS peers, Epoch AS epoch, Change AS change, UserCount AS usercount,
       AssignedCount AS assignedcount, UserSum AS usersum, TopologyVersion AS topologyversion
FROM Cluster
