-- Posts a batch of any kind, also one that ledger_post_plain gave up. Gives one code for each item, by its place: posted,
-- replayed, or why it was refused.
--
-- Items are judged in their order, each against the books as all accepted items before it leave them. A group stands
-- together and is judged as a whole: all of it or nothing. What can be said of an item without its neighbours is said
-- first, for all at once. Only when a bound would be passed on the way, a group breaks, or a transfer of this very batch is
-- reversed or resolved, are the items taken one by one.
--
-- The last three arrays, those of groups and of reversals may be NULL: then all items are plain.
-- The settings keep plans good for batches of any length without planning each anew. Plans made for any length take
-- arrays for ten rows long; where one joins arrays by nested loops, its time grows with the square (a sketch of this
-- function took 40 us a transfer in batches of 1000, 350 in 3000, over 3000 in 10,000). So nested loops are out.
CREATE OR REPLACE FUNCTION ledger_post(
    ids uuid[], from_accounts uuid[], to_accounts uuid[], amounts bigint[], units smallint[], event_ats timestamptz[],
    about_ids uuid[], group_ids uuid[], reverses_ids uuid[], reasons text[], kinds smallint[], pending_ids uuid[],
    expires_ats timestamptz[]
) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET plan_cache_mode = 'force_generic_plan'
SET enable_nestloop = off
SET enable_seqscan = off  -- a batch never reads a whole table, whatever the statistics say
SET jit = off
AS $$
DECLARE
    items ledger_item[];
    accounts ledger_account[];
    codes text[];
    instant timestamptz;
BEGIN
    PERFORM ledger_enter_lane();
    items := ARRAY(
        SELECT ROW(place, id, from_account, to_account, amount, unit, event_at, about_id, group_id, reverses_id, reason,
                   coalesce(kind, 1), pending_id, expires_at, 0, NULL)::ledger_item
        FROM unnest(ids, from_accounts, to_accounts, amounts, units, event_ats, about_ids, group_ids, reverses_ids, reasons,
                    kinds, pending_ids, expires_ats)
             WITH ORDINALITY AS item(id, from_account, to_account, amount, unit, event_at, about_id, group_id, reverses_id,
                                     reason, kind, pending_id, expires_at, place)
        ORDER BY place
    );
    accounts := ARRAY(SELECT held FROM ledger_account AS held WHERE id = ANY (from_accounts || to_accounts));
    -- One instant for a batch. A clock that was set back may not make an account's history run backwards.
    SELECT greatest(clock_timestamp(), max(last_booked_at)) INTO instant FROM unnest(accounts);

    IF kinds IS NOT NULL THEN
        items := ledger_with_holds(items);
    END IF;
    codes := ledger_judge_alone(items, accounts, instant);
    IF NOT (codes <@ ARRAY['posted', 'replayed']
            AND ledger_write(ledger_items_of_code(items, codes, 'posted'), accounts, instant)) THEN
        codes := ledger_judge_in_order(items, accounts, codes, instant);
        IF NOT ledger_write(ledger_items_of_code(items, codes, 'posted'), accounts, instant) THEN
            RAISE EXCEPTION 'the two judgements of a batch differ';
        END IF;
    END IF;
    IF kinds IS NOT NULL THEN
        PERFORM ledger_keep_expiries(items, codes);
    END IF;
    RETURN codes;
END
$$;

CREATE OR REPLACE FUNCTION ledger_items_of_code(items ledger_item[], codes text[], wanted text) RETURNS ledger_item[]
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $$
BEGIN
    IF array_position(codes, NULL) IS NULL AND wanted = ALL (codes) THEN
        RETURN items;
    END IF;
    RETURN ARRAY(
        SELECT item::ledger_item FROM unnest(items) AS item WHERE codes[item.place] = wanted ORDER BY item.place
    );
END
$$;
