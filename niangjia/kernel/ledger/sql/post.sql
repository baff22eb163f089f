-- Posts a batch and gives one code for each item, by its place: posted, replayed, or why it was refused.
--
-- Items are judged in their order, each against the books as all accepted items before it leave them. A group stands
-- together and is judged as a whole: all of it or nothing. What can be said of an item without its neighbours is said
-- first, for all at once; then a batch in which nothing is refused is written in one go. Only when a bound would be
-- passed on the way, a group breaks, or a transfer of this very batch is reversed, are the items taken one by one.
CREATE OR REPLACE FUNCTION ledger_post(
    ids uuid[], from_accounts uuid[], to_accounts uuid[], amounts bigint[], units smallint[], event_ats timestamptz[],
    about_ids uuid[], group_ids uuid[], reverses_ids uuid[], reasons text[]
) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET plan_cache_mode = 'force_custom_plan'  -- plans that know how long the arrays are: others fall off a cliff at 10,000
SET enable_seqscan = off  -- a batch never reads a whole table, whatever the statistics say
AS $$
DECLARE
    items ledger_item[];
    accounts ledger_account[];
    codes text[];
    is_written boolean := false;
BEGIN
    PERFORM ledger_enter_lane();
    items := ARRAY(
        SELECT ROW(place, id, from_account, to_account, amount, unit, event_at, about_id, group_id, reverses_id, reason)
               ::ledger_item
        FROM unnest(ids, from_accounts, to_accounts, amounts, units, event_ats, about_ids, group_ids, reverses_ids, reasons)
             WITH ORDINALITY AS item(id, from_account, to_account, amount, unit, event_at, about_id, group_id, reverses_id,
                                     reason, place)
        ORDER BY place
    );
    accounts := ARRAY(SELECT held FROM ledger_account AS held WHERE id = ANY (from_accounts || to_accounts));
    codes := ledger_judge_alone(items, accounts);

    IF codes <@ ARRAY['posted', 'replayed'] THEN
        is_written := ledger_write(ledger_items_of_code(items, codes, 'posted'), accounts);
    END IF;
    IF NOT is_written THEN
        codes := ledger_judge_in_order(items, accounts, codes);
        IF NOT ledger_write(ledger_items_of_code(items, codes, 'posted'), accounts) THEN
            RAISE EXCEPTION 'the two judgements of a batch differ';
        END IF;
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
