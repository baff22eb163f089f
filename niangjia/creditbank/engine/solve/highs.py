"""HiGHS behind exact integers: what it returns is rounded, every row is checked again, its bound is read with care.

A floating-point solver is no proof. A value is claimed only if floor(dual bound + 1e-6 * max(1, |value|)) <= value,
with a relative gap of 0. Value and bound are counted down from the best bound known exactly or proven in the same way
in coarser units, so that large sums of credit-months stay within what the tolerance can tell apart. Where amounts are
so fine that a choice taken to a millionth would let whole grains through, its bound is not read at all: then a value is
claimed only by the exact bound.
"""

import math
import time
from dataclasses import dataclass

from niangjia.creditbank.engine.solve.exact_bound import exact_bound
from niangjia.creditbank.engine.solve.model import Linear, Model, value_of

TOLERANCE = 1e-6
TELLABLE = 100_000  # of a sum up to here the tolerance is a tenth of a unit at most
FINEST = (
    10_000_000  # the largest factor of a row next to which a column taken to TOLERANCE is still told from a whole one
)
NEAR = 0.5  # two values of an integer objective that are nearer are the same one
ATTEMPTS = ((False, True), (True, True), (False, False), (True, False))  # amounts whole?, presolve?

Point = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best integer point found (checked, or None), and an upper bound of the objective's value."""

    point: Point | None
    bound: int
    proven: bool


def maximise(model: Model, objective: Linear, deadline: float, start: Point | None = None) -> Answer:
    """Make ``objective`` as large as possible over the model until ``deadline`` (of ``time.monotonic``).

    ``start`` is a point known to satisfy the model; where it reaches what the columns allow, no solver is asked.
    """
    common = math.gcd(*objective.values()) or 1
    scaled = {column: factor // common for column, factor in objective.items()}
    ceiling = sum(max(f * model.lows[c], f * model.highs[c]) for c, f in scaled.items())
    if start is not None and value_of(scaled, start) == ceiling:
        return Answer(start, ceiling * common, proven=True)
    point, dual = _search(model, scaled, deadline, start)
    if model.largest_factor() > FINEST:
        dual, ceiling = math.inf, min(ceiling, exact_bound(model, scaled))
    if point is None:
        return Answer(None, min(ceiling, _read(dual, ceiling, ceiling)) * common, proven=False)
    value = value_of(scaled, point)
    if ceiling - value > TELLABLE and dual < value + NEAR:
        ceiling = _nearer_ceiling(model, scaled, value, ceiling, deadline)
    bound = max(value, min(ceiling, _read(dual, value, ceiling)))
    return Answer(point, bound * common, proven=bound == value)


def _read(dual: float, value: int, ceiling: int) -> int:
    """Floor of the solver's bound with its tolerance added, both counted down from a ceiling that holds anyway."""
    if not math.isfinite(dual):
        return ceiling
    return ceiling + math.floor(dual - ceiling + TOLERANCE * max(1, abs(value - ceiling)))


def _nearer_ceiling(model: Model, objective: Linear, value: int, ceiling: int, deadline: float) -> int:
    """A ceiling near enough to the value: from the exact duals, else from the same question in coarse units."""
    ceiling = min(ceiling, exact_bound(model, objective))
    missing = ceiling - value
    if missing <= TELLABLE:
        return ceiling
    unit = math.isqrt(missing) + 1
    coarse = model.copy()
    units = coarse.column(missing // unit)
    coarse.at_least({**objective, units: unit}, ceiling - unit + 1)
    return ceiling + unit * maximise(coarse, {units: -1}, deadline).bound


def _search(model: Model, objective: Linear, deadline: float, start: Point | None) -> tuple[Point | None, float]:
    """The best point and the solver's bound; amounts are asked to be whole only if they don't come out so.

    A point that does not satisfy every row exactly is thrown away, and so is a whole answer that contradicts ``start``:
    HiGHS's presolve has called feasible problems infeasible, so it is asked again without it.
    """
    from niangjia.creditbank.engine.solve.floating import whole_numbers  # noqa: PLC0415 - see there

    known = -math.inf if start is None else value_of(objective, start)
    best, dual = None, math.inf
    for all_whole, presolve in ATTEMPTS:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            break
        point, bound = whole_numbers(model, objective, remaining, all_whole=all_whole, presolve=presolve)
        if bound < known - NEAR:
            continue
        dual = min(dual, bound)
        if point is not None and model.holds(point) and _is_better(objective, point, best):
            best = point
        if best is not None and dual < value_of(objective, best) + NEAR:
            break
    return best, dual


def _is_better(objective: Linear, point: Point, best: Point | None) -> bool:
    return best is None or value_of(objective, point) > value_of(objective, best)
