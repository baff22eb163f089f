"""Periods as a jurist would count them on paper."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.refusals import Refusal
from niangjia.core.workdays import PeriodUnit, add_working_days, months_later, period_end
from niangjia.core.workdays.tests.calendars import published_calendar

CALENDAR = published_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


def last_day(event_on: date, length: int, unit: PeriodUnit) -> date:
    return period_end(CALENDAR, event_on=event_on, length=length, unit=unit).last_day


def test_a_make_up_sunday_is_worked_and_a_festival_monday_is_not() -> None:
    assert CALENDAR.is_working_day(date(2025, 9, 28))
    assert not CALENDAR.is_working_day(date(2025, 10, 6))
    assert not CALENDAR.is_working_day(date(2025, 3, 8))
    assert CALENDAR.is_working_day(date(2025, 3, 10))


def test_working_days_pass_over_the_national_day_and_count_the_make_up_days() -> None:
    period = period_end(CALENDAR, event_on=date(2025, 9, 24), length=15, unit="working_days")
    assert (period.first_day, period.last_day) == (date(2025, 9, 25), date(2025, 10, 21))
    assert [step.term.zh for step in period.steps] == [
        "起始日 2025-09-24 不计入，2025-09-25 为第一日",
        "2025-09-28 调休上班，计入",
        "2025-10-01 至 2025-10-08 放假，不计入",
        "2025-10-11 调休上班，计入",
        "数满 15个工作日，到 2025-10-21",
    ]
    assert [str(step.article) for step in period.steps if step.article] == ["民法典第201条", "民法典第200条"]


def test_a_last_day_off_rolls_to_the_first_day_worked() -> None:
    period = period_end(CALENDAR, event_on=date(2025, 8, 4), length=60, unit="calendar_days")
    assert period.last_day == date(2025, 10, 9)
    assert period.steps[-1].term.zh == "2025-10-03 不上班，顺延到 2025-10-09"
    assert period.steps[-1].term.en == "2025-10-03 is a day off; the period runs to 2025-10-09"
    assert str(period.steps[-1].article) == "民法典第203条"


def test_a_last_day_on_a_make_up_saturday_does_not_roll() -> None:
    assert last_day(date(2025, 10, 1), 10, PeriodUnit.CALENDAR_DAYS) == date(2025, 10, 11)


def test_a_period_that_may_not_roll_ends_where_it_ends() -> None:
    period = period_end(CALENDAR, event_on=date(2025, 8, 4), length=60, unit="calendar_days", rolls=False)
    assert period.last_day == date(2025, 10, 3)


def test_a_month_ends_on_the_same_day_or_on_the_last_of_the_month() -> None:
    assert last_day(date(2025, 1, 31), 1, PeriodUnit.MONTHS) == date(2025, 2, 28)
    assert last_day(date(2024, 2, 29), 1, PeriodUnit.YEARS) == date(2025, 2, 28)
    assert last_day(date(2025, 11, 14), 3, PeriodUnit.MONTHS) == date(2026, 2, 14)
    assert last_day(date(2025, 3, 3), 2, PeriodUnit.WEEKS) == date(2025, 3, 17)
    leap = period_end(CALENDAR, event_on=date(2024, 2, 29), length=1, unit="years")
    assert leap.steps[-1].term.zh == "1年后的那个月没有 29 日，取月末 2025-02-28"


def test_a_year_not_published_is_refused_in_both_languages() -> None:
    with pytest.raises(Refusal) as refusal:
        period_end(CALENDAR, event_on=date(2026, 12, 28), length=15, unit="working_days")
    assert refusal.value.code == "year_not_published"
    assert "2027" in refusal.value.term.zh
    assert "2027" in refusal.value.term.en


def test_an_estimate_by_weekdays_is_marked() -> None:
    period = period_end(
        CALENDAR, event_on=date(2026, 12, 28), length=15, unit="working_days", allow_weekday_fallback=True
    )
    assert period.estimated
    assert period.last_day == date(2027, 1, 18)
    assert period.steps[-1].term.zh.startswith("2027 年放假安排未发布")
    assert not period_end(
        CALENDAR, event_on=date(2026, 11, 2), length=5, unit="working_days", allow_weekday_fallback=True
    ).estimated


def test_a_period_through_a_year_not_published_needs_only_the_year_of_its_end() -> None:
    with pytest.raises(Refusal):
        period_end(CALENDAR, event_on=date(2026, 12, 28), length=1, unit="months")
    assert last_day(date(2001, 5, 1), 3, PeriodUnit.YEARS) == date(2004, 5, 8)


def test_the_statutory_days_of_an_early_year_are_not_made_up() -> None:
    assert CALENDAR.is_statutory_holiday(date(2025, 5, 2))
    assert not CALENDAR.is_statutory_holiday(date(2024, 5, 2))
    with pytest.raises(Refusal) as refusal:
        CALENDAR.is_statutory_holiday(date(2010, 5, 1))
    assert refusal.value.code == "statutory_days_unknown"


@pytest.mark.parametrize("length", [0, -1])
def test_a_period_has_a_length(length: int) -> None:
    for unit in ("working_days", "months"):
        with pytest.raises(ValueError, match="at least one"):
            period_end(CALENDAR, event_on=date(2025, 1, 1), length=length, unit=unit)


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    last = add_working_days(CALENDAR, day, count)
    between = (day + timedelta(days=offset) for offset in range(1, (last - day).days + 1))
    assert sum(CALENDAR.is_working_day(each) for each in between) == count
    assert CALENDAR.is_working_day(last)


@given(DAYS, st.integers(1, 120), st.sampled_from([PeriodUnit.CALENDAR_DAYS, PeriodUnit.WORKING_DAYS]))
def test_a_longer_period_never_ends_earlier_and_ends_on_a_day_worked(day: date, length: int, unit: PeriodUnit) -> None:
    assert last_day(day, length, unit) <= last_day(day, length + 1, unit)
    assert CALENDAR.is_working_day(last_day(day, length, unit))


@given(DAYS, st.integers(0, 300))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
