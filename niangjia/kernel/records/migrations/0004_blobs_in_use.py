"""Which contents any attachment names, whoever may see it: the others may be cleaned away."""

from django.db import migrations

from niangjia.kernel.access.policies import runs_as_reader

IN_USE = """
CREATE FUNCTION blobs_in_use(asked text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT DISTINCT content_hash::text FROM records_attachment WHERE content_hash = ANY (asked)
$$
"""
INDEX = "CREATE INDEX attachment_by_content ON records_attachment (content_hash)"


class Migration(migrations.Migration):
    dependencies = [("records", "0003_policies")]

    operations = [
        migrations.RunSQL(INDEX, "DROP INDEX attachment_by_content"),
        migrations.RunSQL(IN_USE, "DROP FUNCTION blobs_in_use(text[])"),
        runs_as_reader("blobs_in_use(text[])"),
    ]
