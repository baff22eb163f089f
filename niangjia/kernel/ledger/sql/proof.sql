-- The whole books in one statement: counts, and every fault with the law that it breaks.
--
-- Every transfer is seen from both accounts, and each account's transfers are followed in order: each must go on from
-- where the one before it ended, and after the last one the account itself must stand. So every account is walked over
-- once, with no sum to keep and nothing to look up: right by induction. Laws that can hold only if all others do are
-- looked at closely when something else is wrong.
--
-- The settings: two index scans merged would read the table in the order of accounts, page by page at random; sorting it,
-- in parallel and in memory, takes a fifth of that. A proof may take as long as the books are large.
CREATE OR REPLACE FUNCTION ledger_prove(
    OUT accounts_count bigint, OUT transfers_count bigint, OUT faults_count bigint,
    OUT laws text[], OUT about_ids uuid[], OUT details text[]
) RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
SET work_mem = '256MB' SET enable_indexscan = off SET jit = off SET parallel_setup_cost = 0 SET parallel_tuple_cost = 0
AS $$
BEGIN
    RETURN QUERY
    WITH leg AS NOT MATERIALIZED (
        SELECT from_account AS account_id, unit, from_seq AS seq, from_balance AS balance,
               CASE WHEN kind IN (1, 3) THEN -amount ELSE 0 END AS change, booked_at
        FROM ledger_transfer
        UNION ALL
        SELECT to_account, unit, to_seq, to_balance, CASE WHEN kind IN (1, 3) THEN amount ELSE 0 END, booked_at
        FROM ledger_transfer
    ), walked AS (
        SELECT account_id, seq, balance, change, booked_at, row_number() OVER turns AS due,
               coalesce(lag(balance) OVER turns, 0) AS earlier_balance, lag(booked_at) OVER turns AS earlier_at
        FROM (
            SELECT account_id, unit, seq, balance, change, booked_at FROM leg
            UNION ALL  -- the account itself comes after all its transfers
            SELECT id, unit, NULL, balance, version, last_booked_at FROM ledger_account
        ) AS step
        WINDOW turns AS (PARTITION BY account_id, unit ORDER BY seq)
    ), suspect AS MATERIALIZED (
        SELECT * FROM walked
        WHERE CASE WHEN seq IS NULL THEN balance <> earlier_balance OR change <> due - 1
                   ELSE seq <> due OR balance <> earlier_balance + change END
              OR booked_at < earlier_at
    ), two_phase AS MATERIALIZED (
        SELECT id, kind, pending_id, reverses_id, unit, from_account, to_account, amount, expires_at
        FROM ledger_transfer WHERE kind <> 1 OR reverses_id IS NOT NULL
    ), hold AS (
        SELECT from_account, to_account, amount FROM two_phase WHERE kind = 2
        UNION ALL
        SELECT pending.from_account, pending.to_account, -pending.amount
        FROM two_phase JOIN two_phase AS pending ON pending.id = two_phase.pending_id AND pending.kind = 2
    ), held AS (
        SELECT account_id, sum(out_change) AS pending_out, sum(in_change) AS pending_in
        FROM (
            SELECT from_account AS account_id, amount AS out_change, 0 AS in_change FROM hold
            UNION ALL
            SELECT to_account, 0, amount FROM hold
        ) AS side
        GROUP BY account_id
    ), total AS MATERIALIZED (
        SELECT unit, count(*) AS accounts_count, sum(balance) AS balance, sum(version) AS version
        FROM ledger_account GROUP BY unit
    ), counted AS MATERIALIZED (
        SELECT count(*) AS transfers_count FROM ledger_transfer
    ), fault AS (
        SELECT 'unit_sums_to_zero' AS law, NULL::uuid AS about_id, format('unit %s: %s', unit, balance) AS detail
        FROM total WHERE balance <> 0
        UNION ALL
        SELECT 'account_stands_as_its_last_transfer', account_id,
               format('balance %s, after its last transfer %s; version %s, last number %s',
                      balance, earlier_balance, change, due - 1)
        FROM suspect WHERE seq IS NULL AND (balance <> earlier_balance OR change <> due - 1)
        UNION ALL
        SELECT 'numbers_without_gap_or_double', account_id, format('number %s where %s is due', seq, due)
        FROM suspect WHERE seq <> due
        UNION ALL
        SELECT 'running_balance_right', account_id,
               format('number %s: %s, should be %s', seq, balance, earlier_balance + change)
        FROM suspect WHERE seq IS NOT NULL AND balance <> earlier_balance + change
        UNION ALL
        SELECT 'booked_in_order', account_id, format('number %s: booked at %s after %s', seq, booked_at, earlier_at)
        FROM suspect WHERE booked_at < earlier_at
        UNION ALL
        SELECT 'transfer_in_the_unit_of_its_accounts', leg.account_id, format('number %s, unit %s', leg.seq, leg.unit)
        FROM leg
        WHERE (EXISTS (SELECT FROM suspect)
               OR (SELECT coalesce(sum(version), 0) FROM total) <> (SELECT 2 * counted.transfers_count FROM counted))
          AND NOT EXISTS (SELECT FROM ledger_account WHERE id = leg.account_id AND unit = leg.unit)
        UNION ALL
        SELECT 'pending_amounts_right', coalesce(account.id, held.account_id),
               format('pending %s out and %s in, by its transfers %s and %s', account.pending_out, account.pending_in,
                      coalesce(held.pending_out, 0), coalesce(held.pending_in, 0))
        FROM (SELECT * FROM ledger_account WHERE pending_out <> 0 OR pending_in <> 0) AS account
        FULL JOIN held ON held.account_id = account.id
        WHERE (coalesce(account.pending_out, 0), coalesce(account.pending_in, 0))
              <> (coalesce(held.pending_out, 0), coalesce(held.pending_in, 0))
        UNION ALL
        SELECT 'pending_resolved_as_it_stands', resolution.id, format('pending transfer %s', resolution.pending_id)
        FROM two_phase AS resolution LEFT JOIN two_phase AS pending ON pending.id = resolution.pending_id
        WHERE resolution.kind IN (3, 4)
          AND ((pending.kind, pending.from_account, pending.to_account)
               IS DISTINCT FROM (2::smallint, resolution.from_account, resolution.to_account)
               OR resolution.amount > pending.amount OR (resolution.kind = 4 AND resolution.amount < pending.amount))
        UNION ALL
        SELECT 'what_may_expire_is_listed', coalesce(may_expire.id, listed.id),
               format('expires at %s, listed with %s', may_expire.expires_at, listed.expires_at)
        FROM (
            SELECT id, expires_at FROM two_phase AS pending
            WHERE expires_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM two_phase AS resolution WHERE resolution.pending_id = pending.id)
        ) AS may_expire
        FULL JOIN ledger_expiry AS listed USING (id)
        WHERE may_expire.expires_at IS DISTINCT FROM listed.expires_at
        UNION ALL
        SELECT 'reversal_mirrors_its_original', reversal.id, format('reverses transfer %s', reversal.reverses_id)
        FROM two_phase AS reversal
        LEFT JOIN ledger_transfer AS original ON original.id = reversal.reverses_id AND original.kind IN (1, 3)
        WHERE reversal.reverses_id IS NOT NULL
          AND (reversal.kind, original.from_account, original.to_account, original.amount, original.unit)
              IS DISTINCT FROM
              (1::smallint, reversal.to_account, reversal.from_account, reversal.amount, reversal.unit)
        UNION ALL
        SELECT 'key_once_in_all_parts', id, format('%s times', count(*))
        FROM ledger_transfer
        WHERE (SELECT relkind = 'p' FROM pg_class WHERE oid = 'ledger_transfer'::regclass)  -- else its primary key holds it
        GROUP BY id HAVING count(*) > 1
        UNION ALL
        SELECT 'stretch_as_its_transfers', told.account_id, format('numbers %s to %s', told.first_seq, told.last_seq)
        FROM ledger_stretch AS told
        CROSS JOIN LATERAL (
            SELECT count(*) AS legs_count, sum(change) AS change, min(event_at) AS earliest_at, max(event_at) AS latest_at,
                   max(balance) FILTER (WHERE seq = told.last_seq) AS balance, max(booked_at) AS booked_at
            FROM (
                SELECT CASE WHEN kind IN (1, 3) THEN -amount ELSE 0 END AS change, event_at, booked_at,
                       from_seq AS seq, from_balance AS balance
                FROM ledger_transfer
                WHERE from_account = told.account_id AND from_seq BETWEEN told.first_seq AND told.last_seq
                UNION ALL
                SELECT CASE WHEN kind IN (1, 3) THEN amount ELSE 0 END, event_at, booked_at, to_seq, to_balance
                FROM ledger_transfer
                WHERE to_account = told.account_id AND to_seq BETWEEN told.first_seq AND told.last_seq
            ) AS line
        ) AS found
        WHERE (found.legs_count, found.change, found.earliest_at, found.latest_at, found.balance, found.booked_at)
              IS DISTINCT FROM
              (told.last_seq - told.first_seq + 1, told.change::numeric, told.earliest_at, told.latest_at,
               told.balance, told.booked_at)
    )
    SELECT (SELECT coalesce(sum(total.accounts_count), 0)::bigint FROM total),
           (SELECT counted.transfers_count FROM counted), (SELECT count(*) FROM fault),
           coalesce(array_agg(law), '{}'), coalesce(array_agg(about_id), '{}'), coalesce(array_agg(detail), '{}')
    FROM (SELECT * FROM fault LIMIT 100) AS shown;
END
$$;
