"""A learner on leave stays enrolled; whether she may convert is for the gates of the rule book to say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_policies")]

    operations = [
        migrations.AddField("enrolment", "is_attending", models.BooleanField(default=True)),
    ]
