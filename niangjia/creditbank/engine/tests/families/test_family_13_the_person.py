"""Family 13: the person. Age, enrolment, the window for claims; a failed gate is the reason. Fees are reported."""

from datetime import date
from decimal import Decimal

import pytest

from niangjia.core.conditions import Condition, all_of, fact, one_or_more_of
from niangjia.creditbank.engine.books import Case, FeePer, FeeRow, GateRow, Learner
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.explanation import why_course
from niangjia.creditbank.engine.fees import fees_of
from niangjia.creditbank.engine.tests.families.reading import recognised
from niangjia.creditbank.engine.tests.samples import (
    TODAY,
    book,
    by_hours,
    case,
    course,
    frees,
    programme,
    training,
)

ADULT = fact("age_years").at_least(18)
ENROLLED = fact("is_enrolled").is_true()


def of(*gates: Condition, learner: Learner | None = None, on: date = TODAY, fees: tuple[FeeRow, ...] = ()) -> Case:
    """36 hours free a course of 2 credits, where the gates let the person in."""
    rows = tuple(GateRow(f"G{place}", "第三条", when, "申请条件") for place, when in enumerate(gates))
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),), gates=rows, fees=fees)
    person = Learner("w", age_years=30) if learner is None else learner
    return case(rules, programme(course("1", "2")), training("T", 36), learner=person, on=on)


@pytest.mark.parametrize(
    ("learner", "credits_"),
    [
        (Learner("w", age_years=18), 2),
        (Learner("w", age_years=17), 0),
        (Learner("w"), 0),
        (Learner("w", age_years=40, is_enrolled=False), 0),
    ],
)
def test_age_and_enrolment(learner: Learner, credits_: int) -> None:
    """Whoever can't be seen to pass a gate does not pass it."""
    assert recognised(of(ADULT, ENROLLED, learner=learner)) == credits_


def test_the_gate_is_the_reason() -> None:
    conversion = convert(of(ADULT, learner=Learner("w", age_years=17)))
    told = str(why_course(conversion, "1"))
    assert ("年龄" in told, "第三条" in told) == (True, True)


WINDOWS = one_or_more_of(
    all_of(fact("claimed_on").at_least(301), fact("claimed_on").at_most(415)),
    all_of(fact("claimed_on").at_least(901), fact("claimed_on").at_most(1015)),
)


@pytest.mark.parametrize(
    ("on", "credits_"),
    [
        (date(2026, 3, 2), 2),
        (date(2026, 4, 15), 2),
        (date(2026, 4, 16), 0),
        (date(2026, 9, 1), 2),
        (date(2026, 12, 31), 0),
    ],
)
def test_the_window_for_claims(on: date, credits_: int) -> None:
    """Claims are taken from 1 March to 15 April and from 1 September to 15 October."""
    assert recognised(of(WINDOWS, on=on)) == credits_


def test_the_window_is_told_as_days() -> None:
    told = str(why_course(convert(of(WINDOWS, on=date(2026, 5, 8))), "1"))
    assert ("5月8日" in told, "4月15日" in told) == (True, True)


def test_the_first_two_years_of_study() -> None:
    """The other reading of a term window: within 24 months of enrolment."""
    window = fact("months_enrolled").at_most(24)
    found = [
        recognised(of(window, learner=Learner("w", enrolled_on=day))) for day in (date(2024, 9, 1), date(2023, 9, 1))
    ]
    assert found == [2, 0]


def fee(key: str, yuan: str, per: FeePer, when: Condition | None = None) -> FeeRow:
    return FeeRow(key, "第十五条", "工本费", Decimal(yuan), per, when)


def test_fees_are_reported_and_change_nothing() -> None:
    """20 a decision, 10 a course, 5.5 a credit, 3 an outcome; 100 for whoever is not enrolled."""
    rows = (
        fee("F1", "20", FeePer.DECISION),
        fee("F2", "10", FeePer.COURSE),
        fee("F3", "5.5", FeePer.CREDIT),
        fee("F4", "3", FeePer.OUTCOME),
        fee("F5", "100", FeePer.DECISION, fact("is_enrolled").is_false()),
        fee("F6", "1", FeePer.DECISION, fact("months_enrolled").at_least(12)),
    )
    conversion = convert(of(fees=rows))
    told = [(each.row.id, each.yuan, each.is_certain) for each in fees_of(conversion.prepared, conversion.certain)]
    assert told == [("F1", 20, True), ("F2", 10, True), ("F3", 11, True), ("F4", 3, True), ("F6", 1, False)]
    assert conversion.certain.totals.recognised == 2


def test_what_recognises_nothing_costs_nothing() -> None:
    conversion = convert(of(ADULT, learner=Learner("w", age_years=17), fees=(fee("F1", "20", FeePer.DECISION),)))
    assert fees_of(conversion.prepared, conversion.certain) == ()
