"""Packages: every choice of them is tried, and what is left beside each choice is a problem without packages.

What a package takes and gives is a fact then: outcomes have less left and count as touched, sinks are filled, limits
have less room. The best of all choices is compared goal by goal and then by the canonical order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

import numpy as np

from niangjia.creditbank.engine.problem import Overlap, Package, Problem
from niangjia.creditbank.engine.solve.inflow import takes_part
from niangjia.creditbank.engine.solve.special.flat import (
    AMOUNT,
    FAN,
    LIFE,
    LOST,
    NEED,
    OUT,
    PART,
    ROOM,
    SIDE,
    SINK,
    SPARE,
    SPILL,
    STEP,
    TIMES,
    WHOLE,
    Flat,
    Numbers,
    flatten,
)

MOST: Final = 4  # packages: their choices are doubled by each
Order = tuple[Any, ...]


class DoesNotFitError(Exception):
    """A choice of packages that only HiGHS can judge."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Some packages, what is left beside them, and what they give and cost."""

    packages: tuple[int, ...]  # places in the problem
    rest: Flat
    credited: int
    months: int

    def order(self, answer: Numbers) -> Order:
        """How good the choice is with an answer to its rest: the greater the better."""
        outs, sinks, pours = self.rest.outs, self.rest.sinks, self.rest.pours
        given = np.bincount(pours[OUT], answer, outs.shape[1]).astype(np.int64)
        inflow = np.bincount(pours[SINK], answer, sinks.shape[1]).astype(np.int64)
        credited = np.where(sinks[PART] == 1, inflow // sinks[STEP] * sinks[STEP], sinks[NEED] * (inflow > 0))
        consumed = np.where(outs[LOST] == 1, outs[AMOUNT] * (given > 0), given)
        used = tuple((answer > 0).tolist())
        return (
            self.credited + int(credited.sum()),
            -self.months - int((consumed * outs[LIFE]).sum()),
            -sum(used) - len(self.packages),
            used,
            tuple(-place for place in self.packages),
            tuple(answer.tolist()),
        )


def choices(problem: Problem) -> list[Choice]:
    """Every choice of packages that the limits allow. Raises ``DoesNotFitError``."""
    flat = flatten(replace(problem, packages=()))
    taken = {key for package in problem.packages for key, _ in package.takes}
    overlaps = (limit for limit in problem.limits if isinstance(limit, Overlap))
    if flat is None or len(problem.packages) > MOST or any({o.first, o.second} & taken for o in overlaps):
        raise DoesNotFitError
    places = range(len(problem.packages))
    found = (_choice(problem, flat, some) for count in range(len(places) + 1) for some in combinations(places, count))
    return [choice for choice in found if choice is not None]


def _choice(problem: Problem, flat: Flat, places: tuple[int, ...]) -> Choice | None:
    """The choice of some packages; None where a limit forbids it."""
    packages = [problem.packages[place] for place in places]
    out_of = {outcome.id: place for place, outcome in enumerate(problem.outcomes)}
    sink_of = {sink.id: place for place, sink in enumerate(problem.sinks)}
    taken = _sums([(out_of[key], amount) for package in packages for key, amount in package.takes], flat.outs.shape[1])
    given = _sums(
        [(sink_of[key], amount) for package in packages for key, amount in package.gives], flat.sinks.shape[1]
    )
    lines = np.bincount([out_of[key] for package in packages for key, _ in package.takes], minlength=flat.outs.shape[1])
    arrays = ("outs", "sinks", "pours", "caps", "cap_member", "counts", "count_member")
    rest = flat._replace(**{name: getattr(flat, name).copy() for name in arrays})
    touched = lines > 0
    rest.outs[AMOUNT] -= taken
    rest.outs[FAN] -= lines
    months = _months(flat, taken, touched)
    rest.outs[LIFE, touched & (flat.outs[LOST] == 1)] = 0  # it is consumed whole already
    rest.outs[LOST, touched] = 0
    rest.pours[SPILL, touched[rest.pours[OUT]]] = 0
    is_allowed = _fill(problem, rest, packages, given)
    _count_amounts(rest, [_members(package, out_of, sink_of) for package in packages])
    _count_members(rest, touched, given > 0)
    if not is_allowed or min(rest.outs[AMOUNT].min(), rest.outs[FAN].min()) < 0:
        return None
    if any(rooms.size and rooms.min() < 0 for rooms in (rest.caps[ROOM][rest.caps[WHOLE] == 0], rest.counts[ROOM])):
        return None
    if (rest.caps[SPARE] < 0).any():
        raise DoesNotFitError
    return Choice(places, rest, int(given.sum()), months)


def _sums(pairs: Sequence[tuple[int, int]], length: int) -> Numbers:
    sums = np.zeros(length, np.int64)
    for place, amount in pairs:
        sums[place] += amount
    return sums


def _months(flat: Flat, taken: Numbers, touched: np.ndarray[Any, np.dtype[np.bool_]]) -> int:
    """What the packages consume, times its life."""
    lost = flat.outs[LOST] == 1
    return int((flat.outs[LIFE] * np.where(lost, flat.outs[AMOUNT] * touched, taken)).sum())


def _fill(problem: Problem, rest: Flat, packages: Sequence[Package], given: Numbers) -> bool:
    """Close the sinks that packages fill, each in full and by one of them; whether they may be filled so."""
    for place, sink in enumerate(problem.sinks):
        fillers = sum(key == sink.id for package in packages for key, _ in package.gives)
        # within a step a pour could still flow in beside the package, and carry a spill
        if fillers and (takes_part(sink) or sink.step > 1 or given[place] < rest.sinks[NEED, place]):
            raise DoesNotFitError
        if fillers > 1 or (fillers and (given[place] > rest.sinks[NEED, place] or sink.contributors == 0)):
            return False
        if fillers:
            rest.sinks[NEED, place] = 0
    return True


def _members(
    package: Package, out_of: dict[str, int], sink_of: dict[str, int]
) -> tuple[list[int], list[tuple[int, int]]]:
    return [out_of[key] for key, _ in package.takes], [(sink_of[key], amount) for key, amount in package.gives]


def _count_amounts(rest: Flat, packages: Sequence[tuple[list[int], list[tuple[int, int]]]]) -> None:
    """A package counts at its outcomes with all that it gives, at its sinks with what each gets."""
    for taken, given in packages:
        total = sum(amount for _, amount in given)
        for c in range(rest.caps.shape[1]):
            if rest.caps[SIDE, c]:
                counted = sum(amount for place, amount in given if rest.cap_member[c, place])
            else:
                counted = total if any(rest.cap_member[c, place] for place in taken) else 0
            if rest.caps[WHOLE, c]:
                rest.caps[SPARE, c] += rest.caps[TIMES, c] * total - rest.caps[WHOLE, c] * counted
            else:
                rest.caps[ROOM, c] -= counted


def _count_members(
    rest: Flat, touched: np.ndarray[Any, np.dtype[np.bool_]], freed: np.ndarray[Any, np.dtype[np.bool_]]
) -> None:
    """Who is touched or freed by a package counts once and is free from then on."""
    for c in range(rest.counts.shape[1]):
        marks = freed if rest.counts[SIDE, c] else touched
        members = rest.count_member[c, : len(marks)]
        rest.counts[ROOM, c] -= (members * marks).sum()
        members[marks] = 0
