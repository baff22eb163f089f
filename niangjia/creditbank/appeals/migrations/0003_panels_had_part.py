"""Who sat on the panel that decided had part in it too; and what a panel did not grant may be appealed."""

from django.db import migrations

PART = """
CREATE OR REPLACE FUNCTION appeals_had_part(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
AS $$
    SELECT EXISTS (
        SELECT 1 FROM appeals_appeal AS appealed JOIN records_move AS part ON part.record_id = appealed.about_id
        WHERE appealed.record_id = asked AND part.actor_id = nj_account()
    ) OR EXISTS (
        SELECT 1 FROM appeals_appeal AS appealed
        LEFT JOIN panels_result AS result ON result.decision_id = appealed.about_id
        JOIN panels_member AS sat ON sat.panel_id IN (appealed.about_id, result.panel_id) AND sat.excused_at IS NULL
        WHERE appealed.record_id = asked AND sat.account_id = nj_account()
    )
$$
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_policies"), ("panels", "0002_policies")]

    operations = [migrations.RunSQL(PART, migrations.RunSQL.noop)]
