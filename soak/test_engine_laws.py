"""The laws of the solver on many more random problems. NIANGJIA_SOAK_ROUNDS says how many times fifty."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from niangjia.creditbank.engine.tests import test_solve_laws as laws

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "3"))
long = settings(max_examples=50 * ROUNDS, deadline=None)
chances = st.randoms(use_true_random=False)


def at_length(law, *strategies):
    return long(given(laws.problems, *strategies)(law.hypothesis.inner_test))


test_order = at_length(laws.test_order_of_input_has_no_influence, chances)
test_twice = at_length(laws.test_solving_twice_gives_the_same)
test_loosening = at_length(laws.test_loosening_a_limit_never_takes_credits_away, st.integers(0, 3), st.integers(1, 3))
test_outcome = at_length(laws.test_one_outcome_more_never_takes_credits_away, st.integers(0, 5), st.integers(0, 3))
test_requirements = at_length(laws.test_requirements_first_never_leaves_a_larger_shortfall)
test_posting = at_length(laws.test_posting_and_solving_again_brings_nothing_more)
test_factor = at_length(laws.test_all_amounts_times_a_factor_give_the_same_answer, st.integers(2, 7))
