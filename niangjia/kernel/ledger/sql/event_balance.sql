-- What had come about by an instant, both sides of the account summed from its transfers. No row for no account.
SELECT (
    SELECT coalesce(sum(change), 0)::bigint
    FROM (
        SELECT -amount AS change FROM ledger_transfer
        WHERE from_account = account.id AND kind IN (1, 3) AND event_at <= %(by)s
        UNION ALL
        SELECT amount FROM ledger_transfer WHERE to_account = account.id AND kind IN (1, 3) AND event_at <= %(by)s
    ) AS moved
)
FROM ledger_account AS account WHERE id = %(account)s
