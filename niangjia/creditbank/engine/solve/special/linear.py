"""The linear relaxation of a problem for one goal: rows in integers, and a tableau that is kept from node to node.

Columns: how much each pour gives, then whether each outcome is touched, then the slack of each row. Everything has
bounds, so any basis can be made dual feasible, and the next node goes on where the last one ended.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import CREDITED, LINES, MONTHS
from niangjia.creditbank.engine.solve.special.flat import (
    AMOUNT,
    FAN,
    FILL,
    LIFE,
    LOST,
    OUT,
    ROOM,
    SIDE,
    SINK,
    Flat,
    Numbers,
)
from niangjia.creditbank.engine.solve.special.marks import HIGH, SINK_HIGH, USED, Marks

Shares = np.ndarray[Any, np.dtype[np.float64]]

MOST, BY_PLACE = range(2)  # of Linear.sides; BY_PLACE: 1 where a pour counts by the part of its most that it gives
GAIN, WIDTH = range(2)  # of Linear.columns
LOW_END, HIGH_END, COST = range(3)  # of Linear.ends
AT_LOW, AT_HIGH = -1, -2  # of Linear.where; otherwise the row in which a column is basic


class Linear(NamedTuple):
    """The first rows are those of the sinks. The tableau has a column for each that is not basic, then the sides.

    Its last row is the goal. Amounts are scaled there: a pour by its width, a row by the largest number in it.
    """

    goal: int
    rows: Numbers  # (rows, pours and outcomes), in grain
    sides: Numbers  # (2, rows)
    columns: Numbers  # (2, pours and outcomes): gain of one unit (BY_PLACE for lines), and the most of it
    tableau: Shares
    scale: Shares  # of each row and of the goal
    ends: Shares  # (3, all columns): bounds at the node looked at, and gain
    where: Numbers  # of each column
    stands: Numbers  # the place in the tableau of each column that is not basic
    outside: Numbers  # the column at each place
    basis: Numbers  # the column of each row
    values: Shares  # of the basic column of each row


@njit(cache=True)
def relaxation(f: Flat, m: Marks, goal: int, best: Numbers) -> Linear:
    """The relaxation at the root for one goal, those before it being held at what is best."""
    pours, outs, sinks = f.pours.shape[1], f.outs.shape[1], f.sinks.shape[1]
    most = pours + 2 * sinks + 2 * outs + f.caps.shape[1] + f.counts.shape[1] + 2
    rows = np.zeros((most, pours + outs), np.int64)
    sides, columns = np.zeros((2, rows.shape[0]), np.int64), np.zeros((2, pours + outs), np.int64)
    for a in range(pours):
        columns[WIDTH, a] = max(1, m.pours[HIGH, 0, a])
    for i in range(outs):
        columns[WIDTH, pours + i] = 1
    _goal(f, goal, columns[GAIN])
    count = _of_sinks(f, m, rows, sides)
    count = _of_outcomes(f, m, rows, sides, count)
    if goal == MONTHS:
        count = _of_lost(f, rows, sides, count)
    count = _of_limits(f, rows, sides, count)
    for before in range(goal):
        sign = -1 if before == CREDITED else 1
        _goal(f, before, rows[count])
        for column in range(pours + outs):
            rows[count, column] *= -1
        sides[MOST, count] = sign * best[before]
        count += 1
    return _tabled(goal, rows[:count], sides, columns, count)


@njit(cache=True)
def _goal(f: Flat, goal: int, gain: Numbers) -> None:
    """What one unit of a pour, or touching an outcome, gains: credits, or months and lines that are not spent."""
    pours = f.pours.shape[1]
    for a in range(pours):
        i = f.pours[OUT, a]
        if goal == MONTHS:
            gain[a] = 0 if f.outs[LOST, i] else -f.outs[LIFE, i]
        else:
            gain[a] = 1 if goal == CREDITED else -1
    for i in range(f.outs.shape[1]):
        gain[pours + i] = -f.outs[LIFE, i] * f.outs[AMOUNT, i] if goal == MONTHS and f.outs[LOST, i] else 0


@njit(cache=True)
def _of_sinks(f: Flat, m: Marks, rows: Numbers, sides: Numbers) -> int:
    """What pours in is no more than the need, and by no more pours than may fill it together."""
    sinks = f.sinks.shape[1]
    many = np.zeros(sinks, np.int64)
    for a in range(f.pours.shape[1]):
        rows[f.pours[SINK, a], a] = 1
        many[f.pours[SINK, a]] += m.pours[USED, 0, a] >= 0
    count: int = sinks
    for j in range(sinks):
        sides[MOST, j] = m.sinks[SINK_HIGH, 0, j]
        if many[j] > f.sinks[FILL, j]:
            for a in range(f.pours.shape[1]):
                rows[count, a] = f.pours[SINK, a] == j
            sides[MOST, count], sides[BY_PLACE, count] = f.sinks[FILL, j], 1
            count += 1
    return count


@njit(cache=True)
def _of_outcomes(f: Flat, m: Marks, rows: Numbers, sides: Numbers, count: int) -> int:
    """An outcome that is touched gives no more than it has, and to no more than it may serve."""
    pours, outs = f.pours.shape[1], f.outs.shape[1]
    many = np.zeros(outs, np.int64)
    for a in range(pours):
        many[f.pours[OUT, a]] += m.pours[USED, 0, a] >= 0
    for i in range(outs):
        places = min(many[i], f.outs[FAN, i])
        for by_place in range(2):
            if places == 0 or (by_place == 0 and places == 1):
                continue  # one place: the pour's own bound says as much
            for a in range(pours):
                rows[count, a] = f.pours[OUT, a] == i
            rows[count, pours + i] = -places if by_place else -f.outs[AMOUNT, i]
            sides[BY_PLACE, count] = by_place
            count += 1
    return count


@njit(cache=True)
def _of_lost(f: Flat, rows: Numbers, sides: Numbers, count: int) -> int:
    """An outcome whose remainder is lost is touched in whole by each of several pours."""
    pours = f.pours.shape[1]
    for a in range(pours):
        i = f.pours[OUT, a]
        if f.outs[LOST, i] and f.outs[LIFE, i] and f.outs[FAN, i] > 1:
            rows[count, a], rows[count, pours + i] = 1, -1
            sides[BY_PLACE, count] = 1
            count += 1
    return count


@njit(cache=True)
def _of_limits(f: Flat, rows: Numbers, sides: Numbers, count: int) -> int:
    """Caps, and counts of outcomes."""
    pours = f.pours.shape[1]
    for c in range(f.caps.shape[1]):
        for a in range(pours):
            rows[count, a] = f.cap_member[c, f.pours[SINK, a] if f.caps[SIDE, c] else f.pours[OUT, a]]
        sides[MOST, count] = f.caps[ROOM, c]
        count += 1
    for c in range(f.counts.shape[1]):
        if not f.counts[SIDE, c]:
            for i in range(f.outs.shape[1]):
                rows[count, pours + i] = f.count_member[c, i]
            sides[MOST, count] = f.counts[ROOM, c]
            count += 1
    return count


@njit(cache=True)
def _tabled(goal: int, rows: Numbers, sides: Numbers, columns: Numbers, count: int) -> Linear:
    """The rows with their tableau, every slack being basic."""
    width = rows.shape[1]
    tableau, scale = np.zeros((count + 1, width + 1)), np.ones(count + 1)
    ends = np.zeros((3, width + count))
    where, basis = np.zeros(width + count, np.int64), np.zeros(count, np.int64)
    stands, outside = np.zeros(width + count, np.int64), np.zeros(width, np.int64)
    for column in range(width):
        stands[column] = outside[column] = column
        ends[HIGH_END, column], where[column] = 1, AT_LOW
        scale[count] = max(scale[count], abs(columns[GAIN, column] * (1 if goal == LINES else columns[WIDTH, column])))
    for column in range(width):
        gain = columns[GAIN, column] * (1 if goal == LINES else columns[WIDTH, column]) / scale[count]
        tableau[count, column] = ends[COST, column] = gain
    for row in range(count):
        largest, least = 1.0, 0.0
        for column in range(width):
            number = float(rows[row, column] * (1 if sides[BY_PLACE, row] else columns[WIDTH, column]))
            tableau[row, column] = number
            largest, least = max(largest, abs(number)), least + min(0.0, number)
        scale[row] = largest
        for column in range(width):
            tableau[row, column] /= largest
        tableau[row, width] = sides[MOST, row] / largest
        ends[HIGH_END, width + row] = max(0.0, sides[MOST, row] - least) / largest
        basis[row], where[width + row] = width + row, row
    return Linear(goal, rows, sides, columns, tableau, scale, ends, where, stands, outside, basis, np.zeros(count))
