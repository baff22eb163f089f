"""The special solver beside HiGHS: the same lines, the same amounts, whatever the problem uses that fits it."""

from dataclasses import replace
from random import Random

import pytest

from bench.instances import learner, learner_in_part
from bench.plain import plain_model
from bench.plain_highs import HiGHS
from niangjia.creditbank.engine.greedy import greedy
from niangjia.creditbank.engine.problem import (
    Aim,
    Cover,
    Outcome,
    Overlap,
    Package,
    Pour,
    Problem,
    Remainder,
    Rounding,
    ShareCap,
    Side,
    Sink,
)
from niangjia.creditbank.engine.solve import solve, solve_by_highs, solve_many
from niangjia.creditbank.engine.solve.credited import most_credited
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.special import search_whole
from niangjia.creditbank.engine.solve.special.fresh import forget_stale_code
from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.worked_example import PROBLEM

SIZES = (
    {"outcomes": 3, "sinks": 3, "pours": 6},
    {"outcomes": 4, "sinks": 4, "pours": 7},
    {"outcomes": 5, "sinks": 4, "pours": 9, "most": 3},
    {"outcomes": 5, "sinks": 6, "pours": 14, "most": 6},
)


def fitting(seed: int) -> Problem:
    """A random problem with everything in it that the special solver takes."""
    problem = instance(Random(seed), **SIZES[seed % len(SIZES)])
    return in_order(
        replace(
            problem,
            aim=Aim.CREDITS,
            sinks=tuple(replace(sink, rounding=Rounding.FLOOR) for sink in problem.sinks),
        )
    )


def assert_both_solvers_agree(problem: Problem) -> bool:
    """Whether the special solver settled the problem; if it did, HiGHS says the same."""
    searched = search_whole(problem)
    if not searched.is_whole:
        return False
    wanted = solve_by_highs(problem)
    assert {pour: amount for pour, amount in searched.amounts.items() if amount} == {
        used.pour: used.amount for used in wanted.poured
    }
    assert set(searched.packages) == set(wanted.packages)
    return True


@pytest.mark.parametrize("block", range(4))
def test_what_is_settled_specially_is_what_highs_settles(block):
    settled = [assert_both_solvers_agree(fitting(seed)) for seed in range(block * 60, block * 60 + 60)]
    assert sum(settled) >= 18


@pytest.mark.parametrize(
    "seed",
    [
        213_179,  # two pours that no good answer does without, where one may fill the pool
        217_215,  # the same, from one outcome that serves one course
        220_042,  # a share, tried total after total: what is closed for one total is open for the next
    ],
)
def test_what_prices_decide_breaks_no_rule(seed):
    assert assert_both_solvers_agree(fitting(seed))


def assert_the_same_is_credited(problem: Problem) -> None:
    """However many outcomes and courses there are: what is proven is what HiGHS proves of the model as it is stated."""
    found = most_credited(problem)
    assert (found.value, found.optimal) == (HiGHS(plain_model(problem)).first_objective(), True)


@pytest.mark.parametrize("draw", [learner, learner_in_part])
@pytest.mark.parametrize("number", range(6, 10))  # at number 8 in part, prices once grew beyond 64 bits
def test_a_learner_of_thirty_courses_is_credited_what_highs_credits(draw, number):
    assert_the_same_is_credited(draw(number))


def test_when_the_time_runs_out_no_less_is_proposed_than_by_the_greedy_plan():
    large = learner(0, outcomes=30, courses=60)
    assert solve(large, time_limit_seconds=0.05).total >= greedy(large).total > 0


def test_the_worked_example_is_settled_specially():
    assert search_whole(in_order(PROBLEM)).is_whole
    assert solve(PROBLEM) == solve_by_highs(PROBLEM)


def test_many_are_solved_as_one_by_one():
    problems = [instance(Random(seed)) for seed in range(20)]
    assert solve_many(problems) == [solve(problem) for problem in problems]


@pytest.mark.parametrize(
    "unfit",
    [
        replace(PROBLEM, aim=Aim.REQUIREMENTS),
        replace(PROBLEM, packages=(Package("p", (("A", 100),), (("P", 100),)),)),
        replace(PROBLEM, sinks=tuple(replace(sink, step=2, rounding=Rounding.CEIL) for sink in PROBLEM.sinks)),
    ],
)
def test_what_does_not_fit_goes_to_highs(unfit):
    assert search_whole(in_order(unfit)).amounts == {}
    assert solve(unfit).optimal


def test_an_overlap_of_a_kept_and_a_lost_outcome_does_not_fit():
    outcomes = (Outcome("a", 4, 4), Outcome("b", 4, 4, remainder=Remainder.LOST))
    problem = Problem(
        1, outcomes, (Sink("s", 4, 4),), (Pour("a", "s", "r"), Pour("b", "s", "r")), limits=(Overlap("o", "a", "b", 5),)
    )
    assert search_whole(problem).amounts == {}
    assert solve(problem).total == 4


def test_two_pools_in_steps_are_left_to_highs_when_they_share_what_is_poured():
    outcome = Outcome("a", 7, 7, life_months=0)
    pools = tuple(Sink(name, 6, 6, cover=Cover.PART, least=2, step=2) for name in ("p", "q"))
    problem = Problem(1, (outcome,), pools, (Pour("a", "p", "r"), Pour("a", "q", "r")))
    assert solve(problem) == solve_by_highs(problem)


def test_a_lost_outcome_gives_what_rounding_cuts_off_too_where_prices_decide_that_it_is_used():
    outcome = Outcome("a", 9, 9, remainder=Remainder.LOST, life_months=47)
    pool = Sink("p", 6, 6, cover=Cover.PART, step=3)
    problem = Problem(1, (outcome,), (pool,), (Pour("a", "p", "r"),))
    assert search_whole(in_order(problem)).given == (8,)
    assert solve(problem) == solve_by_highs(problem)


def test_what_is_given_up_goes_to_highs_too():
    problem = in_order(PROBLEM)
    assert search_whole(problem, nodes=1).amounts.keys() < search_whole(problem).amounts.keys()


@pytest.mark.parametrize("seed", [49, 89, 90, 973])
def test_of_what_is_chosen_highs_is_asked_for_the_amounts_alone(seed):
    problem = in_order(instance(Random(seed), outcomes=4, sinks=4, pours=8, most=60))
    searched = search_whole(problem)
    places = searched.chosen(problem)
    assert not searched.is_whole
    assert 0 < len(places) < len(problem.pours)
    found = solve(problem)
    assert found == solve_by_highs(problem)
    assert [line.pour for line in found.poured] == [problem.pours[place] for place in places]


def test_a_share_of_what_is_recognised_is_settled_specially():
    shared = replace(PROBLEM, limits=(*PROBLEM.limits, ShareCap("share", Side.SOURCE, frozenset("C"), 1, 3)))
    assert search_whole(in_order(shared)).is_whole
    assert solve(shared) == solve_by_highs(shared)


def test_compiled_code_of_other_sources_is_forgotten(tmp_path):
    (tmp_path / "kernel.py").write_text("one")
    assert not forget_stale_code(tmp_path)
    kept = tmp_path / "__pycache__" / "kernel.nbi"
    kept.write_text("compiled")
    assert not forget_stale_code(tmp_path)
    assert kept.exists()
    (tmp_path / "kernel.py").write_text("two")
    assert forget_stale_code(tmp_path)
    assert not kept.exists()


@pytest.mark.parametrize("taken", [100, 300, 500, 900])
def test_a_package_is_weighed_against_doing_without_it(taken):
    package = Package("p", (("A", taken),), (("1", 400),))
    packed = replace(PROBLEM, packages=(package,))
    assert search_whole(in_order(packed)).is_whole
    assert solve(packed) == solve_by_highs(packed)
