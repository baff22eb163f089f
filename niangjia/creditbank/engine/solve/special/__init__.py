"""The special solver: branch and bound over circulations and a linear relaxation, compiled, proven in integers.

It proves every objective and the canonical answer for the problems that ``flatten`` takes; floating-point numbers only
tell where to look. What it gives up goes to HiGHS. Import it where it is called: compiled code takes a moment to load.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from niangjia.creditbank.engine.problem import Package, Pour, Problem
from niangjia.creditbank.engine.solve.solved import Solved
from niangjia.creditbank.engine.solve.special.fresh import forget_stale_code

forget_stale_code()

from niangjia.creditbank.engine.solve.special.flat import (  # noqa: E402 - only now may compiled code be loaded
    Flat,
    Numbers,
    flatten,
)
from niangjia.creditbank.engine.solve.special.packages import (  # noqa: E402 - the same
    DoesNotFitError,
    choices,
)
from niangjia.creditbank.engine.solve.special.parts import CHOSEN, SETTLED, solve_parts  # noqa: E402 - the same

__all__ = ["NODES", "Searched", "search_whole"]

NODES: Final = 20_000
"""Nodes looked at in a part before it is given up: within a second. With none, nothing is settled."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The amount that each pour of a problem gives, None where that is not settled, and the packages used.

    ``used`` says of each pour whether it gives anything at all, None where not even that is decided.
    """

    pours: tuple[Pour, ...]
    given: tuple[int | None, ...]
    packages: tuple[Package, ...] = ()
    is_whole: bool = True  # every candidate is settled
    used: tuple[bool | None, ...] = ()

    @property
    def amounts(self) -> dict[Pour, int]:
        """The amounts that are settled."""
        return {pour: amount for pour, amount in zip(self.pours, self.given, strict=True) if amount is not None}

    def solved(self, part: Problem) -> Solved | None:
        """The answer of a part of the problem; None unless all of its candidates are settled."""
        if part.pours is self.pours:  # pours are slow to look up
            given = self.given
        else:
            amounts = self.amounts
            given = tuple(amounts.get(pour) for pour in part.pours)
        if None in given or (part.packages and not self.is_whole):
            return None
        packages = tuple(place for place, package in enumerate(part.packages) if package in self.packages)
        return Solved(tuple((place, amount) for place, amount in enumerate(given) if amount), packages)

    def chosen(self, part: Problem) -> tuple[int, ...] | None:
        """The places of a part's pours that give something; None unless that is decided of all of them."""
        if part.packages or not self.used:
            return None
        decided = dict(zip(self.pours, self.used, strict=True))
        if any(decided[pour] is None for pour in part.pours):
            return None
        return tuple(place for place, pour in enumerate(part.pours) if decided[pour])


NOTHING: Final = Searched((), (), is_whole=False)


def search_whole(problem: Problem, *, goals: int = 3, nodes: int = NODES) -> Searched:
    """Search a problem in canonical order: nothing is settled if it does not fit.

    With 1 of the 3 ``goals`` only the credits are looked at, and the answer is not the canonical one.
    """
    if nodes <= 0:
        return NOTHING
    if problem.packages:
        return _search_choices(problem, goals, nodes)
    flat = flatten(problem)
    if flat is None:
        return NOTHING
    answer, states = _answer(flat, goals, nodes)
    found = list(zip(answer.tolist(), states, strict=True))
    given = tuple(amount if reached == SETTLED else None for amount, reached in found)
    used = tuple(amount > 0 if reached in {CHOSEN, SETTLED} else None for amount, reached in found)
    return Searched(problem.pours, given, is_whole=None not in given, used=used)


def _search_choices(problem: Problem, goals: int, nodes: int) -> Searched:
    """The best choice of packages with what is best beside it."""
    try:
        found = [(choice, *_answer(choice.rest, goals, nodes)) for choice in choices(problem)]
    except DoesNotFitError:
        return NOTHING
    if any(reached != SETTLED for _, _, states in found for reached in states):
        return NOTHING
    best, answer, _ = max(found, key=lambda each: each[0].order(each[1]))
    packages = tuple(problem.packages[place] for place in best.packages)
    return Searched(problem.pours, tuple(answer.tolist()), packages)


def _answer(flat: Flat, goals: int, nodes: int) -> tuple[Numbers, list[int]]:
    answer, state = np.zeros(flat.pours.shape[1], np.int64), np.zeros(flat.pours.shape[1], np.int64)
    solve_parts(flat, goals, nodes, answer, state)
    return answer, state.tolist()
