"""The working calendar as a value."""

from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from niangjia.core.workdays.models import Holiday, HolidayKind, Year
from niangjia.core.workdays.types import Calendar

_Edition = tuple[str, tuple[tuple[int, datetime], ...]]


def calendar() -> Calendar:
    """The calendar as published now. One small query tells whether the one in memory is still right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), year, revised_at FROM workdays_year ORDER BY year")
        rows = cursor.fetchall()
    schema = rows[0][0] if rows else ""
    return _calendar((schema, tuple((year, revised_at) for _, year, revised_at in rows)))


@lru_cache(maxsize=8)
def _calendar(edition: _Edition) -> Calendar:
    days: dict[str, set[date]] = {kind: set() for kind in HolidayKind.values}
    for kind, on in Holiday.objects.values_list("kind", "date"):
        days[kind].add(on)
    published = frozenset(year for year, _ in edition[1])
    return Calendar(published, **{kind: frozenset(found) for kind, found in days.items()})


def published_years() -> tuple[int, ...]:
    """The years whose arrangement is published, oldest first."""
    return tuple(Year.objects.order_by("year").values_list("year", flat=True))
