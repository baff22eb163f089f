-- What can be said of each item without its neighbours: posted (nothing against it), replayed, or why it is refused;
-- NULL where it reverses an item of the same batch, which only the judgement in order can know.
CREATE OR REPLACE FUNCTION ledger_judge_alone(items ledger_item[], accounts ledger_account[]) RETURNS text[]
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE
            WHEN item.place > item.first_place THEN 'key_twice_in_batch'
            WHEN held.id IS NOT NULL THEN
                CASE WHEN (held.from_account, held.to_account, held.amount, held.unit, held.event_at, held.about_id,
                           held.group_id, held.reverses_id, held.reason, held.kind)
                          IS NOT DISTINCT FROM
                          (item.from_account, item.to_account, item.amount, item.unit, item.event_at, item.about_id,
                           item.group_id, item.reverses_id, item.reason, 1::smallint)
                     THEN 'replayed' ELSE 'key_reused_with_other_content' END
            WHEN item.amount <= 0 THEN 'amount_not_positive'
            WHEN item.from_account = item.to_account THEN 'same_account'
            WHEN source.id IS NULL OR target.id IS NULL THEN 'unknown_account'
            WHEN source.unit <> item.unit OR target.unit <> item.unit THEN 'unit_mismatch'
            WHEN source.closed_at IS NOT NULL OR target.closed_at IS NOT NULL THEN 'account_closed'
            WHEN item.group_id IS NOT NULL
                 AND EXISTS (SELECT FROM ledger_transfer AS member WHERE member.group_id = item.group_id)
                 THEN 'group_already_posted'
            WHEN item.reverses_id IS NULL THEN 'posted'
            WHEN original.id IS NOT NULL THEN
                CASE WHEN (original.from_account, original.to_account, original.amount, original.kind)
                          IS DISTINCT FROM (item.to_account, item.from_account, item.amount, 1::smallint)
                     THEN 'reversal_differs'
                     WHEN EXISTS (SELECT FROM ledger_transfer AS rival WHERE rival.reverses_id = item.reverses_id)
                     THEN 'reversed_already'
                     WHEN item.is_second_reversal THEN NULL
                     ELSE 'posted' END
            WHEN NOT item.reverses_id = ANY (SELECT neighbour.id FROM unnest(items) AS neighbour)
                 THEN 'reversal_of_unknown'
        END
        FROM (
            SELECT asked.*, min(place) OVER (PARTITION BY id) AS first_place,
                   reverses_id IS NOT NULL AND row_number() OVER (PARTITION BY reverses_id ORDER BY place) > 1
                   AS is_second_reversal
            FROM unnest(items) AS asked
        ) AS item
        LEFT JOIN ledger_transfer AS held ON held.id = item.id
        LEFT JOIN unnest(accounts) AS source ON source.id = item.from_account
        LEFT JOIN unnest(accounts) AS target ON target.id = item.to_account
        LEFT JOIN ledger_transfer AS original ON original.id = item.reverses_id
        ORDER BY item.place
    );
END
$$;
