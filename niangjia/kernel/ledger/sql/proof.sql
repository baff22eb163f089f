-- The whole books in one statement: counts, and every fault with the law that it breaks.
WITH leg AS (
    SELECT id, from_account AS account_id, from_seq AS seq, from_balance AS balance, booked_at, unit,
           CASE WHEN kind IN (1, 3) THEN -amount ELSE 0 END AS change
    FROM ledger_transfer
    UNION ALL
    SELECT id, to_account, to_seq, to_balance, booked_at, unit, CASE WHEN kind IN (1, 3) THEN amount ELSE 0 END
    FROM ledger_transfer
), walked AS (
    SELECT leg.*, row_number() OVER so_far AS right_seq, sum(change) OVER so_far AS right_balance,
           lag(booked_at) OVER so_far AS earlier_at, lead(id) OVER so_far IS NULL AS is_last
    FROM leg
    WINDOW so_far AS (PARTITION BY account_id ORDER BY seq, id ROWS UNBOUNDED PRECEDING)
), latest AS (
    SELECT account_id, seq, balance FROM walked WHERE is_last
), fault AS (
    SELECT 'unit_sums_to_zero' AS law, NULL::uuid AS about_id, format('unit %s: %s', unit, sum(balance)) AS detail
    FROM ledger_account GROUP BY unit HAVING sum(balance) <> 0
    UNION ALL
    SELECT 'account_stands_as_its_last_transfer', account.id,
           format('balance %s, after its last transfer %s; version %s, last number %s', account.balance,
                  coalesce(latest.balance, 0), account.version, coalesce(latest.seq, 0))
    FROM ledger_account AS account LEFT JOIN latest ON latest.account_id = account.id
    WHERE (account.balance, account.version) <> (coalesce(latest.balance, 0), coalesce(latest.seq, 0))
    UNION ALL
    SELECT 'numbers_without_gap_or_double', account_id, format('number %s where %s is due', seq, right_seq)
    FROM walked WHERE seq <> right_seq
    UNION ALL
    SELECT 'running_balance_right', account_id, format('number %s: %s, should be %s', seq, balance, right_balance)
    FROM walked WHERE balance <> right_balance
    UNION ALL
    SELECT 'booked_in_order', account_id, format('number %s: booked at %s after %s', seq, booked_at, earlier_at)
    FROM walked WHERE booked_at < earlier_at
    UNION ALL
    SELECT 'transfer_in_the_unit_of_its_accounts', leg.id, format('account %s', leg.account_id)
    FROM leg LEFT JOIN ledger_account AS account ON account.id = leg.account_id
    WHERE account.unit IS DISTINCT FROM leg.unit
)
SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_transfer), (SELECT count(*) FROM fault),
       coalesce(array_agg(law), '{}'), coalesce(array_agg(about_id), '{}'), coalesce(array_agg(detail), '{}')
FROM (SELECT * FROM fault LIMIT 100) AS shown
