"""A credential is seen and issued by the person herself and by who keeps her; a signed one never changes."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import own, person, protect_each


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial"), ("access", "0003_policies"), ("audit", "0001_initial")]

    operations = [
        append_only("archive_credential"),
        protect_each(
            "archive_credential",
            select=(own("person_id"), person("person_id")),
            insert=(own("person_id"), person("person_id")),
        ),
    ]
