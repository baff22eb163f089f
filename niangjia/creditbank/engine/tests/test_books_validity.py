"""How long an outcome lives (family 5)."""

from dataclasses import replace
from datetime import date

import pytest

from niangjia.creditbank.engine.books import HeldOutcome, KindSetting, OutcomeKind, RuleBook, ValidOn
from niangjia.creditbank.engine.tests.samples import book, certificate
from niangjia.creditbank.engine.validity import Bound, add_months, validity_of


def shelf(months: int | None, **settings: object) -> RuleBook:
    return book(kinds=(KindSetting(OutcomeKind.SKILL_CERTIFICATE, shelf_life_months=months),), **settings)


AWARDED = certificate("A", 4, awarded_on=date(2019, 5, 8))


@pytest.mark.parametrize(
    ("on", "is_valid", "months"),
    [
        (date(2025, 5, 8), True, 12),
        (date(2026, 5, 8), True, 0),
        (date(2026, 5, 9), False, 0),
        (date(2026, 3, 9), True, 1),
    ],
)
def test_seven_years_from_the_award(on: date, *, is_valid: bool, months: int) -> None:
    found = validity_of(AWARDED, shelf(84), on)
    assert (found.is_valid, found.life_months, found.last_day) == (is_valid, months, date(2026, 5, 8))


def test_the_shorter_of_awarder_and_accepter_holds() -> None:
    expiring = replace(AWARDED, expires_on=date(2024, 12, 31))
    assert validity_of(expiring, shelf(84), date(2024, 6, 1)).bound is Bound.AWARDER
    assert validity_of(expiring, shelf(60), date(2024, 6, 1)).bound is Bound.ACCEPTER
    assert validity_of(expiring, shelf(60), date(2024, 6, 1)).last_day == date(2024, 5, 8)


def test_the_ceiling_of_the_book_is_over_both() -> None:
    found = validity_of(replace(AWARDED, expires_on=date(2040, 1, 1)), shelf(None, ceiling_months=36), date(2021, 1, 1))
    assert (found.bound, found.months, found.last_day) == (Bound.CEILING, 36, date(2022, 5, 8))


def test_what_nobody_limits_never_expires() -> None:
    found = validity_of(AWARDED, book(), date(2060, 1, 1))
    assert (found.is_valid, found.last_day, found.life_months) == (True, None, 120)


def test_a_book_that_checks_at_the_award_lets_it_count_for_ever() -> None:
    assert validity_of(AWARDED, shelf(12, valid_on=ValidOn.AWARD), date(2060, 1, 1)).is_valid
    lapsed: HeldOutcome = replace(AWARDED, expires_on=date(2019, 5, 7))
    assert not validity_of(lapsed, shelf(12, valid_on=ValidOn.AWARD), date(2060, 1, 1)).is_valid


def test_what_is_not_awarded_yet_does_not_count() -> None:
    found = validity_of(AWARDED, book(), date(2019, 5, 7))
    assert (found.is_valid, found.is_awarded) == (False, False)


def test_a_month_without_the_day_ends_on_its_last_day() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)
