"""The solver's short cuts change no answer, and what it claims is proven."""

import time
from dataclasses import replace
from random import Random

from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.greedy import greedy
from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Cover,
    Outcome,
    Pour,
    Problem,
    Remainder,
    Rounding,
    Sink,
    SinkKind,
    Tier,
)
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.solve.assembly import assemble
from niangjia.creditbank.engine.solve.components import split
from niangjia.creditbank.engine.solve.direct import solve_directly
from niangjia.creditbank.engine.solve.exact_bound import exact_bound, narrow
from niangjia.creditbank.engine.solve.highs import maximise
from niangjia.creditbank.engine.solve.lexicographic import modelled, solve_component
from niangjia.creditbank.engine.solve.model import value_of
from niangjia.creditbank.engine.solve.objectives import objectives
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.reduction import reduce
from niangjia.creditbank.engine.tests.instances import instance, some_outcome, some_sink
from niangjia.creditbank.engine.tests.worked_example import PROBLEM

LATER = 60.0  # seconds


def deadline() -> float:
    return time.monotonic() + LATER


def test_dropping_and_splitting_change_no_answer():
    several = 0
    for seed in range(60):
        left, right = (instance(Random(2 * seed + half), pours=5) for half in (0, 1))
        problem = in_order(side_by_side(left, right))
        several += len(split(reduce(problem))) > 1
        assert solve(problem) == assemble(problem, [(problem, solve_component(problem, deadline()))])
    assert several >= 20


def side_by_side(left: Problem, right: Problem) -> Problem:
    """Two problems as one, under the left one's aim."""
    other = renamed(right)
    return replace(
        left,
        outcomes=left.outcomes + other.outcomes,
        sinks=left.sinks + other.sinks,
        pours=left.pours + other.pours,
        packages=left.packages + other.packages,
        limits=left.limits + other.limits,
        floors=left.floors + other.floors,
    )


def renamed(problem: Problem) -> Problem:
    """The problem with other ids; limits that count everything are left out."""
    return replace(
        problem,
        outcomes=tuple(replace(outcome, id=f"x{outcome.id}") for outcome in problem.outcomes),
        sinks=tuple(replace(sink, id=f"x{sink.id}") for sink in problem.sinks),
        pours=tuple(replace(pour, outcome=f"x{pour.outcome}", sink=f"x{pour.sink}") for pour in problem.pours),
        packages=tuple(
            replace(
                package,
                takes=tuple((f"x{key}", amount) for key, amount in package.takes),
                gives=tuple((f"x{key}", amount) for key, amount in package.gives),
            )
            for package in problem.packages
        ),
        limits=tuple(
            replace(limit, name=f"x{limit.name}", members=frozenset(f"x{key}" for key in limit.members))
            for limit in problem.limits
            if isinstance(limit, AmountCap | CountCap)
        ),
        floors=tuple(
            replace(floor, name=f"x{floor.name}", members=frozenset(f"x{key}" for key in floor.members))
            for floor in problem.floors
        ),
    )


def test_a_single_pour_is_read_off_as_the_solver_finds_it():
    read_off = 0
    for seed in range(200):
        chance = Random(seed)
        outcome, sink = some_outcome(chance, "o", 7), some_sink(chance, "s", 7)
        problem = reduce(Problem(1, (outcome,), (sink,), (Pour("o", "s", "r", least=chance.randint(1, 3)),)))
        direct = solve_directly(problem)
        if problem.pours:
            read_off += 1
            assert direct.amounts == solve_component(problem, deadline()).amounts
    assert read_off > 50


def test_a_problem_with_nothing_to_match_is_proven_empty():
    allocation = solve(Problem(100, (Outcome("A", 100, 100),), (Sink("1", 200, 200),)))
    assert allocation.tiers == tuple(
        Tier(name, 0, 0, optimal=True) for name in ("credited", "credit_months", "lines", "canonical")
    )


def test_without_time_nothing_is_claimed_and_bounds_hold():
    allocation, best = solve(PROBLEM, time_limit_seconds=0), solve(PROBLEM)
    assert not any(tier.optimal for tier in allocation.tiers)
    assert allocation.tiers[0].value == greedy(PROBLEM).total == 1_100
    assert allocation.tiers[0].bound >= best.total
    assert allocation.tiers[1].bound <= best.tiers[1].value
    assert check(PROBLEM, allocation) == ()


def test_sums_beyond_the_tolerance_are_proven_as_well():
    """A prize of which most is thrown away costs 20 million grain-months; a tolerance of 1e-6 of that is 20."""
    grain = 3600
    problem = Problem(
        grain,
        (
            Outcome("prize", 40 * grain, 40 * grain, fan_out=1, remainder=Remainder.LOST, life_months=119),
            *(Outcome(f"training {n}", 7 * grain // 18 + n, grain, life_months=113) for n in range(6)),
        ),
        tuple(Sink(f"course {n}", n * grain, n * grain, step=grain // 2, cover=Cover.PART) for n in range(1, 5)),
        tuple(
            Pour(outcome, f"course {n}", "r")
            for outcome in ("prize", *(f"training {k}" for k in range(6)))
            for n in range(1, 5)
        ),
    )
    allocation = solve(problem)
    assert allocation.optimal
    assert allocation.tiers[1].value > 10_000_000
    assert check(problem, allocation) == ()


def test_the_exact_bound_holds_and_narrowing_loses_no_best_point():
    for seed in range(60):
        problem = reduce(in_order(instance(Random(seed), outcomes=4, sinks=4, pours=7)))
        formulation = modelled(problem)
        for _, objective in objectives(formulation) if problem.pours else ():
            answer = maximise(formulation.model, objective, deadline())
            value = value_of(objective, answer.point)
            assert answer.proven
            assert exact_bound(formulation.model, objective) >= value
            narrow(formulation.model, objective, value)
            assert formulation.model.holds(answer.point)
            formulation.model.at_least(objective, value)


def test_rounding_up_needs_one_grain_only():
    problem = Problem(100, (Outcome("A", 40, 40),), (Sink("1", 50, 50, step=50, rounding=Rounding.CEIL),))
    pour = Pour("A", "1", "r")
    allocation = solve(replace(problem, pours=(pour,)))
    assert [line.amount for line in allocation.poured] == [1]
    assert allocation.credited == (("1", 50),)


def test_a_pool_takes_part_whatever_its_cover_says():
    pool = Sink("P", 300, 300, kind=SinkKind.POOL, cover=Cover.FULL)
    allocation = solve(Problem(100, (Outcome("A", 120, 120),), (pool,), (Pour("A", "P", "r"),)))
    assert allocation.credited == (("P", 120),)
