"""Laws that hold of every case, over random ones."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from niangjia.core.conditions import Truth
from niangjia.creditbank.engine.books import Case, LimitKind, PostedCourse, PostedLine
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.conversion import Conversion, convert
from niangjia.creditbank.engine.explanation import why_course, why_outcome
from niangjia.creditbank.engine.lines import allocation_of
from niangjia.creditbank.engine.plan import Plan
from niangjia.creditbank.engine.reasons import NOT_COUNTED_TWICE
from niangjia.creditbank.engine.shortage import CAPPED
from niangjia.creditbank.engine.tests.random_cases import random_case
from niangjia.creditbank.engine.why import Answer

SEEDS = range(16)


def posted(found: Conversion) -> Case:
    """The case once its certain plan is posted, with the lots paid."""
    plan = found.certain
    lines = [PostedLine("d", line.outcome, line.course, line.amount, line.amount, line.row, "h") for line in plan.lines]
    for key, result in plan.outcomes.items():
        own = [position for position, line in enumerate(lines) if line.outcome == key]
        beyond = result.consumed - sum(lines[position].amount for position in own)
        if own:
            first = lines[own[0]]
            lines[own[0]] = replace(first, consumed=first.amount + beyond)
    courses = [PostedCourse("d", code, each.credited) for code, each in plan.courses.items() if each.credited]
    outcomes = [_paid(outcome.id, found) for outcome in found.case.outcomes]
    return replace(found.case, history=tuple(lines), credited=tuple(courses), outcomes=tuple(outcomes))


def _paid(key: str, found: Conversion) -> object:
    result = found.certain.outcomes[key]
    outcome = result.standing.outcome
    if outcome.standard_value is None:
        return outcome
    balance = outcome.standard_value if outcome.balance is None else outcome.balance
    return replace(outcome, balance=balance - (result.standard or 0))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_case_is_proven_and_its_figures_agree(seed: int) -> None:
    found = convert(random_case(seed))
    assert found.optimal
    for plan in (found.certain, found.possible):
        assert_figures_agree(plan)
    assert found.possible.totals.recognised >= found.certain.totals.recognised


def assert_figures_agree(plan: Plan) -> None:
    totals = plan.totals
    assert totals.recognised == sum(each.credited for each in plan.courses.values())
    assert totals.recognised == sum(totals.by_kind.values())
    assert totals.recognised <= totals.recognisable
    assert {line.course for line in plan.lines} == {code for code, each in plan.courses.items() if each.credited}
    for result in plan.outcomes.values():
        lot = result.standing.outcome
        assert 0 <= result.consumed <= result.standing.spendable
        if result.standard is not None:
            assert 0 <= result.standard <= (lot.standard_value if lot.balance is None else lot.balance)
    again = allocation_of(plan.problem, plan.lines)
    assert replace(plan.allocation, tiers=again.tiers) == again
    assert check(plan.problem, again) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_courses_and_outcomes_is_irrelevant(seed: int) -> None:
    asked, chance = random_case(seed), Random(seed)
    book = replace(asked.book, rows=_shuffled(asked.book.rows, chance), limits=_shuffled(asked.book.limits, chance))
    programme = replace(asked.programme, courses=_shuffled(asked.programme.courses, chance))
    other = replace(asked, book=book, programme=programme, outcomes=_shuffled(asked.outcomes, chance))
    one, two = convert(asked), convert(other)
    assert one.certain.lines == two.certain.lines
    assert one.possible.lines == two.possible.lines


def _shuffled(values: tuple, chance: Random) -> tuple:
    return tuple(chance.sample(values, len(values)))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_posted_leaves_nothing_more(seed: int) -> None:
    """A second run finds nothing, unless a share may grow with what was posted."""
    found = convert(random_case(seed))
    if any(row.kind is LimitKind.SHARE_OF_RECOGNISED for row in found.case.book.limits):
        return
    assert convert(posted(found)).certain.lines == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_outcome_more_never_takes_credits_away(seed: int) -> None:
    asked = random_case(seed)
    fewer = replace(asked, outcomes=asked.outcomes[1:])
    assert convert(fewer).certain.totals.recognised <= convert(asked).certain.totals.recognised


@pytest.mark.parametrize("seed", SEEDS)
def test_a_higher_cap_never_takes_credits_away(seed: int) -> None:
    asked = random_case(seed)
    looser = replace(asked, programme=replace(asked.programme, residency=asked.programme.residency - Decimal(2)))
    assert convert(looser).certain.totals.recognised >= convert(asked).certain.totals.recognised


@pytest.mark.parametrize("seed", range(8))
def test_everything_can_be_explained(seed: int) -> None:
    found = convert(random_case(seed))
    for code, result in found.certain.courses.items():
        answer = why_course(found, code).answer
        assert (answer in {Answer.YES, Answer.PARTLY}) == (result.credited > 0)
    for key, outcome in found.certain.outcomes.items():
        assert (why_outcome(found, key).answer is Answer.YES) == bool(outcome.lines)


@pytest.mark.parametrize("seed", range(40))
def test_a_headline_that_names_a_limit_rests_on_a_limit_that_fails(seed: int) -> None:
    """Of every course and outcome, before anything is posted and after; and what a limit forbids is said so."""
    found = convert(random_case(seed))
    for each in (found, convert(posted(found))):
        told = [why_course(each, code) for code in each.certain.courses]
        told += [why_outcome(each, key) for key in each.certain.outcomes]
        for why in told:
            names_limit = why.headline in {CAPPED, NOT_COUNTED_TWICE}
            failed = [line for line in why.conditions if line.verdict is Truth.NO and line.bar is not None]
            assert not names_limit or any(line.bar[0] > line.bar[1] for line in failed)
