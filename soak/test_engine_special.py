"""The special solver beside HiGHS on 30,000 random problems of all kinds: what it settles may not differ in one line.

It settles more than 10,000 of them. NIANGJIA_SOAK_ROUNDS says how many times 30,000, counted in thirds: 3 is one whole
round. Rule books of every family are drawn in ``test_engine_families``.
"""

import os

import pytest

from bench.instances import learner, learner_in_part
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.tests.test_solve_specially import (
    assert_both_solvers_agree,
    assert_the_same_is_credited,
    fitting,
)

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "3"))
BLOCK = 2_500


@pytest.mark.parametrize("block", range(4 * ROUNDS))
def test_random_problems_are_settled_specially_as_highs_settles_them(block):
    first = 200_000 + block * BLOCK
    settled = [assert_both_solvers_agree(fitting(seed)) for seed in range(first, first + BLOCK)]
    assert sum(settled) >= BLOCK * 34 // 100


@pytest.mark.parametrize("draw", [learner, learner_in_part])
@pytest.mark.parametrize("number", range(1_000, 1_000 + 34 * ROUNDS))
def test_learners_of_thirty_courses_are_credited_what_highs_credits(draw, number):
    assert_the_same_is_credited(draw(number))


@pytest.mark.parametrize("number", range(2_000, 2_000 + 10 * ROUNDS))
def test_all_objectives_of_thirty_courses_are_those_of_highs(number):
    assert assert_both_solvers_agree(in_order(learner_in_part(number)))


@pytest.mark.parametrize("number", range(3_000, 3_000 + 3 * ROUNDS))
def test_what_is_settled_of_courses_filled_whole_is_what_highs_settles(number):
    assert_both_solvers_agree(in_order(learner(number)))
