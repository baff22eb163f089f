-- The exact judgement: item by item, or group by group, against running balances. Gives the final codes.
--
-- In a group that breaks, the first item that cannot be posted carries its reason; all others that are not in the books
-- already are refused with group_refused, and the balances stand as before the group.
CREATE OR REPLACE FUNCTION ledger_judge_in_order(items ledger_item[], accounts ledger_account[], alone text[])
RETURNS text[]
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    codes text[] := alone;
    balances numeric[]; floors numeric[]; ceilings numeric[];  -- by the account's number; numeric cannot overflow
    sources int[]; targets int[];  -- by place: the numbers of an item's accounts
    amounts bigint[]; groups uuid[];
    originals int[];  -- by place: where in this batch the transfer stands that the item reverses
    claims int[];  -- by place: a number for the transfer that the item reverses
    is_reversed boolean[] := array_fill(false, ARRAY[cardinality(items)]);  -- by that number
    is_taken boolean[] := array_fill(false, ARRAY[cardinality(items)]);  -- by place
    first int := 1; last int; broken int;
BEGIN
    SELECT array_agg(held.balance::numeric ORDER BY number),
           array_agg(coalesce(held.floor + held.pending_out, -9223372036854775808) ORDER BY number),
           array_agg(coalesce(held.ceiling - held.pending_in, 9223372036854775807) ORDER BY number)
    INTO balances, floors, ceilings
    FROM ledger_number_accounts(accounts) AS held;

    SELECT array_agg(source.number ORDER BY item.place), array_agg(target.number ORDER BY item.place),
           array_agg(item.amount ORDER BY item.place), array_agg(item.group_id ORDER BY item.place),
           array_agg(original.place ORDER BY item.place), array_agg(item.claim ORDER BY item.place)
    INTO sources, targets, amounts, groups, originals, claims
    FROM (SELECT asked.*, dense_rank() OVER (ORDER BY reverses_id) AS claim FROM unnest(items) AS asked) AS item
    LEFT JOIN ledger_number_accounts(accounts) AS source ON source.id = item.from_account
    LEFT JOIN ledger_number_accounts(accounts) AS target ON target.id = item.to_account
    LEFT JOIN (
        SELECT id, min(place) AS place FROM unnest(items) GROUP BY id
    ) AS original ON original.id = item.reverses_id
                 AND (alone[original.place] IN ('replayed', 'key_reused_with_other_content')) IS NOT TRUE;

    WHILE first <= cardinality(items) LOOP
        last := first;
        WHILE groups[last + 1] = groups[first] LOOP
            last := last + 1;
        END LOOP;
        broken := NULL;
        FOR i IN first .. last LOOP
            CONTINUE WHEN codes[i] = 'replayed';
            codes[i] := CASE
                WHEN codes[i] <> 'posted' THEN codes[i]
                WHEN NOT is_taken[originals[i]] THEN 'reversal_of_unknown'
                WHEN (items[i].from_account, items[i].to_account, amounts[i]) IS DISTINCT FROM
                     (items[originals[i]].to_account, items[originals[i]].from_account, amounts[originals[i]])
                     AND originals[i] IS NOT NULL THEN 'reversal_differs'
                WHEN is_reversed[claims[i]] THEN 'reversed_already'
                WHEN balances[sources[i]] - amounts[i] < floors[sources[i]] THEN 'floor_passed'
                WHEN balances[targets[i]] + amounts[i] > ceilings[targets[i]] THEN 'ceiling_passed'
                ELSE 'posted'
            END;
            IF codes[i] <> 'posted' THEN
                broken := i;
                EXIT;
            END IF;
            is_taken[i] := true;
            is_reversed[claims[i]] := items[i].reverses_id IS NOT NULL;
            balances[sources[i]] := balances[sources[i]] - amounts[i];
            balances[targets[i]] := balances[targets[i]] + amounts[i];
        END LOOP;
        IF broken IS NOT NULL THEN
            FOR i IN first .. last LOOP
                IF is_taken[i] THEN
                    is_taken[i] := false;
                    is_reversed[claims[i]] := false;
                    balances[sources[i]] := balances[sources[i]] + amounts[i];
                    balances[targets[i]] := balances[targets[i]] - amounts[i];
                END IF;
                IF i <> broken AND codes[i] IS DISTINCT FROM 'replayed' THEN
                    codes[i] := 'group_refused';
                END IF;
            END LOOP;
        END IF;
        first := last + 1;
    END LOOP;
    RETURN codes;
END
$$;

CREATE OR REPLACE FUNCTION ledger_number_accounts(accounts ledger_account[])
RETURNS TABLE (number bigint, id uuid, balance bigint, pending_out bigint, pending_in bigint, floor bigint, ceiling bigint)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
    SELECT row_number() OVER (), held.id, held.balance, held.pending_out, held.pending_in, held.floor, held.ceiling
    FROM unnest(accounts) AS held
$$;
