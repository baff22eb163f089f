"""The holiday table's first content: the years that chinesecalendar holds."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from niangjia.core import clock
from niangjia.core.workdays.first_content import known_days, published_years


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    year, holiday = apps.get_model("workdays", "Year"), apps.get_model("workdays", "Holiday")
    at = clock.now()
    year.objects.using(alias).bulk_create(
        year(year=each, source="国务院办公厅放假安排（chinesecalendar）", revised_at=at) for each in published_years()
    )
    holiday.objects.using(alias).bulk_create(
        holiday(date=day.on, kind=day.kind, name=day.name, year_id=day.on.year) for day in known_days()
    )


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
