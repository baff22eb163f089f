"""When claims are taken: the window around a day, or the next one after it."""

from dataclasses import replace
from datetime import date

import pytest

from niangjia.core.conditions import all_of, fact, one_or_more_of
from niangjia.creditbank.engine.books import GateRow, RuleBook
from niangjia.creditbank.engine.windows import windows_at

SPRING = all_of(fact("claimed_on").at_least(301), fact("claimed_on").at_most(331))
WINTER = one_or_more_of(fact("claimed_on").at_least(1215), fact("claimed_on").at_most(115))
BOOK = RuleBook("RD", 1, "规则", "学院", date(2026, 1, 1))


def found(when, on):
    book = replace(BOOK, gates=(GateRow("G1", "第四条", when, "申请时间"),))
    return [(window.first, window.last, window.is_open(on)) for window in windows_at(book, on)]


@pytest.mark.parametrize(
    ("on", "first", "is_open"),
    [
        (date(2026, 3, 10), date(2026, 3, 1), True),
        (date(2026, 3, 31), date(2026, 3, 1), True),
        (date(2026, 2, 1), date(2026, 3, 1), False),
        (date(2026, 4, 1), date(2027, 3, 1), False),
    ],
)
def test_the_window_is_the_one_around_the_day_or_the_next(on, first, is_open):
    assert found(SPRING, on) == [(first, first.replace(day=31), is_open)]


def test_a_window_may_lie_across_the_new_year():
    assert found(WINTER, date(2027, 1, 5)) == [(date(2026, 12, 15), date(2027, 1, 15), True)]


def test_what_else_the_gate_asks_of_the_person_does_not_move_the_window():
    asking = all_of(*SPRING.members, fact("is_enrolled").is_true())
    assert found(asking, date(2026, 2, 1)) == [(date(2026, 3, 1), date(2026, 3, 31), False)]


@pytest.mark.parametrize(
    "when",
    [
        all_of(fact("claimed_on").at_least(101), fact("claimed_on").at_most(1231)),
        fact("claimed_on").at_least(1301),
        fact("is_enrolled").is_true(),
    ],
)
def test_a_gate_that_never_shuts_or_never_opens_by_the_day_has_no_window(when):
    assert found(when, date(2026, 3, 10)) == []
