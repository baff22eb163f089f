-- Opens accounts. One that exists as asked for is left alone; gives the keys of those that exist as something else.
CREATE OR REPLACE FUNCTION ledger_open_accounts(
    ids uuid[], units smallint[], charts text[], owner_ids uuid[], floors bigint[], ceilings bigint[]
) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO ledger_account (id, unit, chart, owner_id, floor, ceiling)
    SELECT * FROM unnest(ids, units, charts, owner_ids, floors, ceilings) AS asked(id, unit, chart, owner_id, floor, ceiling)
    ORDER BY id  -- two that open the same accounts at once must not wait for each other
    ON CONFLICT (id) DO NOTHING;

    RETURN ARRAY(
        SELECT DISTINCT asked.id
        FROM unnest(ids, units, charts, owner_ids, floors, ceilings) AS asked(id, unit, chart, owner_id, floor, ceiling)
        JOIN ledger_account AS held USING (id)
        WHERE (held.unit, held.chart, held.owner_id, held.floor, held.ceiling)
              IS DISTINCT FROM (asked.unit, asked.chart, asked.owner_id, asked.floor, asked.ceiling)
    );
END
$$;
