"""Values of the working calendar and of periods counted in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from niangjia.core.clock import SHANGHAI
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

_SATURDAY = 5
_NOT_PUBLISHED = Term(
    "{year} 年的放假安排还没有录入节假日表，不能计算工作日。请先发布该年的安排；确需提前推算的，须注明按星期推算。",
    "The days off of {year} are not in the holiday table yet: working days can't be counted. Publish that year first;"
    " an estimate by weekdays must be asked for and is marked.",
)
_NO_STATUTORY = Term(
    "{year} 年的法定节日没有录入节假日表。请先录入。",
    "The statutory holidays of {year} are not in the holiday table. Enter them first.",
)


class PeriodUnit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"

    @property
    def term(self) -> Term:
        """The unit's name."""
        return _UNITS[self]


_UNITS = {
    PeriodUnit.WORKING_DAYS: Term("个工作日", "working days"),
    PeriodUnit.CALENDAR_DAYS: Term("日", "days"),
    PeriodUnit.WEEKS: Term("周", "weeks"),
    PeriodUnit.MONTHS: Term("个月", "months"),
    PeriodUnit.YEARS: Term("年", "years"),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked, for the years whose arrangement is published.

    ``off`` are the days off of festivals, ``make_up`` the weekend days worked in their stead. ``statutory`` are the
    statutory holidays proper, for threefold pay; most lie in ``off``, and those of early years may be unknown.
    """

    published: frozenset[int]
    off: frozenset[date]
    make_up: frozenset[date]
    statutory: frozenset[date]

    def is_working_day(self, day: date, *, allow_weekday_fallback: bool = False) -> bool:
        """Whether a day is worked. Refuses (``year_not_published``) to guess unless the caller allows weekdays."""
        if day.year not in self.published and not allow_weekday_fallback:
            raise Refusal("year_not_published", _NOT_PUBLISHED.format(year=day.year))
        if day in self.make_up:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether a day is a statutory holiday proper. Refuses (``statutory_days_unknown``) a year without any."""
        if not any(each.year == day.year for each in self.statutory):
            raise Refusal("statutory_days_unknown", _NO_STATUTORY.format(year=day.year))
        return day in self.statutory

    def working_days_after(self, day: date, *, allow_weekday_fallback: bool = False) -> Iterator[date]:
        """The working days after a day, without end."""
        while True:
            day += timedelta(days=1)
            if self.is_working_day(day, allow_weekday_fallback=allow_weekday_fallback):
                yield day


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation: the day it comes to, what was done, and the article that says so."""

    on: date
    term: Term
    article: Term | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A period from its first to its last day, with its derivation. ``estimated``: some year was not published."""

    first_day: date
    last_day: date
    steps: tuple[Step, ...]
    estimated: bool = False

    @property
    def ends_at(self) -> datetime:
        """The instant at which it is over: the midnight after its last day."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), SHANGHAI)

    @property
    def derivation(self) -> str:
        """How it was counted, step by step, as one line of Chinese."""
        return "；".join(f"{step.term}（{step.article}）" if step.article else str(step.term) for step in self.steps)
