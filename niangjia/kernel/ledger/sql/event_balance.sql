-- What had come about by an instant. Stretches of the history that had come about wholly by then are taken at their sum;
-- of those that had begun, and of what no stretch covers yet, each transfer is looked at. No row for no account.
SELECT (
    SELECT coalesce(sum(change), 0)
    FROM ledger_stretch WHERE account_id = account.id AND latest_at <= %(by)s
)::bigint + (
    SELECT coalesce(sum(moved.change), 0)
    FROM (
        SELECT first_seq, last_seq
        FROM ledger_stretch WHERE account_id = account.id AND earliest_at <= %(by)s AND latest_at > %(by)s
        UNION ALL
        SELECT coalesce(max(last_seq), 0) + 1, account.version FROM ledger_stretch WHERE account_id = account.id
    ) AS range
    CROSS JOIN LATERAL (
        SELECT -amount AS change FROM ledger_transfer
        WHERE from_account = account.id AND from_seq BETWEEN range.first_seq AND range.last_seq
          AND kind IN (1, 3) AND event_at <= %(by)s
        UNION ALL
        SELECT amount FROM ledger_transfer
        WHERE to_account = account.id AND to_seq BETWEEN range.first_seq AND range.last_seq
          AND kind IN (1, 3) AND event_at <= %(by)s
    ) AS moved
)::bigint
FROM ledger_account AS account WHERE id = %(account)s
