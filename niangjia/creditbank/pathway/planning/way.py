"""The shortest way to graduation: exact, with proof or a stated bound, and why it can't be sooner.

Solved by HiGHS behind exact integers (``engine.solve.highs``): every row is checked again, and the way found is judged
by ``problem.is_way``, which shares no code with the rows.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from niangjia.creditbank.engine.solve.highs import Point, maximise
from niangjia.creditbank.engine.solve.model import Linear, value_of
from niangjia.creditbank.pathway.planning.formulation import Formulation, Name, formulate
from niangjia.creditbank.pathway.planning.problem import Aim, Choice, WayProblem, costs, is_way

SECONDS: Final = 5.0
SOLVER: Final = "niangjia.creditbank.engine.solve.floating"  # loading it takes a second that is not the search's
LATER_FIRST: Final = (
    "total", "residency", "category", "load", "clash", "full", "shift", "prerequisite", "course"
)  # fmt: skip
"""Which reasons are dropped first where another explains as much: sums before single courses."""


class UnsoundWayError(Exception):
    """The independent check does not accept what the solver found: nothing of it may be shown."""


@dataclass(frozen=True, slots=True)
class Way:
    """The best way: what it costs by aim, in the order asked; ``bounds`` are what no way can go below.

    ``reasons`` are an irreducible set of rules that together forbid to graduate a term sooner; empty where that was not
    proven, or where it cannot be sooner.
    """

    choice: Choice
    costs: Mapping[Aim, int]
    bounds: Mapping[Aim, int]
    order: tuple[Aim, ...]
    reasons: tuple[Name, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether no way is better."""
        return all(self.costs[aim] == self.bounds[aim] for aim in self.order)


@dataclass(frozen=True, slots=True)
class NoWay:
    """The offer that is known leads to no graduation; ``reasons`` together forbid it. Empty: time ran out."""

    reasons: tuple[Name, ...]


def best_way(problem: WayProblem, order: Sequence[Aim], *, seconds: float = SECONDS) -> Way | NoWay:
    """The way that costs least of the first aim, of those the least of the second, and so on.

    Raises ``UnsoundWayError`` if the check refuses it.
    """
    import_module(SOLVER)
    deadline = time.monotonic() + seconds
    made = formulate(problem, problem.terms)
    point, is_proven = _feasible(made, deadline)
    if point is None:
        return NoWay(forbidding(problem, problem.terms, deadline + seconds) if is_proven else ())
    made.model.fix(made.broken, 0)
    bounds: dict[Aim, int] = {}
    aims = (*order, *(aim for aim in Aim if aim not in order))
    for aim in aims:
        objective = made.objective(aim)
        point, bounds[aim] = _improved(made, objective, point, deadline)
        if objective:
            made.model.at_least(objective, value_of(objective, point))
    tidy = {made.taken[offer.id]: -place for place, offer in enumerate(made.offers, 1)}
    point, _ = _improved(made, tidy, point, deadline)
    return _way(problem, made, point, bounds, aims, deadline + seconds)


def _way(
    problem: WayProblem,
    made: Formulation,
    point: Point,
    bounds: Mapping[Aim, int],
    aims: tuple[Aim, ...],
    deadline: float,
) -> Way:
    choice = Choice(
        tuple(offer for offer in made.offers if point[made.taken[offer.id]]),
        next((each for each in made.freeings if point[made.freed[each.id]]), None),
    )
    if not is_way(problem, choice):
        raise UnsoundWayError(choice)
    found = costs(problem, choice)
    sooner = found[Aim.TERMS] - 1
    reasons = forbidding(problem, sooner, deadline) if sooner >= 0 and bounds[Aim.TERMS] > sooner else ()
    return Way(choice, found, bounds, aims, reasons)


def _improved(made: Formulation, objective: Linear, point: Point, deadline: float) -> tuple[Point, int]:
    """A point at least as good, and the least that the cost can be."""
    if not objective:
        return point, 0
    answer = maximise(made.model, objective, deadline, point)
    if answer.point is not None and value_of(objective, answer.point) >= value_of(objective, point):
        point = answer.point
    return point, -answer.bound


def _feasible(made: Formulation, deadline: float) -> tuple[Point | None, bool]:
    """A point that breaks no rule, or None; and whether that is proven."""
    nothing = tuple(1 if column == made.broken else 0 for column in range(len(made.model.lows)))
    answer = maximise(made.model, {made.broken: -1}, deadline, nothing)
    found = answer.point if answer.point is not None and not answer.point[made.broken] else None
    return found, found is not None or answer.proven


def forbidding(problem: WayProblem, horizon: int, deadline: float) -> tuple[Name, ...]:
    """Rules that together leave no way within so many terms, none of which could be left out. Empty: not proven."""
    names = formulate(problem, horizon).names
    if _may_be_kept(problem, horizon, names, deadline):
        return ()
    kept = frozenset(names)
    for kind in LATER_FIRST:
        same = sorted(name for name in names if name[0] == kind)
        kept -= _idle(problem, horizon, kept, same, deadline)
    if time.monotonic() > deadline:
        return ()
    return tuple(sorted(kept, key=lambda name: (-LATER_FIRST.index(name[0]), name)))


def _idle(
    problem: WayProblem, horizon: int, kept: frozenset[Name], names: Sequence[Name], deadline: float
) -> frozenset[Name]:
    """Of these rules, those that the others forbid as much without: tried together, then by halves."""
    if not names or time.monotonic() > deadline:
        return frozenset()
    if not _may_be_kept(problem, horizon, kept - {*names}, deadline):
        return frozenset(names)
    if len(names) == 1:
        return frozenset()
    middle = len(names) // 2
    first = _idle(problem, horizon, kept, names[:middle], deadline)
    return first | _idle(problem, horizon, kept - first, names[middle:], deadline)


def _may_be_kept(problem: WayProblem, horizon: int, names: Collection[Name], deadline: float) -> bool:
    """Whether some choice keeps these rules within so many terms; where time runs out, it may be."""
    point, is_proven = _feasible(formulate(problem, horizon, names.__contains__), deadline)
    return point is not None or not is_proven
