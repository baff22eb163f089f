-- Writes items that are judged, all or none: false, and nothing written, when a bound would be passed on the way.
-- Each account's running balances come from one window; its row is updated once for the whole batch.
CREATE OR REPLACE FUNCTION ledger_write(items ledger_item[], accounts ledger_account[]) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    is_kept boolean;
    instant timestamptz;
    from_seqs bigint[]; from_balances bigint[]; to_seqs bigint[]; to_balances bigint[];
    moved uuid[]; balances bigint[]; versions bigint[];
BEGIN
    WITH leg AS (
        SELECT place, true AS is_out, from_account AS account_id, -amount AS change FROM unnest(items)
        UNION ALL
        SELECT place, false, to_account, amount FROM unnest(items)
    ), running AS (
        SELECT leg.place, leg.is_out, leg.account_id,
               held.version + row_number() OVER so_far AS seq,
               held.balance + sum(leg.change) OVER so_far AS balance,
               lead(leg.place) OVER so_far IS NULL AS is_last,
               coalesce(held.floor + held.pending_out, -9223372036854775808) AS floor,
               coalesce(held.ceiling - held.pending_in, 9223372036854775807) AS ceiling
        FROM leg JOIN unnest(accounts) AS held ON held.id = leg.account_id
        WINDOW so_far AS (PARTITION BY leg.account_id ORDER BY leg.place ROWS UNBOUNDED PRECEDING)
    ), bounded AS (
        SELECT place, is_out, account_id, seq, is_last,
               CASE WHEN is_out THEN balance >= floor ELSE balance <= ceiling END AS is_kept,
               CASE WHEN balance BETWEEN floor AND ceiling THEN balance END AS balance
        FROM running ORDER BY place
    )
    SELECT coalesce(bool_and(bounded.is_kept), true),
           array_agg(seq) FILTER (WHERE is_out), array_agg(balance) FILTER (WHERE is_out),
           array_agg(seq) FILTER (WHERE NOT is_out), array_agg(balance) FILTER (WHERE NOT is_out),
           array_agg(account_id) FILTER (WHERE is_last), array_agg(balance) FILTER (WHERE is_last),
           array_agg(seq) FILTER (WHERE is_last)
    INTO is_kept, from_seqs, from_balances, to_seqs, to_balances, moved, balances, versions
    FROM bounded;
    IF NOT is_kept OR moved IS NULL THEN
        RETURN is_kept;
    END IF;

    -- One instant for a batch. A clock that was set back may not make an account's history run backwards.
    SELECT greatest(clock_timestamp(), max(last_booked_at)) INTO instant FROM unnest(accounts);

    INSERT INTO ledger_transfer (
        id, from_account, to_account, amount, unit, kind, event_at, booked_at, about_id, group_id, reverses_id, reason,
        from_seq, from_balance, to_seq, to_balance
    )
    SELECT item.id, item.from_account, item.to_account, item.amount, item.unit, 1, item.event_at, instant, item.about_id,
           item.group_id, item.reverses_id, item.reason, item.from_seq, item.from_balance, item.to_seq, item.to_balance
    FROM ROWS FROM (unnest(items), unnest(from_seqs), unnest(from_balances), unnest(to_seqs), unnest(to_balances))
         AS item(place, id, from_account, to_account, amount, unit, event_at, about_id, group_id, reverses_id, reason,
                 from_seq, from_balance, to_seq, to_balance);

    UPDATE ledger_account AS account
    SET balance = moving.balance, version = moving.version, last_booked_at = instant
    FROM unnest(moved, balances, versions) AS moving(id, balance, version)
    WHERE account.id = moving.id;
    RETURN true;
END
$$;
