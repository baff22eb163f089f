-- The whole books in one statement: counts, and every fault with the law that it breaks.
--
-- Every transfer is seen from both accounts, and each account's transfers are followed in order: each must go on from
-- where the one before it ended, and after the last one the account itself must stand. So every account is walked over
-- once, with no sum to keep and nothing to look up: right by induction.
WITH leg AS (
    SELECT from_account AS account_id, from_seq AS seq, from_balance AS balance, booked_at, unit,
           CASE WHEN kind IN (1, 3) THEN -amount ELSE 0 END AS change
    FROM ledger_transfer
    UNION ALL
    SELECT to_account, to_seq, to_balance, booked_at, unit, CASE WHEN kind IN (1, 3) THEN amount ELSE 0 END
    FROM ledger_transfer
    UNION ALL  -- the account itself comes after all its transfers
    SELECT id, NULL, balance, last_booked_at, unit, version FROM ledger_account
), walked AS (
    SELECT leg.*, coalesce(lag(seq) OVER turns, 0) AS earlier_seq, coalesce(lag(balance) OVER turns, 0) AS earlier_balance,
           lag(booked_at) OVER turns AS earlier_at, lag(unit) OVER turns AS earlier_unit,
           lead(account_id) OVER turns IS NULL AS is_last
    FROM leg WINDOW turns AS (PARTITION BY account_id ORDER BY seq)
), suspect AS (
    SELECT * FROM walked
    WHERE CASE WHEN seq IS NULL THEN balance <> earlier_balance OR change <> earlier_seq
               ELSE seq <> earlier_seq + 1 OR balance <> earlier_balance + change OR is_last END OR booked_at < earlier_at
          OR unit <> earlier_unit
), held AS (
    SELECT account_id, sum(out_change) AS pending_out, sum(in_change) AS pending_in
    FROM (
        SELECT from_account AS account_id, amount AS out_change, 0 AS in_change FROM ledger_transfer WHERE kind = 2
        UNION ALL
        SELECT to_account, 0, amount FROM ledger_transfer WHERE kind = 2
        UNION ALL
        SELECT pending.from_account, -pending.amount, 0
        FROM ledger_transfer JOIN ledger_transfer AS pending ON pending.id = ledger_transfer.pending_id
        UNION ALL
        SELECT pending.to_account, 0, -pending.amount
        FROM ledger_transfer JOIN ledger_transfer AS pending ON pending.id = ledger_transfer.pending_id
    ) AS hold
    GROUP BY account_id
), fault AS (
    SELECT 'unit_sums_to_zero' AS law, NULL::uuid AS about_id, format('unit %s: %s', unit, sum(balance)) AS detail
    FROM ledger_account GROUP BY unit HAVING sum(balance) <> 0
    UNION ALL
    SELECT 'account_stands_as_its_last_transfer', account_id,
           format('balance %s, after its last transfer %s; version %s, last number %s',
                  balance, earlier_balance, change, earlier_seq)
    FROM suspect WHERE seq IS NULL AND (balance <> earlier_balance OR change <> earlier_seq)
    UNION ALL
    SELECT 'numbers_without_gap_or_double', account_id, format('number %s where %s is due', seq, earlier_seq + 1)
    FROM suspect WHERE seq <> earlier_seq + 1
    UNION ALL
    SELECT 'running_balance_right', account_id,
           format('number %s: %s, should be %s', seq, balance, earlier_balance::numeric + change)
    FROM suspect WHERE seq IS NOT NULL AND balance <> earlier_balance::numeric + change
    UNION ALL
    SELECT 'booked_in_order', account_id, format('number %s: booked at %s after %s', seq, booked_at, earlier_at)
    FROM suspect WHERE booked_at < earlier_at
    UNION ALL
    SELECT 'transfer_in_the_unit_of_its_account', account_id, format('number %s: unit %s', earlier_seq, earlier_unit)
    FROM suspect WHERE unit <> earlier_unit
    UNION ALL
    SELECT 'transfer_has_its_accounts', account_id, format('number %s', seq) FROM suspect WHERE seq IS NOT NULL AND is_last
    UNION ALL
    SELECT 'pending_amounts_right', account.id,
           format('pending %s out and %s in, by its transfers %s and %s', account.pending_out, account.pending_in,
                  coalesce(held.pending_out, 0), coalesce(held.pending_in, 0))
    FROM ledger_account AS account LEFT JOIN held ON held.account_id = account.id
    WHERE account.pending_out <> coalesce(held.pending_out, 0) OR account.pending_in <> coalesce(held.pending_in, 0)
    UNION ALL
    SELECT 'pending_resolved_as_it_stands', resolution.id, format('pending transfer %s', resolution.pending_id)
    FROM ledger_transfer AS resolution LEFT JOIN ledger_transfer AS pending ON pending.id = resolution.pending_id
    WHERE resolution.pending_id IS NOT NULL
      AND ((pending.kind, pending.from_account, pending.to_account)
           IS DISTINCT FROM (2::smallint, resolution.from_account, resolution.to_account)
           OR resolution.amount > pending.amount OR (resolution.kind = 4 AND resolution.amount < pending.amount))
)
SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_transfer), (SELECT count(*) FROM fault),
       coalesce(array_agg(law), '{}'), coalesce(array_agg(about_id), '{}'), coalesce(array_agg(detail), '{}')
FROM (SELECT * FROM fault LIMIT 100) AS shown
