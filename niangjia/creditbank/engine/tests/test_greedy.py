"""The baseline: always allowed, never better than the exact answer, sometimes worse."""

from random import Random

from niangjia.creditbank.engine.check import check, counted
from niangjia.creditbank.engine.greedy import greedy, greedy_lines
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.worked_example import PROBLEM


def test_worked_example_is_found_by_best_first_as_well():
    allocation = greedy(PROBLEM)
    assert check(PROBLEM, allocation) == ()
    assert [(used.pour.outcome, used.pour.sink, used.amount) for used in allocation.poured] == [
        ("C", "1", 400),
        ("A", "2", 300),
        ("D", "3", 200),
        ("A", "P", 200),
    ]


def test_best_first_is_always_allowed_and_never_better_and_claims_nothing():
    worse = 0
    for seed in range(150):
        problem = instance(Random(seed), outcomes=4, sinks=4, pours=7)
        allocation, best, lines = greedy(problem), solve(problem), greedy_lines(problem)
        assert set(lines.poured) == set(allocation.poured)
        assert set(lines.packages) == set(allocation.packages)
        assert counted(problem, lines).credited == allocation.total
        assert check(problem, allocation) == ()
        assert not any(tier.optimal for tier in allocation.tiers)
        ranks = [
            [-tier.value if tier.name == "shortfall" else tier.value for tier in answer.tiers[:-3]]
            for answer in (allocation, best)
        ]
        assert ranks[0] <= ranks[1]
        worse += ranks[0] < ranks[1]
    assert worse > 10
