-- One page of an account's transfers, both sides merged in the order of the account's own numbers.
SELECT seq, line.id, other_account, CASE WHEN line.kind IN (1, 3) THEN line.sign * line.amount ELSE 0 END, balance,
       line.about_id, line.event_at, line.booked_at, line.reason, line.kind,
       CASE WHEN line.kind = 2 THEN line.amount ELSE coalesce(-pending.amount, 0) END
FROM (
    (SELECT from_seq AS seq, id, to_account AS other_account, -1 AS sign, amount, from_balance AS balance, about_id,
            event_at, booked_at, reason, kind, pending_id
     FROM ledger_transfer WHERE from_account = %(account)s AND from_seq > %(after)s ORDER BY from_seq LIMIT %(limit)s)
    UNION ALL
    (SELECT to_seq, id, from_account, 1, amount, to_balance, about_id, event_at, booked_at, reason, kind, pending_id
     FROM ledger_transfer WHERE to_account = %(account)s AND to_seq > %(after)s ORDER BY to_seq LIMIT %(limit)s)
) AS line
LEFT JOIN ledger_transfer AS pending ON pending.id = line.pending_id
ORDER BY seq LIMIT %(limit)s
