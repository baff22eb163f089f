from django.db import migrations, models

from niangjia.kernel.ledger.sql import statements

FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"
OPEN = """
INSERT INTO ledger_expiry (id, expires_at)
SELECT id, expires_at FROM ledger_transfer AS pending
WHERE expires_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM ledger_transfer AS resolution WHERE resolution.pending_id = pending.id)
"""
FUNCTIONS = ["expiries", "post", "proof"]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_proof")]
    operations = [
        migrations.CreateModel(
            name="Expiry",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField(verbose_name="到期时间")),
            ],
            options={
                "verbose_name": "到期",
                "verbose_name_plural": "到期",
                "indexes": [models.Index(fields=["expires_at", "id"], name="expiry_the_earliest_first")],
            },
        ),
        migrations.RunSQL(OPEN),
        migrations.RunSQL(FIX_PATH),
        *(migrations.RunSQL(statements(name)) for name in FUNCTIONS),
        migrations.RemoveIndex("transfer", "transfer_that_expires"),
    ]
