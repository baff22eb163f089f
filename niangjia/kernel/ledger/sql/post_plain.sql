-- Posts a batch of plain transfers in one go, when nothing speaks against any of them: new keys, open accounts of the
-- right unit, no bound passed on the way. NULL says that all are posted; else nothing was written, and the codes are
-- those of ledger_post, which then judges the batch with all its reasons.
--
-- accounts are those of the batch, each once, in rising order; from_places and to_places say by their place there, from
-- 1, who gives and who takes. So each account is looked up once and then counted on in memory, and its row is found
-- again by where it stands: nobody else moves it, as all who write accounts are in the lane.
--
-- A loop over arrays takes less than half of the time of windows over the batch: these sort it twice, and sum bigint by
-- way of numeric. The settings are explained at ledger_post.
CREATE OR REPLACE FUNCTION ledger_post_plain(
    ids uuid[], accounts uuid[], from_places integer[], to_places integer[], amounts bigint[], units smallint[],
    event_ats timestamptz[], about_ids uuid[], reasons text[]
) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET plan_cache_mode = 'force_generic_plan'
SET enable_nestloop = off
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    found uuid[]; rows tid[]; versions bigint[]; balances bigint[]; floors bigint[]; ceilings bigint[]; held_units smallint[];
    from_seqs bigint[]; from_balances bigint[]; to_seqs bigint[]; to_balances bigint[];
    is_sound boolean; instant timestamptz; count bigint;
    source integer; target integer; moved bigint; left_over bigint; reached bigint;
BEGIN
    PERFORM ledger_enter_lane();
    SELECT array_agg(id), array_agg(ctid), array_agg(version), array_agg(balance), array_agg(unit),
           array_agg(coalesce(floor + pending_out, -9223372036854775808)),
           array_agg(coalesce(ceiling - pending_in, 9223372036854775807)),
           -- far from where the sums of a batch could overflow
           bool_and(closed_at IS NULL AND balance BETWEEN -4000000000000000000 AND 4000000000000000000),
           greatest(clock_timestamp(), max(last_booked_at))
    INTO found, rows, versions, balances, held_units, floors, ceilings, is_sound, instant
    FROM (SELECT *, ctid FROM ledger_account WHERE id = ANY (accounts) ORDER BY id) AS held;

    IF is_sound AND found = accounts AND cardinality(ids) <= 100000
       AND NOT EXISTS (SELECT FROM ledger_transfer WHERE id = ANY (ids)) THEN
        from_seqs := array_fill(0::bigint, ARRAY[cardinality(ids)]);
        from_balances := from_seqs; to_seqs := from_seqs; to_balances := from_seqs;
        FOR i IN 1 .. cardinality(ids) LOOP
            source := from_places[i]; target := to_places[i]; moved := amounts[i];
            EXIT WHEN source = target OR moved NOT BETWEEN 1 AND 1000000000000
                   OR held_units[source] <> units[i] OR held_units[target] <> units[i];
            left_over := balances[source] - moved;
            reached := balances[target] + moved;
            EXIT WHEN left_over < floors[source] OR reached > ceilings[target];
            balances[source] := left_over; from_balances[i] := left_over;
            balances[target] := reached; to_balances[i] := reached;
            versions[source] := versions[source] + 1; from_seqs[i] := versions[source];
            versions[target] := versions[target] + 1; to_seqs[i] := versions[target];
        END LOOP;
    END IF;
    IF (to_seqs[cardinality(ids)] > 0) IS NOT TRUE THEN
        RETURN ledger_post(
            ids, ARRAY(SELECT accounts[place] FROM unnest(from_places) AS place),
            ARRAY(SELECT accounts[place] FROM unnest(to_places) AS place),
            amounts, units, event_ats, about_ids, NULL, NULL, reasons, NULL, NULL, NULL
        );
    END IF;

    INSERT INTO ledger_transfer (
        id, from_account, to_account, amount, unit, kind, event_at, booked_at, about_id, reason,
        from_seq, from_balance, to_seq, to_balance
    )
    SELECT item.id, accounts[from_place], accounts[to_place], amount, unit, 1, event_at, instant, about_id, reason,
           from_seq, from_balance, to_seq, to_balance
    FROM unnest(ids, from_places, to_places, amounts, units, event_ats, about_ids, reasons,
                from_seqs, from_balances, to_seqs, to_balances)
         AS item(id, from_place, to_place, amount, unit, event_at, about_id, reason,
                 from_seq, from_balance, to_seq, to_balance);

    UPDATE ledger_account AS account
    SET balance = moving.balance, version = moving.version, last_booked_at = instant
    FROM unnest(accounts, balances, versions) AS moving(id, balance, version)
    WHERE account.id = moving.id AND account.ctid = ANY (rows);
    GET DIAGNOSTICS count = ROW_COUNT;
    IF count <> cardinality(accounts) THEN
        RAISE EXCEPTION 'an account moved outside the lane';
    END IF;
    RETURN NULL;
END
$$;
