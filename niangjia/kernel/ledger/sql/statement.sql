-- One page of an account's transfers, both sides merged in the order of the account's own numbers.
SELECT seq, id, other_account, change, balance, about_id, event_at, booked_at, reason
FROM (
    (SELECT from_seq AS seq, id, to_account AS other_account, -amount AS change, from_balance AS balance, about_id,
            event_at, booked_at, reason
     FROM ledger_transfer WHERE from_account = %(account)s AND from_seq > %(after)s ORDER BY from_seq LIMIT %(limit)s)
    UNION ALL
    (SELECT to_seq, id, from_account, amount, to_balance, about_id, event_at, booked_at, reason
     FROM ledger_transfer WHERE to_account = %(account)s AND to_seq > %(after)s ORDER BY to_seq LIMIT %(limit)s)
) AS line
ORDER BY seq LIMIT %(limit)s
