-- The posted balance of an account at an instant of booking: that of its last transfer booked by then, 0 before its
-- first, NULL for an account that does not exist. Sequence and instant rise together: one probe finds the stretch of a
-- thousand that the instant falls into, and the transfer in it is found by halving, ten probes of each side's index that
-- lie near one another. What is not summed up yet is halved whole, some twenty probes far apart in a million. They are
-- steps of one recursive statement, because each statement of its own would cost more than its probe. One plan for all
-- calls: left alone, PostgreSQL makes a new one for each, which takes a fifth of the time.
CREATE OR REPLACE FUNCTION ledger_balance_at(of_account uuid, instant timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = off SET jit = off
AS $$
BEGIN
    RETURN (
        WITH RECURSIVE step AS (
            SELECT CASE WHEN last_booked_at <= instant THEN version ELSE coalesce(earlier.last_seq, 0) END AS low,
                   coalesce(later.last_seq - 1, version) AS high,
                   CASE WHEN last_booked_at <= instant THEN account.balance ELSE coalesce(earlier.balance, 0) END
                       AS standing
            FROM ledger_account AS account
            LEFT JOIN LATERAL (
                SELECT last_seq, balance FROM ledger_stretch
                WHERE account_id = of_account AND booked_at <= instant
                ORDER BY booked_at DESC, last_seq DESC LIMIT 1
            ) AS earlier ON true
            LEFT JOIN LATERAL (
                SELECT last_seq FROM ledger_stretch
                WHERE account_id = of_account AND booked_at > instant
                ORDER BY booked_at, last_seq LIMIT 1
            ) AS later ON true
            WHERE account.id = of_account
            UNION ALL
            SELECT CASE WHEN probe.booked_at <= instant THEN step.middle ELSE step.low END,
                   CASE WHEN probe.booked_at <= instant THEN step.high ELSE step.middle - 1 END,
                   CASE WHEN probe.booked_at <= instant THEN probe.balance ELSE step.standing END
            FROM (SELECT low, high, standing, (low + high + 1) / 2 AS middle FROM step WHERE low < high) AS step
            CROSS JOIN LATERAL (
                SELECT booked_at, from_balance AS balance FROM ledger_transfer
                WHERE from_account = of_account AND from_seq = step.middle
                UNION ALL
                SELECT booked_at, to_balance FROM ledger_transfer WHERE to_account = of_account AND to_seq = step.middle
            ) AS probe
        )
        SELECT standing FROM step WHERE low = high
    );
END
$$;
