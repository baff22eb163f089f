"""What is decided so far at each depth of the search, and the network's flow there. Row 0 is the root."""

from typing import NamedTuple

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.flat import AMOUNT, NEED, OUT, SINK, Flat, Numbers

LOW, HIGH, USED = range(3)  # of Marks.pours
SINK_LOW, SINK_HIGH, FREED = range(3)  # of Marks.sinks
TOUCHED, APART = range(2)  # of Marks.outs; APART: may serve pours outside its field


class Marks(NamedTuple):
    """Bounds and decisions by depth; a decision is -1 no, 0 open, 1 yes."""

    pours: Numbers  # (3, depth, pours)
    sinks: Numbers  # (3, depth, sinks)
    outs: Numbers  # (2, depth, outcomes)
    flow: Numbers  # (depth, edges)


@njit(cache=True)
def new_marks(f: Flat, edges: int, depth: int) -> Marks:
    """Nothing decided at the root."""
    outs, sinks, pours = f.outs.shape[1], f.sinks.shape[1], f.pours.shape[1]
    m = Marks(  # empty: depths that nobody reaches cost nothing
        np.empty((3, depth, pours), np.int64),
        np.empty((3, depth, sinks), np.int64),
        np.empty((2, depth, outs), np.int64),
        np.empty((depth, edges), np.int64),
    )
    m.pours[:, 0], m.sinks[:, 0], m.outs[:, 0], m.flow[0] = 0, 0, 0, 0
    for j in range(sinks):
        m.sinks[SINK_HIGH, 0, j] = f.sinks[NEED, j]
    for a in range(pours):
        m.pours[HIGH, 0, a] = min(f.outs[AMOUNT, f.pours[OUT, a]], f.sinks[NEED, f.pours[SINK, a]])
    return m


@njit(cache=True)
def descend(m: Marks, at: int) -> None:
    """Copy a depth to the next."""
    for kind in range(3):
        for a in range(m.pours.shape[2]):
            m.pours[kind, at + 1, a] = m.pours[kind, at, a]
        for j in range(m.sinks.shape[2]):
            m.sinks[kind, at + 1, j] = m.sinks[kind, at, j]
    for kind in range(2):
        for i in range(m.outs.shape[2]):
            m.outs[kind, at + 1, i] = m.outs[kind, at, i]
    write(m.flow[at], m.flow[at + 1])


@njit(cache=True)
def write(source: Numbers, target: Numbers) -> None:
    """Copy as many numbers as the target holds: cheaper to compile than a slice."""
    for place in range(len(target)):
        target[place] = source[place]


@njit(cache=True)
def most_together(f: Flat, m: Marks, at: int, row: int, who: int, places: int) -> int:
    """The most that all used and the largest open pours of an outcome or sink give, so many of them together.

    ``row`` of ``Flat.pours`` says whether ``who`` is an outcome or a sink.
    """
    total, free = 0, 0
    for a in range(f.pours.shape[1]):
        if f.pours[row, a] == who and m.pours[USED, at, a] == 1:
            total += m.pours[HIGH, at, a]
            places -= 1
        elif f.pours[row, a] == who and m.pours[USED, at, a] == 0:
            free += 1
    smaller, least = 1 << 62, -1  # the last one counted, and its place: equal ones are counted by their places
    for _ in range(min(places, free)):
        largest = -1
        for a in range(f.pours.shape[1]):
            high = m.pours[HIGH, at, a]
            is_open = f.pours[row, a] == who and m.pours[USED, at, a] == 0
            is_next = high < smaller or (high == smaller and a > least)
            if is_open and is_next and (largest < 0 or high > m.pours[HIGH, at, largest]):
                largest = a
        smaller, least = m.pours[HIGH, at, largest], largest
        total += smaller
    return total


@njit(cache=True)
def close_pour(m: Marks, at: int, a: int) -> None:
    """A pour that is not used."""
    m.pours[USED, at, a] = -1
    m.pours[LOW, at, a] = 0
    m.pours[HIGH, at, a] = 0
