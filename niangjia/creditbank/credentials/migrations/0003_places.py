"""A credential says at which place its status stands. What was issued before this has none that is known."""

from uuid import UUID

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_policies"), ("credentials", "0003_places_replaced")]

    operations = [
        migrations.AddField(
            "credential",
            "status_id",
            models.UUIDField(verbose_name="状态位置", default=UUID(int=0)),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("credential", "credential_once_a_key"),
        migrations.AddConstraint(
            "credential",
            models.UniqueConstraint(fields=("about_id", "method", "status_id"), name="credential_once_a_key"),
        ),
    ]
