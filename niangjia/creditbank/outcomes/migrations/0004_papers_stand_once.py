"""One paper stands once, and a body learns that it stands elsewhere: yes or no, not where and not whose."""

from django.db import migrations, models
from django.db.models import Q

from niangjia.kernel.access.policies import runs_as_reader

KNOWN = """
CREATE FUNCTION outcomes_known_papers(persons uuid[], kinds text[], keys text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT asked.place
    FROM unnest(persons, kinds, keys) WITH ORDINALITY AS asked(person, kind, key, place)
    WHERE (asked.kind = 'skill_certificate' AND EXISTS (
            SELECT 1 FROM outcomes_outcome AS held
            WHERE held.certificate_key = asked.key AND held.kind = 'skill_certificate' AND held.void_at IS NULL))
        OR EXISTS (
            SELECT 1 FROM outcomes_outcome AS held
            WHERE held.person_id = asked.person AND held.kind = asked.kind AND held.certificate_key = asked.key
                AND held.void_at IS NULL)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_one_key_for_one_paper"), ("access", "0003_policies")]

    operations = [
        migrations.RemoveConstraint("outcome", "certificate_number_once"),
        migrations.RemoveConstraint("outcome", "certificate_once_a_person"),
        migrations.AddConstraint(
            "outcome",
            models.UniqueConstraint(
                fields=["certificate_key"],
                condition=Q(kind="skill_certificate", void_at=None),
                name="certificate_number_once",
            ),
        ),
        migrations.AddConstraint(
            "outcome",
            models.UniqueConstraint(
                fields=["person", "kind", "certificate_key"],
                condition=Q(void_at=None),
                name="certificate_once_a_person",
            ),
        ),
        migrations.RunSQL("DROP FUNCTION outcomes_known_certificates(text[])", migrations.RunSQL.noop),
        migrations.RunSQL(KNOWN, "DROP FUNCTION outcomes_known_papers(uuid[], text[], text[])"),
        runs_as_reader("outcomes_known_papers(uuid[], text[], text[])"),
    ]
