"""What the solver answers, on examples that can be followed by hand."""

from niangjia.creditbank.engine.problem import Tier
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.tests.worked_example import PROBLEM


def test_worked_example_comes_out_to_the_last_figure():
    allocation = solve(PROBLEM)
    assert [(used.pour.outcome, used.pour.sink, used.amount) for used in allocation.poured] == [
        ("C", "1", 400),
        ("A", "2", 300),
        ("D", "3", 200),
        ("A", "P", 200),
    ]
    assert allocation.credited == (("1", 400), ("2", 300), ("3", 200), ("P", 200))
    assert allocation.consumed == (("A", 500), ("C", 400), ("D", 200))
    assert allocation.tiers == (
        Tier("credited", 1100, 1100, optimal=True),
        Tier("credit_months", 68_400, 68_400, optimal=True),
        Tier("lines", 4, 4, optimal=True),
        Tier("canonical", 0, 0, optimal=True),
    )
    assert allocation.optimal
    assert allocation.total == 1100
