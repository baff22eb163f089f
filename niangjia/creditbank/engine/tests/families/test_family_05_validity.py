"""Family 5: validity. At award, claim or redemption; the shorter of awarder and accepter under a ceiling; recency."""

from datetime import date

import pytest

from niangjia.core.conditions import fact
from niangjia.creditbank.engine.books import Case, HeldOutcome, KindSetting, Learner, OutcomeKind, RecencyRow, ValidOn
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.explanation import why_outcome
from niangjia.creditbank.engine.facts import facts_of
from niangjia.creditbank.engine.standing import Obstacle
from niangjia.creditbank.engine.tests.families.reading import obstacles, recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_TRAINING,
    book,
    by_hours,
    case,
    course,
    frees,
    programme,
    training,
)
from niangjia.creditbank.engine.validity import Bound, validity_of

CLAIM, POSTING = date(2026, 5, 8), date(2026, 6, 1)


def claimed(outcome: HeldOutcome, valid_on: ValidOn, **settings: object) -> Case:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),), valid_on=valid_on)
    return case(rules, programme(course("1", "2")), outcome, on=CLAIM, **settings)


@pytest.mark.parametrize(("valid_on", "credits_"), [(ValidOn.AWARD, 2), (ValidOn.CLAIM, 2), (ValidOn.REDEMPTION, 0)])
def test_a_paper_that_dies_between_claim_and_posting(valid_on: ValidOn, credits_: int) -> None:
    """It is valid until 20 May, claimed on 8 May, posted on 1 June."""
    paper = training("T", 36, expires_on=date(2026, 5, 20))
    assert recognised(claimed(paper, valid_on, redeemed_on=POSTING)) == credits_


@pytest.mark.parametrize(("valid_on", "credits_"), [(ValidOn.AWARD, 2), (ValidOn.CLAIM, 0), (ValidOn.REDEMPTION, 0)])
def test_a_paper_that_died_before_the_claim(valid_on: ValidOn, credits_: int) -> None:
    """It was valid when it was awarded, and no longer on the day of the claim."""
    paper = training("T", 36, expires_on=date(2026, 4, 30))
    assert recognised(claimed(paper, valid_on)) == credits_


@pytest.mark.parametrize(
    ("awarder", "accepter", "ceiling", "last_day", "bound"),
    [
        (date(2027, 1, 1), 60, 84, date(2027, 1, 1), Bound.AWARDER),
        (date(2040, 1, 1), 60, 84, date(2029, 3, 1), Bound.ACCEPTER),
        (date(2040, 1, 1), None, 84, date(2031, 3, 1), Bound.CEILING),
        (None, 120, 84, date(2031, 3, 1), Bound.CEILING),
        (None, None, None, None, None),
    ],
)
def test_the_shelf_life_is_the_shortest_that_anyone_says(
    awarder: date | None, accepter: int | None, ceiling: int | None, last_day: date | None, bound: Bound | None
) -> None:
    """Awarded on 1 March 2024; the accepter says 5 years, the ceiling is 7."""
    rules = book(kinds=(KindSetting(OutcomeKind.TRAINING, shelf_life_months=accepter),), ceiling_months=ceiling)
    found = validity_of(training("T", 36, awarded_on=date(2024, 3, 1), expires_on=awarder), rules, CLAIM)
    assert (found.last_day, found.bound) == (last_day, bound)


def of_subjects(**settings: object) -> Case:
    """Two trainings of June 2023, one of computing and one of safety, and one whose subject is not recorded."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),), **settings)
    held = (
        training(key, 36, awarded_on=date(2023, 6, 1), subject=subject)
        for key, subject in (("C", "计算机"), ("S", "安全"), ("U", None))
    )
    return case(rules, programme(course("1", "2")), *held, on=CLAIM)


def test_some_subjects_live_shorter() -> None:
    """Computing lives two years. What may be computing is not taken for something else."""
    recency = RecencyRow("N", "第十二条", fact("subject").equals("计算机"), 24)
    assert obstacles(of_subjects()) == {"C": None, "S": None, "U": None}
    assert obstacles(of_subjects(recencies=(recency,))) == {"C": Obstacle.EXPIRED, "S": None, "U": Obstacle.EXPIRED}


def test_recency_says_until_when() -> None:
    recency = RecencyRow("N", "第十二条", IS_TRAINING, 36)
    outcome, rules = training("T", 36, awarded_on=date(2024, 2, 29)), book(recencies=(recency,))
    found = validity_of(outcome, rules, CLAIM, facts=facts_of(outcome, Learner("w"), CLAIM))
    assert (found.last_day, found.bound, found.months) == (date(2027, 2, 28), Bound.RECENCY, 36)
    assert (found.life_months, found.article) == (9, "第十二条")


def test_the_row_of_recency_is_told_as_the_reason() -> None:
    recency = RecencyRow("N", "第十二条", fact("subject").equals("计算机"), 24)
    told = str(why_outcome(convert(of_subjects(recencies=(recency,))), "C"))
    assert ("第十二条" in told, "2 年" in told) == (True, True)
