-- The items with what they hold or release, and until when. The pending transfer that an item resolves stands in the
-- books or in the batch itself.
CREATE OR REPLACE FUNCTION ledger_with_holds(items ledger_item[]) RETURNS ledger_item[]
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(item.place, item.id, item.from_account, item.to_account, item.amount, item.unit, item.event_at,
                   item.about_id, item.group_id, item.reverses_id, item.reason, item.kind, item.pending_id, item.expires_at,
                   CASE WHEN item.kind = 2 THEN item.amount
                        WHEN item.kind IN (3, 4) THEN -coalesce(booked.amount, neighbour.amount)
                        ELSE 0 END,
                   coalesce(booked.expires_at, neighbour.expires_at))::ledger_item
        FROM unnest(items) AS item
        LEFT JOIN (
            SELECT id, amount, expires_at FROM ledger_transfer WHERE id = ANY (ARRAY(SELECT pending_id FROM unnest(items)))
        ) AS booked ON booked.id = item.pending_id
        LEFT JOIN (
            SELECT DISTINCT ON (id) id, amount, expires_at FROM unnest(items) ORDER BY id, place
        ) AS neighbour ON neighbour.id = item.pending_id AND booked.id IS NULL
        ORDER BY item.place
    );
END
$$;

-- Why an item cannot be about the transfer that it names: a plain one reverses it, others resolve it. NULL when it can.
CREATE OR REPLACE FUNCTION ledger_judge_named(
    kind smallint, from_account uuid, to_account uuid, amount bigint,
    named_kind smallint, named_from uuid, named_to uuid, named_amount bigint
) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE
        WHEN kind = 1 THEN
            CASE WHEN named_kind IN (2, 4) THEN 'reversal_of_pending'
                 WHEN (from_account, to_account, amount) <> (named_to, named_from, named_amount) THEN 'reversal_differs' END
        WHEN named_kind <> 2 THEN 'pending_unknown'
        WHEN (from_account, to_account) <> (named_from, named_to) OR (kind = 4 AND amount <> named_amount)
            THEN 'pending_differs'
        WHEN amount > named_amount THEN 'pending_amount_passed'
    END
$$;

CREATE OR REPLACE FUNCTION ledger_judge_neighbour(item ledger_item, named ledger_item) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT ledger_judge_named(item.kind, item.from_account, item.to_account, item.amount,
                              named.kind, named.from_account, named.to_account, named.amount)
    WHERE named.id IS NOT NULL
$$;
