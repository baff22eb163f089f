"""Keep the closure table from the edges."""

from django.db import migrations

REBUILD = """
CREATE FUNCTION rebuild_closure(which_tree text, changed uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    affected uuid[];
    deepest integer;
BEGIN
    -- two changes of one tree at once would each miss the other's edge
    PERFORM pg_advisory_xact_lock(hashtext(current_schema() || '.people_closure'), hashtext(which_tree));
    WITH RECURSIVE down(node, period) AS (
        SELECT node, daterange(NULL, NULL) FROM unnest(changed) AS given(node)
        UNION
        SELECT edge.child_id, down.period * daterange(edge.valid_from, edge.valid_to)
        FROM down
        JOIN people_edge AS edge ON edge.tree = which_tree AND edge.parent_id = down.node
            AND daterange(edge.valid_from, edge.valid_to) && down.period
    )
    SELECT array_agg(DISTINCT node) INTO affected FROM down;
    DELETE FROM people_closure WHERE tree = which_tree AND descendant_id = ANY (affected);
    INSERT INTO people_closure (tree, ancestor_id, descendant_id, depth, valid_from, valid_to)
    WITH RECURSIVE up(ancestor, descendant, depth, period) AS (
        SELECT node, node, 0, daterange(NULL, NULL) FROM unnest(affected) AS given(node)
        UNION ALL
        SELECT edge.parent_id, up.descendant, up.depth + 1, up.period * daterange(edge.valid_from, edge.valid_to)
        FROM up
        JOIN people_edge AS edge ON edge.tree = which_tree AND edge.child_id = up.ancestor AND up.depth < 40
            AND daterange(edge.valid_from, edge.valid_to) && up.period
    )
    SELECT which_tree, ancestor, descendant, depth, lower(period), upper(period) FROM up;
    SELECT max(depth) INTO deepest FROM people_closure WHERE tree = which_tree AND descendant_id = ANY (affected);
    IF deepest >= 40 THEN
        RAISE EXCEPTION 'the tree % has a circle', which_tree
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edge_makes_no_circle';
    END IF;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_occupations")]

    operations = [migrations.RunSQL(REBUILD, "DROP FUNCTION rebuild_closure(text, uuid[])")]
