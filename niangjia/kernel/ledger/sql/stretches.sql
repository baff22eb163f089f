-- Sums up the history of accounts in stretches of so many transfers: what each moved, between which instants that came
-- about, and where it left the account when. What comes about early may be booked late; it widens its stretch, and the sums stay right. Only whole
-- stretches are made, so that few accounts have any. Gives how many were made; done again it makes none.
CREATE OR REPLACE FUNCTION ledger_sum_up(of_length integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET jit = off
AS $$
DECLARE
    made bigint;
BEGIN
    -- One at a time, outside the lane: what is booked already stays as it is.
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || ':ledger_stretch', 0));
    INSERT INTO ledger_stretch (account_id, first_seq, last_seq, change, earliest_at, latest_at, balance, booked_at)
    SELECT due.id, due.last_seq - of_length + 1, due.last_seq,
           told.change, told.earliest_at, told.latest_at, told.balance, told.booked_at
    FROM (
        SELECT account.id, generate_series(done.last_seq + of_length, account.version, of_length) AS last_seq
        FROM ledger_account AS account
        CROSS JOIN LATERAL (
            SELECT coalesce(max(last_seq), 0) AS last_seq FROM ledger_stretch WHERE account_id = account.id
        ) AS done
        WHERE account.version >= of_length
    ) AS due
    CROSS JOIN LATERAL (
        SELECT sum(CASE WHEN kind IN (1, 3) THEN sign * amount ELSE 0 END)::bigint AS change,
               min(event_at) AS earliest_at, max(event_at) AS latest_at,
               max(balance) FILTER (WHERE seq = due.last_seq) AS balance, max(booked_at) AS booked_at
        FROM (
            SELECT -1 AS sign, amount, kind, event_at, booked_at, from_seq AS seq, from_balance AS balance
            FROM ledger_transfer
            WHERE from_account = due.id AND from_seq BETWEEN due.last_seq - of_length + 1 AND due.last_seq
            UNION ALL
            SELECT 1, amount, kind, event_at, booked_at, to_seq, to_balance FROM ledger_transfer
            WHERE to_account = due.id AND to_seq BETWEEN due.last_seq - of_length + 1 AND due.last_seq
        ) AS line
    ) AS told;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END
$$;
