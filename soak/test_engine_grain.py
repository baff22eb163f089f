"""Amounts of thousands of grain: the short cuts against the plain model, whose columns are all whole."""

import os
import time
from random import Random

import pytest

from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.solve.lexicographic import modelled, reach
from niangjia.creditbank.engine.solve.model import value_of
from niangjia.creditbank.engine.solve.objectives import objectives
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.tests.instances import instance

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "3"))


def plain_values(problem):
    """The objectives' values by the whole model: nothing dropped, nothing split, nothing left to come out whole."""
    formulation = modelled(in_order(problem))
    formulation.model.amounts.clear()
    goals = objectives(formulation)
    point, claims = reach(formulation, goals, time.monotonic() + 60)
    assert all(claim.proven for claim in claims.values())
    return [abs(value_of(objective, point)) for _, objective in goals]


@pytest.mark.parametrize("part", range(5 * ROUNDS))
def test_large_amounts_are_solved_as_by_the_plain_model(part):
    for seed in range(part * 20, part * 20 + 20):
        problem = instance(Random(seed), outcomes=6, sinks=6, pours=14, most=20_000)
        allocation = solve(problem)
        assert allocation.optimal
        assert check(problem, allocation) == ()
        assert [tier.value for tier in allocation.tiers[:-1]] == plain_values(problem)
