"""What is said of an outcome alone is what ``prepare`` says of the case with that outcome and nothing else."""

from dataclasses import replace
from math import lcm

from niangjia.creditbank.engine.alone import alone, standing_alone
from niangjia.creditbank.engine.candidates import open_targets
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.tests.random_cases import random_case


def counted(problem, key):
    """The names of the limits that count an outcome."""
    return {
        limit.name for limit in problem.limits if getattr(limit, "side", None) is Side.SOURCE and key in limit.members
    }


def test_an_outcome_alone_is_as_in_a_case_of_its_own():
    found = 0
    for seed in range(60):
        case = replace(random_case(seed), history=(), credited=())
        case = replace(case, learner=replace(case.learner, passed_courses=frozenset()))
        for outcome in case.outcomes:
            own = prepare(replace(case, outcomes=(outcome,)))
            ground = prepare(replace(case, outcomes=()))
            standing = standing_alone(ground, outcome)
            exact = prepare(replace(case, outcomes=()), grain_multiple=lcm(ground.grain, standing.value.denominator))
            told = alone(exact, standing, open_targets(exact.case, exact.standings))
            assert exact.grain == own.grain
            assert told.standing == own.standings.outcomes[outcome.id]
            assert (told.outcome,) == (own.possible.outcomes or (None,))
            assert (told.candidates.pours, told.candidates.packages) == (own.possible.pours, own.possible.packages)
            assert told.limits == counted(own.possible, outcome.id)
            found += bool(told.candidates.pours)
    assert found > 40
