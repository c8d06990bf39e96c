SELECT Address AS address, Protocol AS protocol, coalesce(RemoteId, '') AS clusterid, Reachable AS reachable, coalesce(Layer, '') AS layer,
       coalesce(Code, '') AS code, Args AS args, Users AS users, Certificates AS certificates, Links AS links, Sip AS sip, Routing AS routing,
       coalesce(LastSynchronized, '') AS lastsynchronized
FROM PeerViews
