"""The solver equals trying everything, in every objective and in the canonical answer."""

from random import Random

import pytest

from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.oracle import brute_force


def assert_solved_as_by_trying_everything(problem):
    best, allocation = brute_force(problem), solve(problem)
    assert allocation.optimal
    assert tuple(tier.value for tier in allocation.tiers[:-1]) == best.values
    assert tuple((used.pour, used.amount) for used in allocation.poured) == best.amounts
    assert allocation.packages == best.packages
    assert check(problem, allocation) == ()


@pytest.mark.parametrize("block", range(10))
def test_wide_problems_are_solved_as_by_trying_everything(block):
    for seed in range(block * 20, block * 20 + 20):
        assert_solved_as_by_trying_everything(instance(Random(seed), outcomes=4, sinks=4, pours=7))


@pytest.mark.parametrize("block", range(10))
def test_crowded_problems_are_solved_as_by_trying_everything(block):
    for seed in range(block * 20, block * 20 + 20):
        assert_solved_as_by_trying_everything(instance(Random(seed), outcomes=4, sinks=3, pours=8, most=4))
