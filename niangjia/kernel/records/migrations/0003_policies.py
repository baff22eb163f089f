"""Who sees a record; everything that hangs on it is seen with it."""

from django.db import migrations

from niangjia.kernel.access.policies import (
    made_by_actor,
    organisation,
    own,
    person,
    protect,
    protect_by_record,
    record,
)


def with_subject(table: str) -> str:
    """Records that follow their subject, to whoever may see the subject."""
    return f"{table}.follows_subject AND {person('subject_id')(table)}"


class Migration(migrations.Migration):
    dependencies = [("records", "0002_moves"), ("access", "0003_policies")]

    operations = [
        protect(
            "records_record",
            own("subject_id"),
            made_by_actor("opened_by"),
            organisation("organisation_id"),
            with_subject,
        ),
        protect_by_record("records_move"),
        protect_by_record("records_deadline"),
        protect_by_record("records_attachment"),
        protect_by_record("records_comment"),
        protect("records_link", record("from_record_id")),
        protect("records_recordedfact", own("subject_id"), person("subject_id"), organisation("subject_id")),
    ]
