"""A verdict is written, and an outcome marked by it, from a certifier's seat over the outcome's body alone.

Whoever may see an outcome (a college sees its learners' outcomes of every body) decides nothing by that.
"""

from django.db import migrations

from niangjia.kernel.access.policies import organisation, own, parent, person, protect_each, seat

SEEN = own("person_id"), person("person_id"), organisation("body_id")
CERTIFIES = seat("body_id", "certifier")
OF_BODY = "EXISTS (SELECT 1 FROM outcomes_outcome WHERE outcomes_outcome.record_id = {table}.outcome_id AND {right})"


def of_own_body(table: str) -> str:
    """Verdicts on outcomes of a body where the actor certifies."""
    return OF_BODY.format(table=table, right=CERTIFIES("outcomes_outcome"))


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0002_policies"),
        ("outcomes", "0005_outcomes_stand_once"),
        ("access", "0007_seats_by_role"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP POLICY certification_certification_all ON certification_certification", migrations.RunSQL.noop
        ),
        protect_each(
            "certification_certification",
            select=(parent("outcome_id", "outcomes_outcome", "record_id"),),
            insert=(of_own_body,),
        ),
        migrations.RunSQL("DROP POLICY outcomes_outcome_all ON outcomes_outcome", migrations.RunSQL.noop),
        protect_each(
            "outcomes_outcome",
            select=SEEN,
            insert=(CERTIFIES, seat("body_id", "clerk")),
            update=(CERTIFIES,),
        ),
    ]
