"""A run is seen by the seats above its college; the batch writes as the role that sees past row-level security."""

from django.db import migrations

from niangjia.kernel.access.policies import READER, organisation, parent, protect

WRITES = f"""
GRANT INSERT, UPDATE ON batch_run, batch_chunk, batch_difference, conversion_proposal, conversion_proposalrun
TO {READER}
"""


class Migration(migrations.Migration):
    dependencies = [("batch", "0001_initial"), ("access", "0003_policies"), ("conversion", "0002_policies")]

    operations = [
        protect("batch_run", organisation("college_id")),
        protect("batch_chunk", parent("run_id", "batch_run")),
        protect("batch_difference", parent("run_id", "batch_run")),
        migrations.RunSQL(WRITES, migrations.RunSQL.noop),
    ]
