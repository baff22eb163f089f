"""The relaxed answer at a depth, what it promises at most, and what it is truly worth."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.flat import (
    AMOUNT,
    FAN,
    LIFE,
    LOST,
    NEED,
    OUT,
    OUT_ROW,
    PART,
    SINK,
    STEP,
    Flat,
    Numbers,
)
from niangjia.creditbank.engine.solve.special.marks import (
    FREED,
    HIGH,
    LOW,
    SINK_HIGH,
    SINK_LOW,
    TOUCHED,
    USED,
    Marks,
    most_together,
)
from niangjia.creditbank.engine.solve.special.network import CREDIT, LINE, MONTH, Net, circulate

CREDITED, MONTHS, LINES = 0, 1, 2


@njit(cache=True)
def relax(f: Flat, net: Net, m: Marks, at: int, goals: int, promise: Numbers, reach: Numbers) -> bool:
    """Find the best flow at a depth; False if it cannot meet the lower bounds.

    ``promise`` gets the most that can be credited, then the least months, then the least lines, of any answer below.
    Of the three goals only the first ``goals`` are looked at.
    """
    low, high, gain = bounds(f, net, m, at, goals)
    flow = m.flow[at]
    repair(f, net, high, flow)
    circulate(net, low, high, gain, flow, reach)
    promise[:] = 0
    parts = 0
    for a in range(f.pours.shape[1]):
        if flow[a] < m.pours[LOW, at, a]:
            return False
        i = f.pours[OUT, a]
        if not f.outs[LOST, i] or m.outs[TOUCHED, at, i] < 1:
            promise[MONTHS] += f.outs[LIFE, i] * flow[a]
        if m.pours[USED, at, a] == 1:
            parts += LINE
        elif m.pours[USED, at, a] == 0:
            parts += flow[a] * (LINE // m.pours[HIGH, at, a])
    for i in range(f.outs.shape[1]):
        if f.outs[LOST, i] and m.outs[TOUCHED, at, i] == 1:
            promise[MONTHS] += f.outs[LIFE, i] * f.outs[AMOUNT, i]
    for j in range(f.sinks.shape[1]):
        credited = flow[f.pours.shape[1] + f.outs.shape[1] + j]
        if credited < m.sinks[SINK_LOW, at, j]:
            return False
        promise[CREDITED] += credited
    if goals == 1:
        promise[CREDITED] -= promise[CREDITED] % unit_of(f, m, at)
    promise[LINES] = -(-parts // LINE)
    return True


@njit(cache=True)
def unit_of(f: Flat, m: Marks, at: int) -> int:
    """What every total that can be credited is a multiple of."""
    unit = 0
    for j in range(f.sinks.shape[1]):
        if m.sinks[FREED, at, j] >= 0 and m.sinks[SINK_HIGH, at, j]:
            other = f.sinks[STEP, j] if f.sinks[PART, j] else f.sinks[NEED, j]
            while other:
                unit, other = other, unit % other
    return max(unit, 1)


@njit(cache=True)
def bounds(f: Flat, net: Net, m: Marks, at: int, goals: int) -> tuple[Numbers, Numbers, Numbers]:
    """Least and most of each edge, and the gain of one unit."""
    pours, outs, sinks = f.pours.shape[1], f.outs.shape[1], f.sinks.shape[1]
    edges = len(net.tail)
    low, high, gain = np.zeros(edges, np.int64), np.zeros(edges, np.int64), np.zeros(edges, np.int64)
    for a in range(pours):
        low[a], high[a] = m.pours[LOW, at, a], m.pours[HIGH, at, a]
        i = f.pours[OUT, a]
        if goals > MONTHS and (not f.outs[LOST, i] or m.outs[TOUCHED, at, i] < 1):
            gain[a] -= MONTH * f.outs[LIFE, i]
        if goals > LINES and m.pours[USED, at, a] == 0:
            gain[a] -= LINE // m.pours[HIGH, at, a]
    for i in range(outs):
        together = f.outs[AMOUNT, i]
        if f.outs[FAN, i] < pours:
            together = min(together, most_together(f, m, at, OUT_ROW, i, f.outs[FAN, i]))
        high[pours + i] = together
    for j in range(sinks):
        low[pours + outs + j] = m.sinks[SINK_LOW, at, j]
        high[pours + outs + j] = m.sinks[SINK_HIGH, at, j]
        gain[pours + outs + j] = CREDIT
    for e in range(pours + outs + sinks, edges):
        high[e] = net.room[e]
    return low, high, gain


@njit(cache=True)
def repair(f: Flat, net: Net, high: Numbers, flow: Numbers) -> None:
    """Take back what passes a bound, along the only way from the start to the end through each pour."""
    pours, outs = f.pours.shape[1], f.outs.shape[1]
    for a in range(pours):
        if flow[a] > high[a]:
            _take_back(net, pours, a, flow[a] - high[a], flow)
    for a in range(pours):
        demand = pours + outs + f.pours[SINK, a]
        over = min(flow[demand] - high[demand], flow[a])
        if over > 0:
            _take_back(net, pours, a, over, flow)


@njit(cache=True)
def _take_back(net: Net, pours: int, a: int, amount: int, flow: Numbers) -> None:
    flow[a] -= amount
    node = net.tail[a]
    while node != 0:
        e = _edge_into(net, node, pours)
        flow[e] -= amount
        node = net.tail[e]
    node = net.head[a]
    while node != 0:
        e = _edge_out_of(net, node, pours)
        flow[e] -= amount
        node = net.head[e]


@njit(cache=True)
def _edge_into(net: Net, node: int, pours: int) -> int:
    for e in range(pours, len(net.tail)):
        if net.head[e] == node:
            return e
    return -1


@njit(cache=True)
def _edge_out_of(net: Net, node: int, pours: int) -> int:
    for e in range(pours, len(net.tail)):
        if net.tail[e] == node:
            return e
    return -1


@njit(cache=True)
def worth(f: Flat, flow: Numbers, value: Numbers) -> None:
    """What a flow that breaks no rule is truly credited, its months and its lines."""
    value[:] = 0
    touched = np.zeros(f.outs.shape[1], np.int64)
    for a in range(f.pours.shape[1]):
        if flow[a] > 0:
            i = f.pours[OUT, a]
            value[LINES] += 1
            if f.outs[LOST, i]:
                value[MONTHS] += f.outs[LIFE, i] * f.outs[AMOUNT, i] * (1 - touched[i])
            else:
                value[MONTHS] += f.outs[LIFE, i] * flow[a]
            touched[i] = 1
    for j in range(f.sinks.shape[1]):
        inflow = flow[f.pours.shape[1] + f.outs.shape[1] + j]
        value[CREDITED] += inflow // f.sinks[STEP, j] * f.sinks[STEP, j] if f.sinks[PART, j] else inflow


@njit(cache=True)
def beats(value: Numbers, best: Numbers, goals: int) -> bool:
    """Whether more is credited, or the same with fewer months, or the same with fewer lines."""
    if value[CREDITED] != best[CREDITED]:
        return bool(value[CREDITED] > best[CREDITED])
    for goal in range(1, goals):
        if value[goal] != best[goal]:
            return bool(value[goal] < best[goal])
    return False
