from django.db import migrations

from niangjia.kernel.ledger.sql import statements

FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"
# Takes with it every function that takes items. A fresh database has the new ones already and gets them once more.
DROP = """
DROP TYPE ledger_item CASCADE;
DROP FUNCTION IF EXISTS ledger_post(
    uuid[], uuid[], uuid[], bigint[], smallint[], timestamptz[], uuid[], uuid[], uuid[], text[]
);
"""
FUNCTIONS = ["types", "pending", "judge_alone", "judge_in_order", "write", "post"]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_functions")]
    operations = [
        migrations.RunSQL(DROP),
        migrations.RunSQL(FIX_PATH),
        *(migrations.RunSQL(statements(name)) for name in FUNCTIONS),
    ]
