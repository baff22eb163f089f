"""HiGHS behind exact integers: what it returns is rounded, every row is checked again, its bound is read with care.

A floating-point solver is no proof. A value is claimed only if floor(dual bound + 1e-6 * max(1, |value|)) <= value,
with a relative gap of 0. Value and bound are counted down from the best bound known exactly or proven in the same way
in coarser units, so that large sums of credit-months stay within what the tolerance can tell apart.
"""

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from niangjia.creditbank.engine.solve.exact_bound import exact_bound
from niangjia.creditbank.engine.solve.model import Linear, Model, value_of

if TYPE_CHECKING:  # loaded at first use: scipy takes a second, and who only shows pages need not wait
    from scipy.optimize import LinearConstraint, OptimizeResult

TOLERANCE = 1e-6
TELLABLE = 100_000  # of a sum up to here the tolerance is a tenth of a unit at most
NEAR = 0.5  # two values of an integer objective that are nearer are the same one

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
    point, dual = _search(model, scaled, deadline)
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


def _search(model: Model, objective: Linear, deadline: float) -> tuple[Point | None, float]:
    """The best point and the solver's bound; amounts are asked to be whole only if they don't come out so."""
    best, dual = None, math.inf
    for whole in (False, True):
        result = _run(model, objective, deadline, all_whole=whole)
        if result is None:
            break
        dual = min(dual, _dual(result))
        point = _checked(model, result)
        if point is not None and (best is None or value_of(objective, point) > value_of(objective, best)):
            best = point
        if best is not None and dual < value_of(objective, best) + NEAR:
            break
    return best, dual


def _run(model: Model, objective: Linear, deadline: float, *, all_whole: bool) -> "OptimizeResult | None":
    import numpy as np  # noqa: PLC0415 - see above
    from scipy.optimize import Bounds, milp  # noqa: PLC0415 - see above

    remaining = deadline - time.monotonic()
    if remaining <= 0:
        return None
    size = len(model.lows)
    costs, whole = np.zeros(size), np.ones(size, int)
    costs[list(objective)] = [-factor for factor in objective.values()]
    if not all_whole:
        whole[list(model.amounts)] = 0
    return milp(
        costs,
        integrality=whole,
        bounds=Bounds(np.array(model.lows, float), np.array(model.highs, float)),
        constraints=_constraints(model),
        options={"mip_rel_gap": 0.0, "time_limit": remaining},
    )


def _constraints(model: Model) -> "LinearConstraint":
    import numpy as np  # noqa: PLC0415 - see above
    from scipy.optimize import LinearConstraint  # noqa: PLC0415 - see above
    from scipy.sparse import csr_array  # noqa: PLC0415 - see above

    terms = [term for row in model.rows for term in row.terms]
    ends = np.cumsum([0, *(len(row.terms) for row in model.rows)])
    matrix = csr_array(
        ([float(factor) for _, factor in terms], [column for column, _ in terms], ends),
        shape=(len(model.rows), len(model.lows)),
    )
    lows = [-np.inf if row.low is None else float(row.low) for row in model.rows]
    highs = [np.inf if row.high is None else float(row.high) for row in model.rows]
    return LinearConstraint(matrix, lows, highs)


def _checked(model: Model, result: "OptimizeResult") -> Point | None:
    """The solver's point in whole numbers, if it satisfies every row exactly."""
    if result.x is None:
        return None
    point = tuple(round(value) for value in result.x)
    return point if model.holds(point) else None


def _dual(result: "OptimizeResult") -> float:
    """The solver's bound of the maximum; infinite where it gave none."""
    dual: float | None = result.mip_dual_bound
    return math.inf if dual is None or not math.isfinite(dual) else -dual
