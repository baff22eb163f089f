# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""A correction is seen with its decision, written by the college's registrar, never for herself, and never changed."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import parent, protect_each, seat

REGISTRAR = seat("organisation_id", "registrar")("kept")


def by_registrar(table: str) -> str:
    """Of posted decisions of a college where the actor is registrar, but not her own."""
    return (
        "EXISTS (SELECT 1 FROM conversion_decisioncourse AS decided JOIN records_record AS kept"
        f" ON kept.id = decided.decision_id WHERE decided.id = {table}.decided_id AND kept.state = 'posted'"
        f" AND kept.subject_id IS DISTINCT FROM (SELECT nj_person()) AND {REGISTRAR})"
    )


class Migration(migrations.Migration):
    dependencies = [("conversion", "0006_corrections"), ("access", "0007_seats_by_role"), ("audit", "0001_initial")]

    operations = [
        protect_each(
            "conversion_markcorrection",
            select=(parent("decided_id", "conversion_decisioncourse"),),
            insert=(by_registrar,),
        ),
        append_only("conversion_markcorrection"),
    ]
