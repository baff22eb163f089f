from django.db import migrations

from niangjia.kernel.ledger.sql import statements

FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_expiries")]
    operations = [migrations.RunSQL(FIX_PATH), migrations.RunSQL(statements("parts"))]
