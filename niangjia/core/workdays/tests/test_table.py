"""The holiday table: what it first holds, and what it takes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from niangjia.core.audit.queries import history
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.core.workdays.models import Holiday, Year
from niangjia.core.workdays.operations import publish_year, year_id
from niangjia.core.workdays.queries import calendar, published_years
from niangjia.core.workdays.tests.calendars import published_calendar

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
NEXT: dict[str, Any] = {
    "year": 2027,
    "source": "示例",
    "off": {date(2027, 1, 1): "元旦"},
    "make_up": {date(2027, 1, 3): "元旦"},
    "statutory": {date(2027, 1, 1): "元旦"},
}


def test_the_table_first_holds_what_was_published() -> None:
    assert calendar() == published_calendar()
    assert published_years()[-1] == 2026


def test_the_calendar_in_memory_costs_one_query(django_assert_num_queries) -> None:
    calendar()
    with django_assert_num_queries(1):
        calendar()


def test_a_year_is_published_replaced_and_known_at_once() -> None:
    publish_year(actor=SYSTEM, at=AT, **NEXT)
    assert not calendar().is_working_day(date(2027, 1, 1))
    assert calendar().is_working_day(date(2027, 1, 3))
    later = AT.replace(hour=9)
    publish_year(actor=SYSTEM, at=later, **{**NEXT, "make_up": {}, "off": {date(2027, 1, 4): "元旦"}})
    assert calendar().is_working_day(date(2027, 1, 1))
    assert not calendar().is_working_day(date(2027, 1, 3))
    assert [entry.at for entry in history(year_id(2027))] == [AT, later]


@pytest.mark.parametrize(
    "wrong",
    [
        {"off": {date(2026, 12, 31): "元旦"}},
        {"make_up": {date(2027, 1, 1): "元旦"}},
        {"make_up": {date(2027, 1, 4): "元旦"}},
    ],
)
def test_days_that_contradict_each_other_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        publish_year(actor=SYSTEM, at=AT, **{**NEXT, **wrong})
    assert refusal.value.code == "contradicting_days"
    assert not Year.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    ("on", "kind"), [(date(2026, 1, 1), "off"), (date(2025, 6, 6), "off"), (date(2026, 6, 6), "holiday")]
)
def test_the_database_itself_refuses_a_day_twice_of_another_year_or_of_no_kind(on: date, kind: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(date=on, kind=kind, name="示例", year_id=2026)
