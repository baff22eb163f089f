"""Fill the classification of occupations from occupations.csv."""

import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SOURCE = Path(__file__).parent.parent / "occupations.csv"


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    occupation = apps.get_model("people", "Occupation")
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = [occupation(code=row["code"], name=row["name"]) for row in csv.DictReader(file)]
    occupation.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
