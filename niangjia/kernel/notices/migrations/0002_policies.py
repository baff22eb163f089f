"""Only the person reads what she was told; whoever acts may tell, under her own account alone."""

from django.db import migrations

from niangjia.kernel.access.policies import own, protect_each


def told_by_actor(table: str) -> str:
    """Nobody tells in another's name, and nothing is born read."""
    return f"{table}.told_by IS NOT DISTINCT FROM (SELECT nj_account()) AND {table}.read_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("access", "0003_policies")]

    operations = [
        protect_each(
            "notices_notice",
            select=(own("person_id"),),
            insert=(told_by_actor,),
            update=(own("person_id"),),
        ),
    ]
