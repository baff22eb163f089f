"""A run says by which content it computes, who asked for it, and why it came to no end."""

from django.db import migrations, models

# Drafts of earlier runs could not be changed: they were computed by what stands there still.
KEPT_HASH = """
UPDATE batch_run SET content_hash = book.content_hash FROM rulebooks_rulebook AS book
WHERE book.id = batch_run.rule_book_id
"""
SEEN_BY_OWNER = "ALTER TABLE batch_run NO FORCE ROW LEVEL SECURITY"
SEEN_BY_SEATS = "ALTER TABLE batch_run FORCE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [("batch", "0002_policies"), ("rulebooks", "0004_approvals")]

    operations = [
        migrations.AddField("run", "content_hash", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AddField("run", "asked_by", models.UUIDField(null=True)),
        migrations.AddField("run", "failure", models.CharField(default="", max_length=40)),
        migrations.AddIndex("run", models.Index(fields=["rule_book", "-started_at"], name="run_of_book")),
        migrations.RunSQL(SEEN_BY_OWNER, SEEN_BY_SEATS),
        migrations.RunSQL(KEPT_HASH, migrations.RunSQL.noop),
        migrations.RunSQL(SEEN_BY_SEATS, SEEN_BY_OWNER),
    ]
