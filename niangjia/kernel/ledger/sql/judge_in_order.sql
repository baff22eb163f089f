-- The exact judgement: item by item, or group by group, against running balances. Gives the final codes.
--
-- In a group that breaks, the first item that cannot be posted carries its reason; all others that are not in the books
-- already are refused with group_refused, and the balances stand as before the group.
--
-- An item moves its amount, or nothing while it is pending; it takes what it moves plus what it holds. What an account
-- can spare, and the room that it has, are left after its floor, its ceiling and all that is pending.
CREATE OR REPLACE FUNCTION ledger_judge_in_order(
    items ledger_item[], accounts ledger_account[], alone text[], instant timestamptz
) RETURNS text[]
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    codes text[] := alone;
    spare numeric[]; room numeric[];  -- by the account's number; numeric cannot overflow
    outs numeric[]; ins numeric[];  -- the same: its pending amounts
    sources int[]; targets int[];  -- by place: the numbers of an item's accounts
    moves bigint[]; holds bigint[]; groups uuid[];
    originals int[];  -- by place: where in this batch the transfer stands that the item names
    claims int[];  -- by place: a number for the transfer that the item names
    is_claimed boolean[] := array_fill(false, ARRAY[cardinality(items)]);  -- by that number
    is_taken boolean[] := array_fill(false, ARRAY[cardinality(items)]);  -- by place
    first int := 1; last int; broken int;
    most CONSTANT numeric := 9223372036854775807;
BEGIN
    SELECT array_agg(held.balance::numeric - held.pending_out - coalesce(held.floor, -most - 1) ORDER BY number),
           array_agg(coalesce(held.ceiling, most) - held.balance - held.pending_in ORDER BY number),
           array_agg(held.pending_out::numeric ORDER BY number), array_agg(held.pending_in::numeric ORDER BY number)
    INTO spare, room, outs, ins
    FROM ledger_number_accounts(accounts) AS held;

    SELECT array_agg(source.number ORDER BY item.place), array_agg(target.number ORDER BY item.place),
           array_agg(CASE WHEN item.kind IN (1, 3) THEN item.amount ELSE 0 END ORDER BY item.place),
           array_agg(item.hold ORDER BY item.place), array_agg(item.group_id ORDER BY item.place),
           array_agg(original.place ORDER BY item.place), array_agg(item.claim ORDER BY item.place)
    INTO sources, targets, moves, holds, groups, originals, claims
    FROM (
        SELECT asked.*, dense_rank() OVER (ORDER BY coalesce(reverses_id, pending_id)) AS claim FROM unnest(items) AS asked
    ) AS item
    LEFT JOIN ledger_number_accounts(accounts) AS source ON source.id = item.from_account
    LEFT JOIN ledger_number_accounts(accounts) AS target ON target.id = item.to_account
    LEFT JOIN (
        SELECT id, min(place) AS place FROM unnest(items) GROUP BY id
    ) AS original ON original.id = coalesce(item.reverses_id, item.pending_id)
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
                WHEN NOT is_taken[originals[i]] THEN
                    CASE WHEN items[i].kind = 1 THEN 'reversal_of_unknown' ELSE 'pending_unknown' END
                WHEN ledger_judge_neighbour(items[i], items[originals[i]]) IS NOT NULL
                    THEN ledger_judge_neighbour(items[i], items[originals[i]])
                WHEN is_claimed[claims[i]] THEN
                    CASE WHEN items[i].kind = 1 THEN 'reversed_already' ELSE 'pending_resolved_already' END
                WHEN items[i].kind = 3 AND items[i].due_at <= instant THEN 'pending_expired'
                WHEN spare[sources[i]] < moves[i]::numeric + holds[i] OR outs[sources[i]] + holds[i] > most
                    THEN 'floor_passed'
                WHEN room[targets[i]] < moves[i]::numeric + holds[i] OR ins[targets[i]] + holds[i] > most
                    THEN 'ceiling_passed'
                ELSE 'posted'
            END;
            IF codes[i] <> 'posted' THEN
                broken := i;
                EXIT;
            END IF;
            is_taken[i] := true;
            is_claimed[claims[i]] := coalesce(items[i].reverses_id, items[i].pending_id) IS NOT NULL;
            spare[sources[i]] := spare[sources[i]] - moves[i] - holds[i];
            room[sources[i]] := room[sources[i]] + moves[i];
            outs[sources[i]] := outs[sources[i]] + holds[i];
            spare[targets[i]] := spare[targets[i]] + moves[i];
            room[targets[i]] := room[targets[i]] - moves[i] - holds[i];
            ins[targets[i]] := ins[targets[i]] + holds[i];
        END LOOP;
        IF broken IS NOT NULL THEN
            FOR i IN first .. last LOOP
                IF is_taken[i] THEN
                    is_taken[i] := false;
                    is_claimed[claims[i]] := false;
                    spare[sources[i]] := spare[sources[i]] + moves[i] + holds[i];
                    room[sources[i]] := room[sources[i]] - moves[i];
                    outs[sources[i]] := outs[sources[i]] - holds[i];
                    spare[targets[i]] := spare[targets[i]] - moves[i];
                    room[targets[i]] := room[targets[i]] + moves[i] + holds[i];
                    ins[targets[i]] := ins[targets[i]] - holds[i];
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
