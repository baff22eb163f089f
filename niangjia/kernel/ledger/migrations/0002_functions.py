from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.ledger.sql import statements

# Temporary tables come last on the path that the functions keep, so that none can stand before ours.
FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"
FUNCTIONS = [
    "lane",
    "open_accounts",
    "close_account",
    "judge_alone",
    "judge_in_order",
    "write",
    "post",
    "balance_at",
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("ledger", "0001_initial")]
    operations = [
        append_only("ledger_transfer"),
        migrations.RunSQL(statements("guards")),
        migrations.RunSQL(FIX_PATH),
        migrations.RunSQL(statements("types")),
        *(migrations.RunSQL(statements(name)) for name in FUNCTIONS),
    ]
