"""The days of a decision (family 15): by when it is made, how long it stands in public notice, until when appealed."""

from dataclasses import dataclass
from datetime import date, timedelta

from niangjia.creditbank.engine.books import RuleBook


@dataclass(frozen=True, slots=True)
class Timetable:
    """Last days, each included, in calendar days; None where the book sets none.

    The day on which a period begins does not count (Civil Code, art. 201). Where a last day is a rest day, whoever
    keeps the calendar of working days moves it.
    """

    decide_by: date | None = None
    notice_until: date | None = None
    appeal_until: date | None = None
    appeal_to: str | None = None


def timetable_of(book: RuleBook, *, claimed_on: date, decided_on: date | None = None) -> Timetable:
    """The days of a claim, and once it is decided those of the notice and of the appeal that follows it."""
    decide_by = _after(claimed_on, book.decide_days)
    if decided_on is None:
        return Timetable(decide_by, appeal_to=book.appeal_to)
    notice_until = _after(decided_on, book.notice_days)
    appeal_until = _after(notice_until or decided_on, book.appeal_days)
    return Timetable(decide_by, notice_until, appeal_until, book.appeal_to)


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)
