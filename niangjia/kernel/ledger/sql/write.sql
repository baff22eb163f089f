-- Writes items, all or none: false, and nothing written, when one is not as the books allow or a bound would be passed
-- on the way. Each account's running balances come from one window; its row is updated once for the whole batch.
--
-- Looks at everything that an item and its accounts say by themselves, so that plain items need no judgement before;
-- keys, groups and named transfers are the caller's care.
CREATE OR REPLACE FUNCTION ledger_write(items ledger_item[], accounts ledger_account[], instant timestamptz) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    is_kept boolean;
    from_seqs bigint[]; from_balances bigint[]; to_seqs bigint[]; to_balances bigint[];
    moved uuid[]; balances bigint[]; outs bigint[]; ins bigint[]; versions bigint[];
BEGIN
    WITH leg AS (
        SELECT place, true AS is_out, from_account AS account_id, unit, amount > 0 AND from_account <> to_account AS is_sound,
               CASE WHEN kind IN (1, 3) THEN -amount ELSE 0 END AS change, hold AS out_change, 0::bigint AS in_change
        FROM unnest(items)
        UNION ALL
        SELECT place, false, to_account, unit, true, CASE WHEN kind IN (1, 3) THEN amount ELSE 0 END, 0, hold
        FROM unnest(items)
    ), running AS (
        SELECT leg.place, leg.is_out, leg.account_id,
               leg.is_sound AND held.unit = leg.unit AND held.closed_at IS NULL AS is_sound,
               held.version + row_number() OVER so_far AS seq,
               held.balance + sum(leg.change) OVER so_far AS balance,
               held.pending_out + sum(leg.out_change) OVER so_far AS pending_out,
               held.pending_in + sum(leg.in_change) OVER so_far AS pending_in,
               lead(leg.place) OVER so_far IS NULL AS is_last,
               coalesce(held.floor, -9223372036854775808) AS floor, coalesce(held.ceiling, 9223372036854775807) AS ceiling
        FROM leg JOIN unnest(accounts) AS held ON held.id = leg.account_id
        WINDOW so_far AS (PARTITION BY leg.account_id ORDER BY leg.place ROWS UNBOUNDED PRECEDING)
    ), bounded AS (
        SELECT place, is_out, account_id, seq, is_last,
               is_sound AND greatest(pending_out, pending_in) <= 9223372036854775807
               AND CASE WHEN is_out THEN balance - pending_out >= floor ELSE balance + pending_in <= ceiling END AS is_kept,
               CASE WHEN balance BETWEEN -9223372036854775808 AND 9223372036854775807 THEN balance END AS balance,
               CASE WHEN pending_out <= 9223372036854775807 THEN pending_out END AS pending_out,
               CASE WHEN pending_in <= 9223372036854775807 THEN pending_in END AS pending_in
        FROM running ORDER BY place
    )
    SELECT coalesce(bool_and(bounded.is_kept), true) AND count(*) = 2 * cardinality(items),
           array_agg(seq) FILTER (WHERE is_out), array_agg(balance) FILTER (WHERE is_out),
           array_agg(seq) FILTER (WHERE NOT is_out), array_agg(balance) FILTER (WHERE NOT is_out),
           array_agg(account_id) FILTER (WHERE is_last), array_agg(balance) FILTER (WHERE is_last),
           array_agg(pending_out) FILTER (WHERE is_last), array_agg(pending_in) FILTER (WHERE is_last),
           array_agg(seq) FILTER (WHERE is_last)
    INTO is_kept, from_seqs, from_balances, to_seqs, to_balances, moved, balances, outs, ins, versions
    FROM bounded;
    IF NOT is_kept OR moved IS NULL THEN
        RETURN is_kept;
    END IF;

    INSERT INTO ledger_transfer (
        id, from_account, to_account, amount, unit, kind, event_at, booked_at, about_id, group_id, reverses_id, reason,
        pending_id, expires_at, from_seq, from_balance, to_seq, to_balance
    )
    SELECT item.id, item.from_account, item.to_account, item.amount, item.unit, item.kind, item.event_at, instant,
           item.about_id, item.group_id, item.reverses_id, item.reason, item.pending_id, item.expires_at,
           item.from_seq, item.from_balance, item.to_seq, item.to_balance
    FROM ROWS FROM (unnest(items), unnest(from_seqs), unnest(from_balances), unnest(to_seqs), unnest(to_balances))
         AS item(place, id, from_account, to_account, amount, unit, event_at, about_id, group_id, reverses_id, reason, kind,
                 pending_id, expires_at, hold, due_at, from_seq, from_balance, to_seq, to_balance);

    UPDATE ledger_account AS account
    SET balance = moving.balance, pending_out = moving.pending_out, pending_in = moving.pending_in,
        version = moving.version, last_booked_at = instant
    FROM unnest(moved, balances, outs, ins, versions) AS moving(id, balance, pending_out, pending_in, version)
    WHERE account.id = moving.id AND account.id = ANY (moved);
    RETURN true;
END
$$;
