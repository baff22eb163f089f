"""The special solver: branch and bound over circulations, compiled, in integers throughout.

It proves every objective and the canonical answer without a floating-point number, for the problems that ``flatten``
takes; what it gives up goes to HiGHS. Import it where it is called: compiled code takes a moment to load.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from niangjia.creditbank.engine.problem import Pour, Problem
from niangjia.creditbank.engine.solve.solved import Solved
from niangjia.creditbank.engine.solve.special.fresh import forget_stale_code

forget_stale_code()

from niangjia.creditbank.engine.solve.special.flat import flatten  # noqa: E402 - only now may compiled code be loaded
from niangjia.creditbank.engine.solve.special.parts import SETTLED, solve_parts  # noqa: E402 - the same

__all__ = ["Searched", "search_whole"]

NODES: Final = 20_000
"""Nodes looked at in a part before it is given up: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The amount that each pour of a problem gives, for those that are settled."""

    amounts: dict[Pour, int]
    is_whole: bool

    def solved(self, part: Problem) -> Solved | None:
        """The answer of a part of the problem; None unless all of its pours are settled."""
        if part.packages or any(pour not in self.amounts for pour in part.pours):
            return None
        given = ((place, self.amounts[pour]) for place, pour in enumerate(part.pours))
        return Solved(tuple((place, amount) for place, amount in given if amount), ())


def search_whole(problem: Problem, *, goals: int = 3, nodes: int = NODES) -> Searched:
    """Search a problem in canonical order: nothing is settled if it does not fit.

    With 1 of the 3 ``goals`` only the credits are looked at, and the answer is not the canonical one.
    """
    flat = flatten(problem)
    if flat is None:
        return Searched({}, is_whole=False)
    answer, state = np.zeros(len(problem.pours), np.int64), np.zeros(len(problem.pours), np.int64)
    solve_parts(flat, goals, nodes, answer, state)
    states = state.tolist()
    found = zip(problem.pours, answer.tolist(), states, strict=True)
    return Searched(
        {pour: amount for pour, amount, reached in found if reached == SETTLED},
        is_whole=all(reached == SETTLED for reached in states),
    )
