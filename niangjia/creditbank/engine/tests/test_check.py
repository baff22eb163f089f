"""The check accepts what the solver proposes and refuses every tampering; each refusal says what and how much."""

from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.problem import Allocation, Outcome, Pour, PouredAmount, Problem, Sink
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.solve.assembly import unclaimed
from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.mutations import tamperings
from niangjia.creditbank.engine.tests.tightenings import tightenings
from niangjia.creditbank.engine.tests.worked_example import PROBLEM

KINDS = {
    "a grain is added",
    "a grain is taken",
    "an amount becomes nothing",
    "an amount becomes negative",
    "a line is dropped",
    "a line is doubled",
    "a line is split",
    "a row is made up",
    "a mark is changed",
    "another mark is changed",
    "the least amount is changed",
    "a line goes to another sink",
    "a line comes from another outcome",
    "a line comes from nowhere",
    "another candidate takes the line",
    "a grain moves to another line",
    "a package is added",
    "a package is dropped",
    "a package is doubled",
    "a package gives more",
    "a package takes less",
    "a package is made up",
    *(
        f"{field} {change}"
        for field in ("credited", "consumed")
        for change in ("is one more", "is one less", "is dropped", "is doubled", "is of another", "is added")
    ),
    *(
        f"{tier} {change}"
        for tier in ("shortfall", "credited", "credit_months", "lines", "canonical")
        for change in ("is stated wrongly", "has another bound", "is inflated with its bound")
    ),
    "an objective is dropped",
    "an objective is doubled",
    "an objective is renamed",
    "an objective is not proven and the next is claimed",
    "objectives change places",
    "all objectives are dropped",
}
CODES = {
    "no_candidate",
    "overdrawn",
    "fan_out",
    "spill_alone",
    "over_need",
    "below_cover",
    "contributors",
    "amount_cap",
    "share_cap",
    "count_cap",
    "unrelated_cap",
    "exclusion",
    "overlap",
}


@cache
def solved() -> tuple[tuple[Problem, Allocation], ...]:
    """The worked example and random problems that credit something."""
    problems = [PROBLEM, *(instance(Random(seed), outcomes=4, sinks=4, pours=7) for seed in range(250))]
    answers = [(problem, solve(problem)) for problem in problems]
    return tuple((problem, allocation) for problem, allocation in answers if allocation.total)


def test_what_the_solver_proposes_is_accepted():
    assert [check(problem, allocation) for problem, allocation in solved()] == [()] * len(solved())


def test_every_tampering_is_refused_and_each_kind_occurs():
    tried = Counter()
    for problem, allocation in solved():
        for kind, tampered in tamperings(problem, allocation):
            tried[kind] += 1
            assert check(problem, tampered), (kind, tampered)
    assert set(tried) == KINDS
    assert min(tried.values()) >= 10


def test_what_a_rule_forbids_is_refused_by_that_rule_and_each_rule_occurs():
    tried = Counter()
    for problem, allocation in solved():
        for code, tighter in tightenings(problem, allocation):
            tried[code] += 1
            restated = unclaimed(tighter, allocation.poured, allocation.packages)
            assert code in {violation.code for violation in check(tighter, restated)}, (code, tighter)
    assert set(tried) == CODES
    assert min(tried.values()) >= 3


def test_a_worse_allocation_claimed_to_be_the_best_is_refused():
    best = solve(PROBLEM)
    for place in range(4):
        restated = unclaimed(PROBLEM, (*best.poured[:place], *best.poured[place + 1 :]), ())
        tiers = tuple(replace(tier, bound=tier.value, optimal=True) for tier in restated.tiers[:-1])
        forged = replace(restated, tiers=(*tiers, best.tiers[-1]))
        assert check(PROBLEM, forged), place


def test_an_allocation_that_claims_nothing_may_be_any_that_the_rules_allow():
    best = solve(PROBLEM)
    assert check(PROBLEM, unclaimed(PROBLEM, best.poured[:1], ())) == ()
    assert check(PROBLEM, unclaimed(PROBLEM, (), ())) == ()


@pytest.mark.parametrize(
    ("amount", "sentences"),
    [
        (
            450,
            [
                ("成果 A 给出 4.5 学分，只有 4 可用", "outcome A gives 4.5 credits, has 4"),
                ("1 认定 4.5 学分，只差 3", "1 is credited 4.5 credits, needs only 3"),
            ],
        ),
        (200, [("1 认定 2 学分，至少应为 3", "1 is credited 2 credits, at least 3 is required")]),
    ],
)
def test_a_refusal_says_what_and_how_much_in_both_languages(amount, sentences):
    pour = Pour("A", "1", "r")
    problem = Problem(100, (Outcome("A", 400, 400),), (Sink("1", 300, 300),), (pour,))
    violations = check(problem, unclaimed(problem, (PouredAmount(pour, amount),), ()))
    assert [(violation.term.zh, violation.term.en) for violation in violations] == sentences


def test_an_amount_that_no_decimal_holds_is_said_as_a_fraction():
    pour = Pour("A", "1", "r")
    problem = Problem(18, (Outcome("A", 6, 6),), (Sink("1", 18, 18),), (pour,))
    (violation,) = check(problem, unclaimed(problem, (PouredAmount(pour, 6),), ()))
    assert violation.term.en == "1 is credited 1/3 credits, at least 1 is required"
