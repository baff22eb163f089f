"""The days of a decision (family 15): by when it is made, how long it stands in public notice, until when appealed."""

from dataclasses import dataclass
from datetime import date

from niangjia.core.workdays import Calendar, Period, PeriodUnit, period_end
from niangjia.creditbank.engine.books import RuleBook


@dataclass(frozen=True, slots=True)
class Timetable:
    """Each period with its last day and how it was counted; None where the book sets none.

    A period is ``estimated`` where the days off of a year are not published yet.
    """

    decide: Period | None = None
    notice: Period | None = None
    appeal: Period | None = None
    appeal_to: str | None = None
    hear: Period | None = None


def timetable_of(
    book: RuleBook,
    calendar: Calendar,
    *,
    claimed_on: date,
    decided_on: date | None = None,
    appealed_on: date | None = None,
) -> Timetable:
    """The days of a claim; once it is decided those of notice and appeal; once appealed, by when that is decided.

    Counted in working days where the book says so; else in calendar days, and a last day off rolls to the next
    working day (Civil Code, arts. 201 and 203).
    """
    decide = _period(book, calendar, claimed_on, book.decide_days)
    if decided_on is None:
        return Timetable(decide, appeal_to=book.appeal_to)
    notice = _period(book, calendar, decided_on, book.notice_days)
    appeal = _period(book, calendar, decided_on if notice is None else notice.last_day, book.appeal_days)
    hear = None if appealed_on is None else _period(book, calendar, appealed_on, book.hear_days)
    return Timetable(decide, notice, appeal, book.appeal_to, hear)


def _period(book: RuleBook, calendar: Calendar, event_on: date, days: int | None) -> Period | None:
    if days is None:
        return None
    unit = book.days_in or PeriodUnit.CALENDAR_DAYS
    return period_end(calendar, event_on=event_on, length=days, unit=unit, allow_weekday_fallback=True)
