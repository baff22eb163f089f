"""What the holiday table first holds: the years that chinesecalendar knows, and the statutory days on record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants

from niangjia.core.parameters import rows_of


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day of the table: ``off``, ``make_up`` or ``statutory``."""

    on: date
    kind: str
    name: str


def known_days() -> Iterator[KnownDay]:
    """Every day off and weekend day worked of the published years, and the statutory holidays on record."""
    names: Mapping[str, str] = {each.value: each.chinese for each in constants.Holiday}
    for kind, days in (("off", constants.holidays), ("make_up", constants.workdays)):
        yield from (KnownDay(on, kind, names[festival]) for on, festival in days.items())
    for row in rows_of("statutory_holiday_dates"):
        days = [date.fromisoformat(each) for each in row.value]
        yield from (KnownDay(on, "statutory", names.get(constants.holidays.get(on, ""), "法定节日")) for on in days)


def published_years() -> frozenset[int]:
    """The years whose arrangement chinesecalendar holds."""
    return frozenset(on.year for on in constants.holidays)
