"""Solve an allocation problem exactly: most credits, then what dies first, then the fewest lines, then one answer."""

import time

from niangjia.creditbank.engine.problem import Allocation, Problem
from niangjia.creditbank.engine.solve.assembly import assemble
from niangjia.creditbank.engine.solve.components import split
from niangjia.creditbank.engine.solve.direct import solve_directly
from niangjia.creditbank.engine.solve.lexicographic import solve_component
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.reduction import reduce
from niangjia.creditbank.engine.validation import validate

__all__ = ["solve"]


def solve(problem: Problem, *, time_limit_seconds: float = 60) -> Allocation:
    """The canonical best allocation. Amounts in grain; the order of the problem's tuples has no influence.

    Each objective comes with its value and bound, and ``optimal`` only where it is proven; when the time runs out the
    best allocation found is returned and the rest is not claimed. Raises ``ValueError`` for an impossible problem.
    """
    validate(problem)
    deadline = time.monotonic() + time_limit_seconds
    ordered = in_order(problem)
    parts = split(reduce(ordered))
    return assemble(ordered, [(part, solve_directly(part) or solve_component(part, deadline)) for part in parts])
