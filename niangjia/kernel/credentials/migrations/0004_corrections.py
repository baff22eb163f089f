"""The log is told of corrected marks, too."""

from django.db import migrations, models

from niangjia.kernel.credentials.types import Kind


class Migration(migrations.Migration):
    dependencies = [("credentials", "0003_places_replaced")]
    operations = [
        migrations.AlterField(
            "logentry",
            "kind",
            models.CharField("种类", max_length=12, choices=[(kind.value, kind.value) for kind in Kind]),
        ),
    ]
