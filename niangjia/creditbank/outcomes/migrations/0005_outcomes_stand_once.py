"""The same outcome of a person stands once, with or without a number on its paper.

Where a house holds the same one several times already, the first keeps its fingerprint and each further one gets one of
its own: nothing that was certified is taken away, and none can be deposited again.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from niangjia.creditbank.outcomes.fingerprints import DETAILS, fingerprint
from niangjia.kernel.access.policies import runs_as_reader

KNOWN = """
CREATE FUNCTION outcomes_known(persons uuid[], kinds text[], keys text[], fingerprints text[])
RETURNS TABLE (place bigint, outcome uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT asked.place, (
        SELECT held.record_id
        FROM outcomes_outcome AS held
        WHERE held.void_at IS NULL AND (
            held.person_id = asked.person AND held.fingerprint = asked.fingerprint
            OR held.person_id = asked.person AND held.kind = asked.kind AND held.certificate_key = asked.key
            OR asked.kind = 'skill_certificate' AND held.kind = 'skill_certificate'
                AND held.certificate_key = asked.key)
        ORDER BY held.record_id
        LIMIT 1
    )
    FROM unnest(persons, kinds, keys, fingerprints) WITH ORDINALITY
        AS asked(person, kind, key, fingerprint, place)
$$
"""
FREE = "ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY"
BOUND = "ALTER TABLE {0} FORCE ROW LEVEL SECURITY"
TABLES = ("outcomes_outcome", "outcomes_outcomedetail")


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give every outcome its fingerprint."""
    for table in TABLES:
        editor.execute(FREE.format(table))
    outcomes = apps.get_model("outcomes", "Outcome").objects.using(editor.connection.alias)
    standing: set[tuple[object, str]] = set()
    changed = []
    for row in outcomes.select_related("detail").order_by("record_id").iterator(chunk_size=2000):
        facts = {name: getattr(row, name) for name in ("kind", "title", "issuer", "awarded_on", "expires_on")}
        facts |= {name: getattr(row.detail, name) for name in (*DETAILS, "made_from")}
        row.fingerprint = fingerprint({**facts, "certificate_number": row.certificate_number})
        if row.void_at is None and (row.person_id, row.fingerprint) in standing:
            row.fingerprint += f" {row.record_id}"
        standing.add((row.person_id, row.fingerprint))
        changed.append(row)
    outcomes.bulk_update(changed, ["fingerprint"], batch_size=2000)
    for table in TABLES:
        editor.execute(BOUND.format(table))


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0004_papers_stand_once"), ("access", "0003_policies")]

    operations = [
        migrations.AddField("outcome", "fingerprint", models.CharField(max_length=101, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("outcome", "fingerprint", models.CharField(max_length=101)),
        migrations.AddConstraint(
            "outcome",
            models.UniqueConstraint(
                fields=["person", "fingerprint"], condition=Q(void_at=None), name="outcome_once_a_person"
            ),
        ),
        migrations.AddIndex("deposit", models.Index(fields=["body", "file_hash"], name="deposit_of_file")),
        migrations.RunSQL("DROP FUNCTION outcomes_known_papers(uuid[], text[], text[])", migrations.RunSQL.noop),
        migrations.RunSQL(KNOWN, "DROP FUNCTION outcomes_known(uuid[], text[], text[], text[])"),
        runs_as_reader("outcomes_known(uuid[], text[], text[], text[])"),
    ]
