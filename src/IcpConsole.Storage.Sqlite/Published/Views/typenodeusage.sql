SELECT 0 AS enum, 'Publisher' AS name UNION ALL SELECT 1, 'Subscriber'
