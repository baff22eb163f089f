"""The dual simplex method with bounds on every column. It steers: what it finds is proven in integers elsewhere."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.linear import (
    AT_HIGH,
    AT_LOW,
    COST,
    HIGH_END,
    LOW_END,
    Linear,
    Shares,
)

PIVOTS = 200  # at one node; stopping early leaves prices that are right, if not the best
CLOSE = 1e-9
FAR = 1e-7  # out of its bounds by so much


@njit(cache=True)
def optimise(t: Linear, wanted: float, prices: Shares) -> None:
    """Lower the ceiling until it is the least or falls below ``wanted``; ``prices`` of the rows prove it.

    In the scale of the tableau. Where nothing satisfies the rows, the ceiling at these prices is below ``wanted``.
    """
    count = len(t.basis)
    values = t.values
    total = _place(t, values)
    for _ in range(PIVOTS):
        if total < wanted:
            break
        row, missing = _leaving(t, values)
        if row < 0:
            break
        place, gained = _entering(t, row, missing)
        total += gained
        low, high = t.ends[LOW_END, t.basis[row]], t.ends[HIGH_END, t.basis[row]]
        missing = low - values[row] if missing > 0 else high - values[row]
        if place < 0:
            _price(t, prices)
            _follow_ray(t, row, (total - wanted + 1) / missing, prices)
            return
        step = -missing / t.tableau[row, place]
        total += t.tableau[count, place] * step
        _exchange(t, row, place, step, missing > 0)
    _price(t, prices)


@njit(cache=True)
def _place(t: Linear, values: Shares) -> float:
    """Put every column that is not basic at the end where it gains most, and work out the others; the total gain."""
    count, last = len(t.basis), len(t.outside)
    total = 0.0
    for row in range(count):
        values[row] = t.tableau[row, last]
    for place in range(last):
        column, reduced = t.outside[place], t.tableau[count, place]
        if reduced > CLOSE:
            t.where[column] = AT_HIGH
        elif reduced < -CLOSE:
            t.where[column] = AT_LOW
        value = t.ends[HIGH_END if t.where[column] == AT_HIGH else LOW_END, column]
        if value:
            total += t.ends[COST, column] * value
            for row in range(count):
                values[row] -= t.tableau[row, place] * value
    for row in range(count):
        total += t.ends[COST, t.basis[row]] * values[row]
    return total


@njit(cache=True)
def _leaving(t: Linear, values: Shares) -> tuple[int, float]:
    """The row furthest out of its bounds, and how far it lacks (or passes, below 0); -1 if none is."""
    chosen, widest, missing = -1, FAR, 0.0
    for row in range(len(values)):
        low, high = t.ends[LOW_END, t.basis[row]], t.ends[HIGH_END, t.basis[row]]
        if low - values[row] > widest:
            chosen, widest, missing = row, low - values[row], low - values[row]
        elif values[row] - high > widest:
            chosen, widest, missing = row, values[row] - high, high - values[row]
    return chosen, missing


@njit(cache=True)
def _entering(t: Linear, row: int, missing: float) -> tuple[int, float]:
    """The place of the column that brings the row to its bound; -1 if none does. And what was gained on the way there.

    Columns that cost less, but do not suffice, are moved from end to end.
    """
    count = len(t.basis)
    sign = 1.0 if missing > 0 else -1.0
    lacking, gained = abs(missing), 0.0
    while True:
        chosen, least, largest = -1, np.inf, 0.0
        for place in range(len(t.outside)):
            column, number = t.outside[place], sign * t.tableau[row, place]
            if (number > CLOSE if t.where[column] == AT_HIGH else number < -CLOSE) and (
                t.ends[LOW_END, column] < t.ends[HIGH_END, column]
            ):
                ratio = abs(t.tableau[count, place] / number)
                if ratio < least - CLOSE or (ratio < least + CLOSE and abs(number) > largest):
                    chosen, least, largest = place, ratio, abs(number)
        if chosen < 0:
            return -1, gained
        column = t.outside[chosen]
        span = t.ends[HIGH_END, column] - t.ends[LOW_END, column]
        if lacking - largest * span <= FAR:
            return chosen, gained
        lacking -= largest * span
        if t.where[column] == AT_HIGH:
            t.where[column], span = AT_LOW, -span
        else:
            t.where[column] = AT_HIGH
        gained += t.tableau[count, chosen] * span
        for other in range(count):
            t.values[other] -= t.tableau[other, chosen] * span


@njit(cache=True)
def _exchange(t: Linear, row: int, place: int, step: float, is_low: bool) -> None:  # noqa: FBT001 - compiled
    """Bring the column at a place into the basis, for that of a row, which goes to the end that it passed."""
    column = t.outside[place]
    value = t.ends[HIGH_END if t.where[column] == AT_HIGH else LOW_END, column] + step
    for other in range(len(t.values)):
        t.values[other] -= t.tableau[other, place] * step
    t.values[row] = value
    pivot_row = t.tableau[row]
    inverse = 1 / pivot_row[place]
    pivot_row[place] = 1.0
    for at in range(len(pivot_row)):
        pivot_row[at] *= inverse
    for other in range(t.tableau.shape[0]):
        factor = t.tableau[other, place]
        if other != row and factor != 0:
            target = t.tableau[other]
            target[place] = 0.0
            for at in range(len(target)):
                target[at] -= factor * pivot_row[at]
    left = t.basis[row]
    t.where[left] = AT_LOW if is_low else AT_HIGH
    t.outside[place], t.stands[left] = left, place
    t.basis[row], t.where[column] = column, row


@njit(cache=True)
def _price(t: Linear, prices: Shares) -> None:
    count, width = len(t.basis), len(t.outside)
    for row in range(count):
        is_basic = t.where[width + row] >= 0
        prices[row] = 0.0 if is_basic else -t.tableau[count, t.stands[width + row]]


@njit(cache=True)
def _follow_ray(t: Linear, row: int, far: float, prices: Shares) -> None:
    """Prices at which what a row lacks costs so much."""
    width = len(t.outside)
    for other in range(len(t.basis)):
        if t.where[width + other] < 0:
            prices[other] += far * t.tableau[row, t.stands[width + other]]
        elif t.where[width + other] == row:
            prices[other] += far


@njit(cache=True)
def change_gain(t: Linear, column: int, gain: float) -> None:
    """Change what a column gains. Reduced gains follow."""
    count, change = len(t.basis), gain - t.ends[COST, column]
    if change:
        t.ends[COST, column] = gain
        if t.where[column] < 0:
            t.tableau[count, t.stands[column]] += change
        else:
            row = t.tableau[t.where[column]]
            for place in range(len(t.outside)):
                t.tableau[count, place] -= change * row[place]


@njit(cache=True)
def part_of(t: Linear, column: int) -> float:
    """How much of its width a column takes in the relaxed answer."""
    where = t.where[column]
    if where < 0:
        return float(t.ends[HIGH_END if where == AT_HIGH else LOW_END, column])
    return float(t.values[where])
