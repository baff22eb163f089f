"""A decision and its parts are seen with its record, and their lines never change."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import organisation, parent, protect, protect_by_record

PARTS = ("conversion_decisionline", "conversion_decisioncourse", "conversion_decisionspend")


class Migration(migrations.Migration):
    dependencies = [
        ("conversion", "0001_initial"),
        ("programmes", "0002_policies"),
        ("access", "0003_policies"),
        ("records", "0003_policies"),
        ("audit", "0001_initial"),
    ]

    operations = [
        protect("conversion_proposalrun", organisation("college_id")),
        protect("conversion_proposal", parent("enrolment_id", "programmes_enrolment")),
        protect_by_record("conversion_decision"),
        append_only("conversion_decision"),
        *(protect(table, parent("decision_id", "conversion_decision", "record_id")) for table in PARTS),
        *(append_only(table) for table in PARTS),
    ]
