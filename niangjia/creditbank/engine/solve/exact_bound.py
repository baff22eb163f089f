"""An upper bound that no rounding can spoil: the duals of the linear relaxation, judged in integers.

For any weights y >= 0 of the rows (each as sum <= high), the objective is at most y.high plus, column by column, the
most that what remains of its factor can give within the column's bounds. Floating-point duals only choose y.
"""

from niangjia.creditbank.engine.solve.model import Linear, Model

Halves = list[tuple[tuple[tuple[int, int], ...], int]]
UNIT = 1 << 40  # weights are counted in 1/UNIT


def exact_bound(model: Model, objective: Linear) -> int:
    """The bound, rounded down to an integer, which it may be because the objective is one."""
    total, _ = _judge(model, objective)
    return total // UNIT


def narrow(model: Model, objective: Linear, value: int) -> None:
    """Narrow the columns to what points with at least ``value`` may have; no such point is lost."""
    total, remains = _judge(model, objective)
    room = total - UNIT * value
    for column, remain in enumerate(remains):
        if remain > 0:
            model.lows[column] = max(model.lows[column], model.highs[column] - room // remain)
        elif remain < 0:
            model.highs[column] = min(model.highs[column], model.lows[column] + room // -remain)


def _judge(model: Model, objective: Linear) -> tuple[int, list[int]]:
    """The bound and what remains of each column's factor, both times UNIT."""
    halves = _halves(model)
    remains = [UNIT * objective.get(column, 0) for column in range(len(model.lows))]
    total = 0
    for (terms, high), weight in zip(halves, _weights(model, objective, halves), strict=True):
        if weight:
            total += weight * high
            for column, factor in terms:
                remains[column] -= weight * factor
    total += sum(max(r * low, r * high) for r, low, high in zip(remains, model.lows, model.highs, strict=True))
    return total, remains


def _halves(model: Model) -> Halves:
    upper = [(row.terms, row.high) for row in model.rows if row.high is not None]
    return upper + [
        (tuple((column, -factor) for column, factor in row.terms), -row.low)
        for row in model.rows
        if row.low is not None
    ]


def _weights(model: Model, objective: Linear, halves: Halves) -> list[int]:
    import numpy as np  # noqa: PLC0415 - loaded at first use: who only shows pages need not wait a second for scipy
    from scipy.optimize import linprog  # noqa: PLC0415 - the same

    costs = np.zeros(len(model.lows))
    costs[list(objective)] = [-factor for factor in objective.values()]
    matrix = np.zeros((len(halves), len(model.lows)))
    for place, (terms, _) in enumerate(halves):
        matrix[place, [column for column, _ in terms]] = [factor for _, factor in terms]
    bounds = list(zip(model.lows, model.highs, strict=True))
    result = linprog(costs, A_ub=matrix, b_ub=[high for _, high in halves], bounds=bounds, method="highs")
    if result.x is None:
        return [0] * len(halves)
    return [max(0, round(-marginal * UNIT)) for marginal in result.ineqlin.marginals]
