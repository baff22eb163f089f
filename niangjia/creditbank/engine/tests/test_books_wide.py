"""Cases that use every setting of the fifteen families: each one matters, and whoever solves them finds the same.

What never reaches a solver is not among them: quorum, examples and replay of family 14; deadline, notice, appeal and
revocation of family 15. They have their examples in ``families``.
"""

from collections import Counter

import pytest

from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.explanation import why_course, why_outcome
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.problem import Problem
from niangjia.creditbank.engine.solve import solve, solve_by_highs
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.special import search_whole
from niangjia.creditbank.engine.tests.coarsening import in_halves, trials
from niangjia.creditbank.engine.tests.settings_in_use import every_setting, settings_that_matter
from niangjia.creditbank.engine.tests.test_books_laws import assert_figures_agree
from niangjia.creditbank.engine.tests.test_solve_oracle import assert_solved_as_by_trying_everything
from niangjia.creditbank.engine.tests.wide_cases import wide_case
from niangjia.creditbank.engine.why import Answer

MOST_TRIALS = 2_000
SPECIALLY, PARTLY, BY_HIGHS, TRIED = "settled specially", "specially in part", "left to HiGHS", "tried everything"


def assert_a_case_is_solved_alike(seed: int) -> Counter[str]:
    """Both problems of a case, where there is anything to choose: how many were settled how."""
    prepared = prepare(wide_case(seed))
    problems = [prepared.certain]
    if prepared.possible != prepared.certain:
        problems.append(prepared.possible)
    found: Counter[str] = Counter()
    for problem in problems:
        if problem.pours or problem.packages:
            found[_assert_solved_alike(problem)] += 1
            found[TRIED] += _is_tried(problem)
    return found


def _assert_solved_alike(problem: Problem) -> str:
    """By the special solver and HiGHS. Where nothing fits the special one the answer is HiGHS's, and is checked."""
    searched, found = search_whole(in_order(problem)), solve(problem)
    assert found.optimal
    assert check(problem, found) == ()
    if not searched.is_whole and not searched.amounts:
        return BY_HIGHS
    assert found == solve_by_highs(problem)
    return SPECIALLY if searched.is_whole else PARTLY


def _is_tried(problem: Problem) -> bool:
    """Whether there are few enough ways to try them all; if so, none is better."""
    coarse = in_halves(problem)
    if coarse is None or trials(coarse) > MOST_TRIALS:
        return False
    assert_solved_as_by_trying_everything(coarse)
    return True


def test_every_setting_of_every_family_is_used_and_matters():
    missing = every_setting()
    for seed in range(400):
        missing -= settings_that_matter(wide_case(seed), missing)
    assert missing == frozenset()


def test_the_settings_are_those_of_fifteen_families_and_of_history():
    assert {name.split()[0] for name in every_setting()} == {*map(str, range(1, 16)), "H"}


@pytest.mark.parametrize("block", range(4))
def test_wide_cases_are_solved_alike_by_both_solvers_and_by_trying_everything(block):
    seeds = range(block * 20, block * 20 + 20)
    found = sum(map(assert_a_case_is_solved_alike, seeds), Counter())
    assert found[SPECIALLY] >= 4


@pytest.mark.parametrize("seed", range(30))
def test_every_wide_case_can_be_explained(seed):
    found = convert(wide_case(seed))
    for plan in (found.certain, found.possible):
        assert_figures_agree(plan)
    for code in found.certain.courses:
        assert str(why_course(found, code))
    for key, outcome in found.certain.outcomes.items():
        assert (why_outcome(found, key).answer is Answer.YES) == bool(outcome.lines)
