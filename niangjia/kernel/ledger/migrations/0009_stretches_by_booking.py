from django.db import migrations, models

from niangjia.kernel.ledger.sql import statements

FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"
FORGET = """
ALTER TABLE ledger_stretch DISABLE TRIGGER USER;
DELETE FROM ledger_stretch;
ALTER TABLE ledger_stretch ENABLE TRIGGER USER;
"""  # they follow from the transfers and are made anew the next night


class Migration(migrations.Migration):
    """Stretches say where they left the account and when. The proof asks them, reversals and, once there are parts, keys."""

    dependencies = [("ledger", "0008_stretches")]
    operations = [
        migrations.RunSQL(FIX_PATH),
        migrations.RunSQL(FORGET),
        migrations.AddField(
            "stretch", "balance", models.BigIntegerField(verbose_name="末笔后余额"), preserve_default=False
        ),
        migrations.AddField(
            "stretch", "booked_at", models.DateTimeField(verbose_name="末笔记账时间"), preserve_default=False
        ),
        migrations.AddIndex(
            "stretch", models.Index(fields=["account_id", "booked_at", "last_seq"], name="stretch_by_booking")
        ),
        migrations.RunSQL(statements("stretches")),
        migrations.RunSQL(statements("balance_at")),
        migrations.RunSQL(statements("proof")),
    ]
