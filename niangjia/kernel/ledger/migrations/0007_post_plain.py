from django.db import migrations

from niangjia.kernel.ledger.sql import statements

FIX_PATH = "SELECT set_config('search_path', quote_ident(current_schema()) || ', public, pg_temp', true)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_parts")]
    operations = [
        migrations.RunSQL(FIX_PATH),
        migrations.RunSQL(statements("post")),
        migrations.RunSQL(statements("post_plain")),
    ]
