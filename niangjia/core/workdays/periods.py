"""Periods as the Civil Code counts them (arts. 200 to 203), each with a derivation that can be printed.

The day of the event is not counted; a period in months or years ends on the same-numbered day, or on the last day of
a month that has none; a last day off rolls to the next working day, and a weekend day that is worked is not off.
"""

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice
from typing import Final

from niangjia.core.terms import Term
from niangjia.core.workdays.types import Calendar, Period, PeriodUnit, Step

_MONTHS_PER_YEAR: Final = 12
_ARTICLE_200: Final = Term("民法典第200条", "Civil Code art. 200")
_ARTICLE_201: Final = Term("民法典第201条", "Civil Code art. 201")
_ARTICLE_202: Final = Term("民法典第202条", "Civil Code art. 202")
_ARTICLE_203: Final = Term("民法典第203条", "Civil Code art. 203")
_EVENT: Final = Term("起始日 {event} 不计入，{first} 为第一日", "{event} is not counted; {first} is day one")
_COUNTED: Final = Term("数满 {length}{unit}，到 {last}", "{length} {unit} run to {last}")
_SAME_DAY: Final = Term("{length}{unit}后的对应日是 {last}", "the same-numbered day {length} {unit} later is {last}")
_MONTH_END: Final = Term(
    "{length}{unit}后的那个月没有 {day} 日，取月末 {last}",
    "the month {length} {unit} later has no day {day}; its last day is {last}",
)
_SKIPPED: Final = Term("{first} 至 {last} 放假，不计入", "{first} to {last} are days off and are not counted")
_WORKED: Final = Term("{day} 调休上班，计入", "{day} is a weekend day that is worked and counts")
_ROLLED: Final = Term("{last} 不上班，顺延到 {next}", "{last} is a day off; the period runs to {next}")
_ESTIMATED: Final = Term(
    "{years} 年放假安排未发布，按星期推算，须在发布后重算",
    "the days off of {years} are not published; estimated by weekdays, to be computed again",
)


def add_working_days(calendar: Calendar, day: date, count: int, *, allow_weekday_fallback: bool = False) -> date:
    """The ``count``-th working day after a day (count of 1 or more)."""
    if count < 1:
        raise ValueError("count at least one working day")
    following = calendar.working_days_after(day, allow_weekday_fallback=allow_weekday_fallback)
    return next(islice(following, count - 1, None))


def period_end(
    calendar: Calendar,
    *,
    event_on: date,
    length: int,
    unit: PeriodUnit | str,
    rolls: bool = True,
    allow_weekday_fallback: bool = False,
) -> Period:
    """The period of ``length`` units (1 or more) that an event starts.

    ``rolls=False`` leaves a last day off where it is. Refuses (``year_not_published``) where the calendar of a year
    that matters is not published, unless ``allow_weekday_fallback``; then the period is marked as estimated.
    """
    if length < 1:
        raise ValueError("a period has at least one unit")
    unit = PeriodUnit(unit)
    first = event_on + timedelta(days=1)
    started = Step(first, _EVENT.format(event=event_on, first=first), _ARTICLE_201)
    if unit is PeriodUnit.WORKING_DAYS:
        last = add_working_days(calendar, event_on, length, allow_weekday_fallback=allow_weekday_fallback)
        counted = [*_irregular_days(calendar, first, last), _counted(length, unit, last)]
        return _period(calendar, (event_on, last), [started, *counted], first)
    counted_step = _plain_end(event_on, length, unit)
    steps, last = [started, counted_step], counted_step.on
    if rolls and not calendar.is_working_day(last, allow_weekday_fallback=allow_weekday_fallback):
        rolled = add_working_days(calendar, last, 1, allow_weekday_fallback=allow_weekday_fallback)
        steps.append(Step(rolled, _ROLLED.format(last=last, next=rolled), _ARTICLE_203))
    asked = (last, steps[-1].on) if rolls else None
    return _period(calendar, asked, steps, first)


def months_later(day: date, months: int) -> date:
    """The same-numbered day so many months later, or the last day of a month that has none."""
    count = day.year * _MONTHS_PER_YEAR + day.month - 1 + months
    year, month = divmod(count, _MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _plain_end(event_on: date, length: int, unit: PeriodUnit) -> Step:
    """The last day by the calendar alone."""
    if unit in {PeriodUnit.CALENDAR_DAYS, PeriodUnit.WEEKS}:
        days = length if unit is PeriodUnit.CALENDAR_DAYS else length * 7
        return _counted(length, unit, event_on + timedelta(days=days))
    last = months_later(event_on, length * (_MONTHS_PER_YEAR if unit is PeriodUnit.YEARS else 1))
    sentence = _SAME_DAY if last.day == event_on.day else _MONTH_END
    term = sentence.format(length=length, unit=unit.term, last=last, day=event_on.day)
    return Step(last, term, _ARTICLE_202)


def _counted(length: int, unit: PeriodUnit, last: date) -> Step:
    return Step(last, _COUNTED.format(length=length, unit=unit.term, last=last), _ARTICLE_200)


def _irregular_days(calendar: Calendar, first: date, last: date) -> list[Step]:
    """The runs of festival days off, and the weekend days worked, between two days."""
    steps: list[Step] = []
    run: list[date] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day in calendar.off:
            run.append(day)
            continue
        steps += _skipped(run)
        run = []
        if day in calendar.make_up:
            steps.append(Step(day, _WORKED.format(day=day)))
    return steps


def _skipped(run: list[date]) -> list[Step]:
    return [Step(run[-1], _SKIPPED.format(first=run[0], last=run[-1]))] if run else []


def _period(calendar: Calendar, asked: tuple[date, date] | None, steps: list[Step], first: date) -> Period:
    """Put together, with a mark if a year between the two days asked for is not published."""
    last = steps[-1].on
    years = range(asked[0].year, asked[1].year + 1) if asked else ()
    unknown = [year for year in years if year not in calendar.published]
    if unknown:
        listed = "、".join(map(str, unknown)), ", ".join(map(str, unknown))
        steps = [*steps, Step(last, _ESTIMATED.format(years=Term(*listed)))]
    return Period(first, last, tuple(steps), bool(unknown))
