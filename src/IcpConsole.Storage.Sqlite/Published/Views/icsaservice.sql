SELECT Node AS node, Service AS service, CASE Runs WHEN 0 THEN 'f' ELSE 't' END AS running, Since AS since, coalesce(Code, '') AS code, Args AS args
FROM ToldServices
