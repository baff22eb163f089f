# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Whom the bank accredits is public; the operator alone writes it, and alone sees experts and evaluations.

Records of the bank's own business are the operator's: her seat shows them, and no person with them.
"""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import everyone, parent, protect, protect_each, restrict_moves, seat, step

OPERATOR = seat("bank_id", "operator")
ABOVE = "accreditation_accreditation"
OF_OPERATOR = (
    f"EXISTS (SELECT 1 FROM {ABOVE} AS held WHERE held.record_id = {{table}}.accreditation_id"
    f" AND {seat('bank_id', 'operator')('held')})"
)
BANKS = "kind IN ('accreditation', 'sampling')"
RECORDS = f"""
CREATE POLICY records_record_of_bank ON records_record
    USING ({BANKS} AND {seat("organisation_id", "operator")("records_record")})
    WITH CHECK ({BANKS} AND {seat("organisation_id", "operator")("records_record")})
"""
STEPS = step(
    (None, "accredited"),
    ("accredited", "accredited"),
    ("accredited", "suspended"),
    ("suspended", "suspended"),
    ("suspended", "accredited"),
    ("accredited", "ended"),
    ("suspended", "ended"),
)


def of_operator(table: str) -> str:
    """Rows of an accreditation that the actor's bank gave."""
    return OF_OPERATOR.format(table=table)


class Migration(migrations.Migration):
    dependencies = [
        ("accreditation", "0001_initial"),
        ("access", "0008_bank_operator"),
        ("records", "0005_records_stay_what_they_are"),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(RECORDS, "DROP POLICY records_record_of_bank ON records_record"),
        restrict_moves("accreditation", f"({STEPS}) AND {seat('organisation_id', 'operator')('kept')}"),
        protect_each(ABOVE, select=(everyone,), insert=(OPERATOR,), update=(OPERATOR,)),
        *(
            protect_each(table, select=(everyone,), insert=(of_operator,), update=(of_operator,))
            for table in ("accreditation_scope", "accreditation_suspension")
        ),
        protect("accreditation_expert", OPERATOR),
        protect("accreditation_evaluation", of_operator),
        protect("accreditation_evaluation_experts", parent("evaluation_id", "accreditation_evaluation")),
        append_only("accreditation_evaluation"),
    ]
