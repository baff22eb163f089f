"""Publish the arrangement of a year."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from niangjia.core.audit import operations as audit
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.workdays.models import Holiday, HolidayKind, Year

_OTHER_YEAR = Term("{day} 不在 {year} 年，请核对。", "{day} is not in {year}; check the dates.")
_BOTH = Term("{day} 既列为放假又列为上班，请核对。", "{day} is listed as off and as worked; check the dates.")
_NOT_WEEKEND = Term(
    "{day} 不是周末，不能列为调休上班。", "{day} is not a weekend day, so it can't be one worked instead."
)
_SATURDAY = 5


def publish_year(
    *,
    actor: Actor,
    at: datetime,
    year: int,
    source: str,
    off: Mapping[date, str],
    make_up: Mapping[date, str],
    statutory: Mapping[date, str],
) -> None:
    """Put the days of a year in place of what stood there; each day with the name of its festival.

    Refuses (``contradicting_days``) days of another year, days both off and worked, and worked days off the weekend.
    """
    _refuse_contradictions(year, off, make_up, statutory)
    record, _ = Year.objects.update_or_create(year=year, defaults={"source": source, "revised_at": at})
    Holiday.objects.filter(year=record).delete()
    listed = ((HolidayKind.OFF, off), (HolidayKind.MAKE_UP, make_up), (HolidayKind.STATUTORY, statutory))
    Holiday.objects.bulk_create(
        Holiday(date=day, kind=kind, name=name, year=record) for kind, days in listed for day, name in days.items()
    )
    audit.log(actor=actor, act="publish_year", about=year_id(year), at=at, detail={"year": str(year), "source": source})


def year_id(year: int) -> UUID:
    """Under which id the history of a year's arrangement stands."""
    return uuid5(NAMESPACE_OID, f"niangjia workdays year {year}")


def _refuse_contradictions(year: int, *groups: Mapping[date, str]) -> None:
    off, make_up, _ = groups
    for day in (day for days in groups for day in days):
        if day.year != year:
            raise Refusal("contradicting_days", _OTHER_YEAR.format(day=day, year=year))
    for day in make_up:
        if day in off:
            raise Refusal("contradicting_days", _BOTH.format(day=day))
        if day.weekday() < _SATURDAY:
            raise Refusal("contradicting_days", _NOT_WEEKEND.format(day=day))
