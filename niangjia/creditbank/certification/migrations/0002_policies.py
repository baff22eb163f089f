"""A certification is seen with its outcome, and is only ever added."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import parent, protect


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0001_initial"),
        ("outcomes", "0002_policies"),
        ("access", "0003_policies"),
        ("audit", "0001_initial"),
    ]

    operations = [
        protect("certification_certification", parent("outcome_id", "outcomes_outcome", "record_id")),
        append_only("certification_certification"),
    ]
