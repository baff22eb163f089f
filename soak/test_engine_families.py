"""10,000 random cases that use every setting of the fifteen families: what both solvers prove is the same.

Of each case both problems are solved, what is certain and what a panel could add. What the special solver settles, in
whole or in part, HiGHS alone must answer alike in every line, amount and objective; what does not fit it goes to HiGHS
anyway and is checked. Where there are few ways, counted in half credits, all of them are tried. About half of the
problems are settled specially, and of two in five every way is tried; a round takes some three minutes of one core.

NIANGJIA_SOAK_ROUNDS says how many times 10,000, counted in thirds: 3 is one whole round.
"""

import os
from collections import Counter

import pytest

from niangjia.creditbank.engine.tests.test_books_wide import (
    BY_HIGHS,
    PARTLY,
    SPECIALLY,
    TRIED,
    assert_a_case_is_solved_alike,
)

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "3"))
BLOCK = 100


@pytest.mark.parametrize("block", range(-(-100 * ROUNDS // 3)))
def test_cases_of_every_family_are_solved_alike_by_both_solvers(block):
    first = 300_000 + block * BLOCK
    found = sum(map(assert_a_case_is_solved_alike, range(first, first + BLOCK)), Counter())
    solved = found[SPECIALLY] + found[PARTLY] + found[BY_HIGHS]
    assert found[SPECIALLY] * 10 >= solved * 3
    assert found[TRIED] * 5 >= solved
