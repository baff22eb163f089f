"""Files that wait for their record, what a file is for, and whether a scanner looked at it."""

import django.db.models.deletion
from django.db import migrations, models

import niangjia.core.ids
from niangjia.kernel.access.policies import READER, made_by_actor, own, protect, runs_as_reader

SCANS = [("clean", "clean"), ("infected", "infected"), ("not_scanned", "not_scanned")]
IN_USE = """
CREATE FUNCTION blobs_in_use(asked text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT content_hash::text FROM records_attachment WHERE content_hash = ANY (asked)
    UNION
    SELECT content_hash::text FROM records_keptfile WHERE content_hash = ANY (asked)
$$
"""
IN_USE_BEFORE = """
CREATE FUNCTION blobs_in_use(asked text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT DISTINCT content_hash::text FROM records_attachment WHERE content_hash = ANY (asked)
$$
"""
FORGET = """
CREATE FUNCTION forget_kept_files(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH gone AS (DELETE FROM records_keptfile WHERE kept_at < before RETURNING 1) SELECT count(*) FROM gone
$$
"""
DROP_IN_USE = "DROP FUNCTION blobs_in_use(text[])"


class Migration(migrations.Migration):
    dependencies = [("records", "0005_records_stay_what_they_are"), ("access", "0003_policies")]

    operations = [
        migrations.AddField("attachment", "purpose", models.CharField("用途", max_length=20, blank=True, default="")),
        migrations.AddField(
            "attachment",
            "scan",
            models.CharField("病毒检查", max_length=12, choices=SCANS, default="not_scanned"),
        ),
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=niangjia.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("draft_id", models.UUIDField(verbose_name="草稿")),
                ("purpose", models.CharField(blank=True, default="", max_length=20, verbose_name="用途")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                ("size_bytes", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("content_hash", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("scan", models.CharField(choices=SCANS, max_length=12, verbose_name="病毒检查")),
                ("kept_at", models.DateTimeField(verbose_name="时间")),
                ("kept_by", models.UUIDField(null=True, verbose_name="账号")),
                ("kept_label", models.CharField(max_length=60, verbose_name="称谓")),
                (
                    "about",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.party"),
                ),
            ],
            options={
                "verbose_name": "待附文件",
                "verbose_name_plural": "待附文件",
                "indexes": [
                    models.Index(fields=["content_hash"], name="kept_file_by_content"),
                    models.Index(fields=["kept_at"], name="kept_file_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["draft_id", "content_hash"], name="kept_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(content_hash__regex="^[0-9a-f]{64}$"), name="kept_file_hash_shape"
                    ),
                ],
            },
        ),
        protect("records_keptfile", own("about_id"), made_by_actor("kept_by")),
        migrations.RunSQL(DROP_IN_USE, migrations.RunSQL.noop),
        migrations.RunSQL(IN_USE, f"{DROP_IN_USE}; {IN_USE_BEFORE}"),
        runs_as_reader("blobs_in_use(text[])"),
        migrations.RunSQL(f"GRANT DELETE ON records_keptfile TO {READER}", migrations.RunSQL.noop),
        migrations.RunSQL(FORGET, "DROP FUNCTION forget_kept_files(timestamptz)"),
        runs_as_reader("forget_kept_files(timestamptz)"),
    ]
