-- What can be said of each item without its neighbours: posted (nothing against it), replayed, or why it is refused;
-- NULL where it reverses or resolves an item of the same batch, or what another of the batch does, which only the
-- judgement in order can know.
CREATE OR REPLACE FUNCTION ledger_judge_alone(items ledger_item[], accounts ledger_account[], instant timestamptz)
RETURNS text[]
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE
            WHEN item.place > item.first_place THEN 'key_twice_in_batch'
            WHEN held.id IS NOT NULL THEN
                CASE WHEN (held.from_account, held.to_account, held.amount, held.unit, held.event_at, held.about_id,
                           held.group_id, held.reverses_id, held.reason, held.kind, held.pending_id, held.expires_at)
                          IS NOT DISTINCT FROM
                          (item.from_account, item.to_account, item.amount, item.unit, item.event_at, item.about_id,
                           item.group_id, item.reverses_id, item.reason, item.kind, item.pending_id, item.expires_at)
                     THEN 'replayed' ELSE 'key_reused_with_other_content' END
            WHEN item.amount <= 0 THEN 'amount_not_positive'
            WHEN item.from_account = item.to_account THEN 'same_account'
            WHEN source.id IS NULL OR target.id IS NULL THEN 'unknown_account'
            WHEN source.unit <> item.unit OR target.unit <> item.unit THEN 'unit_mismatch'
            WHEN source.closed_at IS NOT NULL OR target.closed_at IS NOT NULL THEN 'account_closed'
            WHEN item.group_id IN (
                    SELECT group_id FROM ledger_transfer WHERE group_id = ANY (ARRAY(SELECT group_id FROM unnest(items)))
                 ) THEN 'group_already_posted'
            WHEN item.named_id IS NULL THEN 'posted'
            WHEN named.id IS NOT NULL THEN
                coalesce(
                    ledger_judge_named(item.kind, item.from_account, item.to_account, item.amount,
                                       named.kind, named.from_account, named.to_account, named.amount),
                    CASE WHEN item.reverses_id IN (
                            SELECT reverses_id FROM ledger_transfer
                            WHERE reverses_id = ANY (ARRAY(SELECT reverses_id FROM unnest(items)))
                         ) THEN 'reversed_already'
                         WHEN item.pending_id IN (
                            SELECT pending_id FROM ledger_transfer
                            WHERE pending_id = ANY (ARRAY(SELECT pending_id FROM unnest(items)))
                         ) THEN 'pending_resolved_already'
                         WHEN item.is_second_naming THEN NULL
                         WHEN item.kind = 3 AND item.due_at <= instant THEN 'pending_expired'
                         ELSE 'posted' END
                )
            WHEN item.named_id IN (SELECT id FROM unnest(items)) THEN NULL
            WHEN item.kind = 1 THEN 'reversal_of_unknown'
            ELSE 'pending_unknown'
        END
        FROM (
            SELECT asked.*, coalesce(reverses_id, pending_id) AS named_id, min(place) OVER (PARTITION BY id) AS first_place,
                   row_number() OVER (PARTITION BY coalesce(reverses_id, pending_id) ORDER BY place) > 1 AS is_second_naming
            FROM unnest(items) AS asked
        ) AS item
        LEFT JOIN (
            SELECT * FROM ledger_transfer WHERE id = ANY (ARRAY(SELECT id FROM unnest(items)))
        ) AS held ON held.id = item.id
        LEFT JOIN unnest(accounts) AS source ON source.id = item.from_account
        LEFT JOIN unnest(accounts) AS target ON target.id = item.to_account
        LEFT JOIN (
            SELECT * FROM ledger_transfer
            WHERE id = ANY (ARRAY(SELECT coalesce(reverses_id, pending_id) FROM unnest(items)))
        ) AS named ON named.id = item.named_id
        ORDER BY item.place
    );
END
$$;
