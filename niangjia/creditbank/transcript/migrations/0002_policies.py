"""A college's columns are seen and set from its own seats."""

from django.db import migrations

from niangjia.kernel.access.policies import organisation, protect


class Migration(migrations.Migration):
    dependencies = [("transcript", "0001_initial"), ("access", "0003_policies")]

    operations = [protect("transcript_exportcolumn", organisation("college_id"))]
