"""An upper bound that no rounding can spoil: the duals of the linear relaxation, judged in integers.

For any weights y >= 0 of the rows (each as sum <= high), the objective is at most y.high plus, column by column, the
most that what remains of its factor can give within the column's bounds. Floating-point duals only choose y.
"""

from niangjia.creditbank.engine.solve.model import Linear, Model, Row

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
    from niangjia.creditbank.engine.solve.floating import dual_weights  # noqa: PLC0415 - see there

    rows = _halves(model)
    remains = [UNIT * objective.get(column, 0) for column in range(len(model.lows))]
    total = 0
    for row, float_weight in zip(rows, dual_weights(model, objective, rows), strict=True):
        weight = round(float_weight * UNIT)
        if weight and row.high is not None:
            total += weight * row.high
            for column, factor in row.terms:
                remains[column] -= weight * factor
    total += sum(max(r * low, r * high) for r, low, high in zip(remains, model.lows, model.highs, strict=True))
    return total, remains


def _halves(model: Model) -> list[Row]:
    """Every row as one or two of the form sum <= high."""
    upper = [Row(row.terms, None, row.high) for row in model.rows if row.high is not None]
    return upper + [
        Row(tuple((column, -factor) for column, factor in row.terms), None, -row.low)
        for row in model.rows
        if row.low is not None
    ]
