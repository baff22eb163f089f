from django.db import migrations, models

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.ledger.sql import statements

FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_post_plain")]
    operations = [
        migrations.CreateModel(
            name="Stretch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "last_seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.UUIDField(verbose_name="账户")),
                ("first_seq", models.BigIntegerField(verbose_name="首笔序号")),
                ("last_seq", models.BigIntegerField(verbose_name="末笔序号")),
                ("change", models.BigIntegerField(verbose_name="变动")),
                ("earliest_at", models.DateTimeField(verbose_name="最早发生时间")),
                ("latest_at", models.DateTimeField(verbose_name="最晚发生时间")),
            ],
            options={"verbose_name": "账段", "verbose_name_plural": "账段"},
        ),
        append_only("ledger_stretch"),
        migrations.RunSQL(FIX_PATH),
        migrations.RunSQL(statements("stretches")),
        migrations.RunSQL(statements("balance_at")),
    ]
