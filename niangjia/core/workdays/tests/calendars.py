"""The calendar of 2024 to 2026 as it was published."""

from niangjia.core.workdays.first_content import known_days, published_years
from niangjia.core.workdays.types import Calendar


def published_calendar() -> Calendar:
    days = list(known_days())
    of_kind = {kind: frozenset(day.on for day in days if day.kind == kind) for kind in ("off", "make_up", "statutory")}
    return Calendar(published_years(), **of_kind)
