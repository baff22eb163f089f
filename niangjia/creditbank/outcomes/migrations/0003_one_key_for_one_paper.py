"""A certificate's number is compared without case, width and punctuation; what an outcome was made from is kept."""

import django.contrib.postgres.fields
from django.db import migrations, models

# As workbooks.outcome_rows.comparable_number does: letters and figures only, in lower case and half width.
PLAIN = "lower(regexp_replace(normalize(certificate_number, NFKC), '[^[:alnum:]]', '', 'g'))"
FILL = f"""
ALTER TABLE outcomes_outcome NO FORCE ROW LEVEL SECURITY;
UPDATE outcomes_outcome SET certificate_key = COALESCE(NULLIF({PLAIN}, ''), certificate_number);
ALTER TABLE outcomes_outcome FORCE ROW LEVEL SECURITY;
"""  # noqa: S608 - no word of it comes from outside


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0002_policies")]

    operations = [
        migrations.AddField("outcome", "certificate_key", models.TextField(null=True)),
        migrations.AddField(
            "outcomedetail",
            "made_from",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
