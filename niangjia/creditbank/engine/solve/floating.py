"""The floating-point side: HiGHS by way of scipy. Nothing that comes from here is believed before it is checked.

Import this module where it is called, not before: scipy takes a second to load, and who only shows pages need not wait.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array

from niangjia.creditbank.engine.solve.model import Linear, Model, Row


def whole_numbers(
    model: Model, objective: Linear, seconds: float, *, all_whole: bool, presolve: bool
) -> tuple[tuple[int, ...] | None, float]:
    """The point that HiGHS finds best, each value rounded, and its bound of the maximum (infinite if it has none).

    Unless ``all_whole``, the model's amounts need not be whole in HiGHS's eyes.
    """
    whole = np.ones(len(model.lows), int)
    if not all_whole:
        whole[list(model.amounts)] = 0
    result: OptimizeResult = milp(
        _costs(model, objective),
        integrality=whole,
        bounds=Bounds(np.array(model.lows, float), np.array(model.highs, float)),
        constraints=_constraints(model),
        options={"mip_rel_gap": 0.0, "time_limit": seconds, "presolve": presolve},
    )
    dual: float | None = result.mip_dual_bound
    bound = math.inf if dual is None or not math.isfinite(dual) else -dual
    return None if result.x is None else tuple(round(value) for value in result.x), bound


def dual_weights(model: Model, objective: Linear, rows: Sequence[Row]) -> list[float]:
    """Weights (0 or more) of rows of the form sum <= high, from the linear relaxation; all 0 if it gives none."""
    matrix = np.zeros((len(rows), len(model.lows)))
    for place, row in enumerate(rows):
        matrix[place, [column for column, _ in row.terms]] = [factor for _, factor in row.terms]
    result = linprog(
        _costs(model, objective),
        A_ub=matrix,
        b_ub=[np.inf if row.high is None else row.high for row in rows],
        bounds=list(zip(model.lows, model.highs, strict=True)),
        method="highs",
    )
    return [0.0] * len(rows) if result.x is None else [max(0.0, -float(m)) for m in result.ineqlin.marginals]


def _costs(model: Model, objective: Linear) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Scipy minimises."""
    costs = np.zeros(len(model.lows))
    costs[list(objective)] = [-factor for factor in objective.values()]
    return costs


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
