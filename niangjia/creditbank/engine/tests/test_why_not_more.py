"""Why not more: the limits that stand in the way, and what one step of one of them would bring."""

from random import Random

import pytest

from niangjia.creditbank.engine.loosening import named_limits, without
from niangjia.creditbank.engine.problem import AmountCap, Outcome, Pour, Problem, ShareCap, Side, Sink, SinkKind
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.oracle import most_by_trying
from niangjia.creditbank.engine.tests.worked_example import CERTIFICATES, ELECTIVES, PROBLEM, RECOGNISED
from niangjia.creditbank.engine.why_not_more import WhyNotMore, one_more_step, why_not_more


def test_worked_example_is_held_by_what_may_be_recognised():
    assert why_not_more(PROBLEM, solve(PROBLEM)) == WhyNotMore((RECOGNISED,), proven=True)


def test_half_a_credit_more_to_recognise_brings_half_a_credit():
    assert one_more_step(PROBLEM, RECOGNISED, 50) == 1150


def test_half_a_credit_more_of_certificates_brings_nothing():
    assert one_more_step(PROBLEM, CERTIFICATES, 50) == 1100


def test_two_ways_on_are_closed_by_two_limits_and_both_are_named():
    pool = Sink("P", 300, 300, kind=SinkKind.POOL)
    other_pool = Sink("Q", 200, 200, kind=SinkKind.POOL)
    problem = Problem(100, (Outcome("C", 900, 900),), (pool, other_pool), (Pour("C", "P", "r"), Pour("C", "Q", "r")))
    assert why_not_more(problem, solve(problem)) == WhyNotMore((pool, other_pool), proven=True)
    assert one_more_step(problem, pool, 100) == 600


def test_of_two_limits_that_each_block_alone_the_better_known_is_named():
    pool = Sink("P", 300, 300, kind=SinkKind.POOL)
    cap = AmountCap("competitions", Side.SOURCE, frozenset("C"), 300)
    problem = Problem(100, (Outcome("C", 900, 900),), (pool,), (Pour("C", "P", "r"),), (), (cap,))
    assert why_not_more(problem, solve(problem)) == WhyNotMore((cap,), proven=True)
    assert one_more_step(problem, cap, 100) == 300
    assert one_more_step(problem, pool, 100) == 300


def test_nothing_is_named_when_nothing_more_matches():
    problem = Problem(100, (Outcome("A", 800, 800),), (Sink("1", 400, 400),), (Pour("A", "1", "r"),))
    assert why_not_more(problem, solve(problem)) == WhyNotMore((), proven=True)


def test_a_limit_that_the_problem_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no limit"):
        one_more_step(PROBLEM, Sink("Q", 300, 300, kind=SinkKind.POOL), 50)


def test_a_step_of_a_pool_counts_as_a_limit():
    assert one_more_step(PROBLEM, ELECTIVES, 50) == 1100


def test_a_step_of_a_share_is_one_point_of_a_hundred():
    half = ShareCap("half", Side.SOURCE, frozenset("C"), 1, 2)
    pool = Sink("P", 9000, 9000, kind=SinkKind.POOL)
    outcomes = Outcome("C", 6000, 6000), Outcome("D", 490, 490)
    problem = Problem(100, outcomes, (pool,), (Pour("C", "P", "r"), Pour("D", "P", "r")), (), (half,))
    assert solve(problem).total == 490 + 490
    assert one_more_step(problem, half, 1) == 490 + 510


def test_random_answers_block_together_and_none_can_be_left_out():
    sizes, found = {"outcomes": 3, "sinks": 3, "pours": 5, "most": 4}, 0
    for seed in range(150):
        problem = instance(Random(seed), **sizes)
        allocation = solve(problem)
        why = why_not_more(problem, allocation)
        assert why.proven
        found += bool(why.limits)
        others = [limit for limit in named_limits(problem) if limit not in why.limits]
        only_named = problem
        for limit in others:
            only_named = without(only_named, limit)
        assert not allows_more(only_named, allocation)
        for limit in why.limits:
            assert allows_more(without(only_named, limit), allocation)
    assert found > 30


def allows_more(problem, allocation):
    """Whether trying everything finds more credits with no more shortfall."""
    shortfall = sum(tier.value for tier in allocation.tiers if tier.name == "shortfall")
    return most_by_trying(problem, shortfall) > allocation.total
