"""A ceiling by prices: no answer gains more than the rows' sides at these prices and what the columns gain beside them.

Any prices give a ceiling; those of the linear relaxation give the least. They are rounded to whole numbers first, so
that the ceiling is exact, and they tell which candidates can no longer be in a good answer.
"""

from typing import Final

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import CREDITED, LINES, unit_of
from niangjia.creditbank.engine.solve.special.flat import (
    AT_LEAST,
    Flat,
    Numbers,
)
from niangjia.creditbank.engine.solve.special.linear import (
    BY_PLACE,
    GAIN,
    HIGH_END,
    LOW_END,
    MOST,
    WIDTH,
    Linear,
)
from niangjia.creditbank.engine.solve.special.marks import (
    HIGH,
    LOW,
    SINK_HIGH,
    SINK_LOW,
    TOUCHED,
    USED,
    Marks,
    close_pour,
)
from niangjia.creditbank.engine.solve.special.narrowing import CHANGED, FAILED, SAME
from niangjia.creditbank.engine.solve.special.simplex import change_gain, optimise

SCALE: Final = 1 << 22  # of a price, for one unit gained
DEAREST: Final = float(1 << 52)  # nothing in a row costs more
LARGEST: Final = float(1 << 61)  # a ceiling beyond it may have overflowed: it is not used
NO_CEILING: Final = 1 << 50  # a gain that nobody reaches


@njit(cache=True)
def reached(f: Flat, t: Linear, m: Marks, at: int, best: Numbers) -> int:
    """FAILED where no answer below a depth beats ``best``; CHANGED where what none of them uses is closed."""
    wanted = best[t.goal] + 1 if t.goal == CREDITED else 1 - best[t.goal]
    if t.goal == CREDITED:
        unit = unit_of(f, m, at)
        wanted += -wanted % unit
    most, changed = ceiling(f, t, m, at, wanted)
    return FAILED if most < wanted else changed


@njit(cache=True)
def ceiling(f: Flat, t: Linear, m: Marks, at: int, wanted: int) -> tuple[int, int]:
    """The most that is gained below a depth, or a number less than ``wanted``; and CHANGED where something is decided.

    Months and lines count as gained when they are not spent: below 0. What is decided holds for all that gains as much
    as is wanted.
    """
    fixed = _set_ends(f, t, m, at)
    count, width = t.rows.shape
    shares, prices = np.zeros(count), np.zeros(count, np.int64)
    scale = t.scale[count]
    optimise(t, (wanted - fixed - 0.001) / scale, shares)
    for row in range(count):
        price = shares[row] * scale * SCALE
        if not abs(price) < DEAREST:
            return NO_CEILING, SAME
        price /= t.scale[row]
        if price > 0 or (row < f.sinks.shape[1] and price < 0):
            prices[row] = round(price)
    gains, places = np.zeros(width, np.int64), np.zeros(width, np.int64)
    _gains(t, m, at, prices, gains, places)
    total, size = fixed * SCALE, 0.0
    for row in range(count):
        side = t.sides[MOST, row]
        if row < f.sinks.shape[1]:
            side = m.sinks[SINK_HIGH if prices[row] > 0 else SINK_LOW, at, row]
        total += prices[row] * side
        size += abs(float(prices[row]) * side)
    for column in range(width):
        _, high = _ends(f, m, at, column)
        total += _contribution(m, at, column, gains[column], places[column])
        size += abs(float(gains[column]) * high) + float(places[column])
    if not size < LARGEST:
        return NO_CEILING, SAME
    changed = SAME
    if total // SCALE >= wanted:
        changed = _close(f, m, at, gains, places, total - wanted * SCALE)
    return int(total // SCALE), changed


@njit(cache=True)
def _set_ends(f: Flat, t: Linear, m: Marks, at: int) -> int:
    """Write the bounds of a depth into the tableau; what is gained whatever is chosen."""
    width, pours = t.rows.shape[1], f.pours.shape[1]
    count, fixed = t.rows.shape[0], 0
    for column in range(width):
        low, high = _ends(f, m, at, column)
        t.ends[LOW_END, column] = low / t.columns[WIDTH, column]
        t.ends[HIGH_END, column] = high / t.columns[WIDTH, column]
        if t.goal == LINES and column < pours:
            is_used = m.pours[USED, at, column] == 1
            fixed -= is_used
            change_gain(t, column, 0.0 if is_used else -1 / t.scale[count])
    for j in range(f.sinks.shape[1]):
        t.ends[LOW_END, width + j] = (t.sides[MOST, j] - m.sinks[SINK_HIGH, at, j]) / t.scale[j]
        t.ends[HIGH_END, width + j] = (t.sides[MOST, j] - m.sinks[SINK_LOW, at, j]) / t.scale[j]
    return fixed


@njit(cache=True)
def _ends(f: Flat, m: Marks, at: int, column: int) -> tuple[int, int]:
    """Least and most of a column at a depth, in grain."""
    pours = f.pours.shape[1]
    if column < pours:
        return int(m.pours[LOW, at, column]), int(m.pours[HIGH, at, column])
    touched = m.outs[TOUCHED, at, column - pours]
    return int(touched == 1), int(touched >= 0)


@njit(cache=True)
def _gains(t: Linear, m: Marks, at: int, prices: Numbers, gains: Numbers, places: Numbers) -> None:
    """What one unit of each column gains after it paid for its part of every row, and what a pour's place costs."""
    pours = m.pours.shape[2]
    for column in range(len(gains)):
        if t.goal == LINES and column < pours:
            places[column] = SCALE if m.pours[USED, at, column] == 0 else 0
        else:
            gains[column] = t.columns[GAIN, column] * SCALE
    for row in range(len(prices)):
        price = prices[row]
        if price:
            for column in range(len(gains)):
                if column < pours and t.sides[BY_PLACE, row]:
                    places[column] += price * t.rows[row, column]
                else:
                    gains[column] -= price * t.rows[row, column]


@njit(cache=True)
def _contribution(m: Marks, at: int, column: int, gain: int, place: int) -> int:
    """The most that a column adds. A pour that is used pays for its whole place."""
    pours = m.pours.shape[2]
    if column >= pours:
        touched = m.outs[TOUCHED, at, column - pours]
        return int(max(gain * (touched == 1), gain * (touched >= 0)))
    low, high = m.pours[LOW, at, column], m.pours[HIGH, at, column]
    if m.pours[USED, at, column] == 1:
        return int(max(gain * low, gain * high) - place)
    return int(max(0, gain * high - place)) if high else 0


@njit(cache=True)
def _close(f: Flat, m: Marks, at: int, gains: Numbers, places: Numbers, spare: int) -> int:
    """Close what costs more than can be spared, and use what can't be done without."""
    changed = SAME
    for a in range(f.pours.shape[1]):
        if m.pours[USED, at, a] == 0:
            counted = _contribution(m, at, a, gains[a], places[a])
            used = max(gains[a] * f.pours[AT_LEAST, a], gains[a] * m.pours[HIGH, at, a]) - places[a]
            if spare + used < counted:
                close_pour(m, at, a)
                changed = CHANGED
            elif spare < counted:
                m.pours[USED, at, a] = 1
                changed = CHANGED
    for i in range(f.outs.shape[1]):
        if m.outs[TOUCHED, at, i] == 0:
            gain = gains[f.pours.shape[1] + i]
            if spare < -gain:
                m.outs[TOUCHED, at, i] = -1
                changed = CHANGED
            elif spare < gain:
                m.outs[TOUCHED, at, i] = 1
                changed = CHANGED
    return changed
