"""HiGHS behind exact integers: what it returns is rounded, every row is checked again, its bound is read with care.

A floating-point solver is no proof. A value is claimed only if floor(dual bound + 1e-6 * max(1, |value|)) <= value,
with a relative gap of 0. Value and bound are counted from the best bound known exactly, so that large sums of
credit-months stay within what the tolerance can tell apart.
"""

import math
import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from niangjia.creditbank.engine.solve.exact_bound import exact_bound
from niangjia.creditbank.engine.solve.model import Linear, Model, value_of

TOLERANCE = 1e-6
TELLABLE = 100_000  # beyond it a tenth of a unit is lost in the tolerance

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
    result = _run(model, scaled, deadline)
    point = None if result is None else _point(model, scaled, result, deadline)
    if result is None or point is None:
        return Answer(None, ceiling * common, proven=False)
    value = value_of(scaled, point)
    if ceiling - value > TELLABLE:
        ceiling = min(ceiling, exact_bound(model, scaled))
    bound = max(value, min(ceiling, _read_bound(result, value, ceiling)))
    return Answer(point, bound * common, proven=bound == value)


def _run(model: Model, objective: Linear, deadline: float) -> OptimizeResult | None:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        return None
    size = len(model.lows)
    costs = np.zeros(size)
    costs[list(objective)] = [-factor for factor in objective.values()]
    return milp(
        costs,
        integrality=np.ones(size, int),
        bounds=Bounds(np.array(model.lows, float), np.array(model.highs, float)),
        constraints=_constraints(model),
        options={"mip_rel_gap": 0.0, "time_limit": remaining},
    )


def _constraints(model: Model) -> LinearConstraint:
    terms = [term for row in model.rows for term in row.terms]
    ends = np.cumsum([0, *(len(row.terms) for row in model.rows)])
    matrix = csr_array(
        ([float(factor) for _, factor in terms], [column for column, _ in terms], ends),
        shape=(len(model.rows), len(model.lows)),
    )
    lows = [-np.inf if row.low is None else float(row.low) for row in model.rows]
    highs = [np.inf if row.high is None else float(row.high) for row in model.rows]
    return LinearConstraint(matrix, lows, highs)


def _point(model: Model, objective: Linear, result: OptimizeResult, deadline: float) -> Point | None:
    """The rounded point if it satisfies every row exactly; else the amounts are sought again for its choices."""
    if result.x is None:
        return None
    point = tuple(round(value) for value in result.x)
    if model.holds(point):
        return point
    lows, highs = model.lows, model.highs
    chosen = [low == 0 and high == 1 for low, high in zip(lows, highs, strict=True)]
    narrow = Model(
        [value if is_choice else low for value, low, is_choice in zip(point, lows, chosen, strict=True)],
        [value if is_choice else high for value, high, is_choice in zip(point, highs, chosen, strict=True)],
        model.rows,
    )
    again = _run(narrow, objective, deadline)
    if again is None or again.x is None:
        return None
    mended = tuple(round(value) for value in again.x)
    return mended if model.holds(mended) else None


def _read_bound(result: OptimizeResult, value: int, ceiling: int) -> int:
    """Floor of the solver's dual bound of the maximum, its tolerance added; ``ceiling`` where it gave none.

    Both are counted down from ``ceiling``, which is exact.
    """
    dual: float | None = result.mip_dual_bound
    if dual is None or not math.isfinite(dual):
        return ceiling
    return ceiling + math.floor(-dual - ceiling + TOLERANCE * max(1, abs(value - ceiling)))
