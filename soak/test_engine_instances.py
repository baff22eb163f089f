"""Thousands of random problems: the solver against trying everything. NIANGJIA_SOAK_ROUNDS says how many thousand."""

import os
from random import Random

import pytest

from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.test_solve_oracle import assert_solved_as_by_trying_everything

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "3"))
SIZES = (
    {"outcomes": 3, "sinks": 3, "pours": 6},
    {"outcomes": 4, "sinks": 4, "pours": 7},
    {"outcomes": 4, "sinks": 3, "pours": 8, "most": 4},
    {"outcomes": 5, "sinks": 4, "pours": 9, "most": 3},
)


@pytest.mark.parametrize("part", range(10 * ROUNDS))
def test_random_problems_are_solved_as_by_trying_everything(part):
    for seed in range(100_000 + part * 100, 100_000 + part * 100 + 100):
        assert_solved_as_by_trying_everything(instance(Random(seed), **SIZES[seed % len(SIZES)]))
