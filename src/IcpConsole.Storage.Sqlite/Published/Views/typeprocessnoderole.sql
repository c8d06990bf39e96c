SELECT 1 AS enum, 'CUCM Voice/Video' AS name UNION ALL SELECT 2, 'CUCM IM and Presence'
