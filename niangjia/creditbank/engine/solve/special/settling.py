"""The canonical answer among the best: the greatest choices in canonical order, then the greatest amounts."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import LINES, bounds
from niangjia.creditbank.engine.solve.special.flat import (
    ALL_GOALS,
    AMOUNT,
    AT_LEAST,
    LEAST,
    MANY,
    NEED,
    ONE,
    OUT,
    PART,
    SINK,
    STEP,
    YES,
    ZERO,
    Flat,
    Numbers,
)
from niangjia.creditbank.engine.solve.special.linear import relaxation
from niangjia.creditbank.engine.solve.special.marks import USED, Marks, close_pour, descend, write
from niangjia.creditbank.engine.solve.special.narrowing import narrow
from niangjia.creditbank.engine.solve.special.network import CREDIT, MONTH, Net, circulate, span
from niangjia.creditbank.engine.solve.special.pricing import ceiling
from niangjia.creditbank.engine.solve.special.search import DONE, FOUND, GAVE_UP, search

AGAIN = 8  # after so many choices the ceiling is asked again which are out of the question


@njit(cache=True)
def settle_choices(f: Flat, net: Net, m: Marks, best: Numbers, answer: Numbers, left: Numbers) -> int:
    """Decide every pour at the root, in order: used if any best answer uses it. ``answer`` follows."""
    wanted = np.zeros(3, np.int64)
    t = relaxation(f, m, LINES + ZERO, best)
    for a in range(f.pours.shape[1]):
        if a % AGAIN == 0:
            ceiling(f, t, m, ZERO, -best[LINES])
        if m.pours[USED, 0, a] != 0:
            continue
        if answer[a] > 0:
            m.pours[USED, 0, a] = 1
        else:
            write(best, wanted)
            wanted[LINES] += 1
            descend(m, ZERO)
            m.pours[USED, 1, a] = 1
            verdict = search(f, net, t, m, ONE, ALL_GOALS, wanted, answer, left, YES)
            if verdict == GAVE_UP:
                return GAVE_UP
            if verdict == FOUND:
                m.pours[USED, 0, a] = 1
            else:
                close_pour(m, ZERO, a)
        if not narrow(f, m, ZERO):
            return GAVE_UP
    return DONE


@njit(cache=True)
def settle_amounts(f: Flat, net: Net, m: Marks, answer: Numbers) -> int:
    """With all choices made, give each pour in turn as much as a best answer can. GAVE_UP where that is no network."""
    pours, outs, sinks = f.pours.shape[1], f.outs.shape[1], f.sinks.shape[1]
    inflow = np.zeros(sinks, np.int64)
    for a in range(pours):
        inflow[f.pours[SINK, a]] += answer[a]
    if not _is_settled(f, net, inflow):
        return GAVE_UP
    low, high, gain = bounds(f, net, m, ZERO, ONE + ONE)
    for i in range(outs):
        high[pours + i] = f.outs[AMOUNT, i]
    room = np.zeros(len(high), np.int64)
    write(high, room)
    for a in range(pours):
        used = answer[a] > 0
        low[a] = f.pours[AT_LEAST, a] if used else 0
        high[a] = f.outs[AMOUNT, f.pours[OUT, a]] if used else 0
    tail, head = np.zeros(len(high), np.int64), np.zeros(len(high), np.int64)
    write(net.tail, tail)
    write(net.head, head)
    flow = np.zeros(len(tail), np.int64)
    for j in range(sinks):
        demand = pours + outs + j
        if f.sinks[PART, j] and f.sinks[STEP, j] == 1:
            low[demand], high[demand] = (f.sinks[LEAST, j] if inflow[j] else 0), (f.sinks[NEED, j] if inflow[j] else 0)
        else:
            credited = inflow[j] // f.sinks[STEP, j] * f.sinks[STEP, j]
            low[demand], high[demand] = credited, (credited + f.sinks[STEP, j] - 1 if credited else 0)
            gain[demand] = 0
            _leave_caps(net, room, demand, credited, pours + outs + sinks)
            head[demand] = 0
    for e in range(pours + outs + sinks, len(tail)):
        high[e] = room[e]
    free = Net(tail, head, net.room, net.loose, net.nodes)
    _carry(free, answer, flow, pours)
    reach = np.zeros(net.nodes, np.int64)
    before = _measure(f, gain, flow)
    circulate(free, low, high, gain, flow, reach)
    if _measure(f, gain, flow) != before:
        return GAVE_UP
    for a in range(pours):
        if answer[a] > 0:
            _raise(free, low, high, gain, flow, reach, a)
            low[a] = high[a] = flow[a]
    write(flow, answer)
    return DONE


@njit(cache=True)
def _is_settled(f: Flat, net: Net, inflow: Numbers) -> bool:
    """Whether all caps nest, and no two pools in steps, nor one beside another, may share what is credited."""
    for c in range(len(net.loose)):
        if net.loose[c]:
            return False
    stepped = plain = 0
    for j in range(f.sinks.shape[1]):
        if f.sinks[PART, j] and inflow[j]:
            stepped += f.sinks[STEP, j] > 1
            plain += f.sinks[STEP, j] == 1
    return stepped == 0 or (stepped == 1 and plain == 0)


@njit(cache=True)
def _leave_caps(net: Net, room: Numbers, demand: int, credited: int, first: int) -> None:
    """A sink whose credits are known counts against its caps beforehand."""
    node = net.head[demand]
    while node != 0:
        for e in range(first, len(net.tail)):
            if net.tail[e] == node:
                room[e] -= credited
                node = net.head[e]
                break


@njit(cache=True)
def _carry(net: Net, answer: Numbers, flow: Numbers, pours: int) -> None:
    """The flow of an answer on every edge that it passes."""
    for a in range(pours):
        flow[a] = answer[a]
        node = net.tail[a]
        while node != 0:
            for e in range(pours, len(net.tail)):
                if net.head[e] == node:
                    flow[e] += answer[a]
                    node = net.tail[e]
                    break
        node = net.head[a]
        while node != 0:
            for e in range(pours, len(net.tail)):
                if net.tail[e] == node:
                    flow[e] += answer[a]
                    node = net.head[e]
                    break


@njit(cache=True)
def _measure(f: Flat, gain: Numbers, flow: Numbers) -> int:
    """Credits that are still free, and months, in two fields that small problems cannot overflow."""
    credited = months = 0
    for e in range(len(flow)):
        if gain[e] == CREDIT:
            credited += flow[e]
        elif e < f.pours.shape[1]:
            months += -gain[e] // MONTH * flow[e]
    return credited * (MANY << 2) - months


@njit(cache=True)
def _raise(net: Net, low: Numbers, high: Numbers, gain: Numbers, flow: Numbers, reach: Numbers, a: int) -> None:
    """Raise the flow of an edge along cycles that cost nothing."""
    came, line = np.zeros(net.nodes, np.int64), np.zeros(net.nodes, np.int64)
    while flow[a] < high[a] and reach[net.tail[a]] + gain[a] == reach[net.head[a]]:
        if not _way(net, low, high, gain, flow, reach, a, came, line):
            return
        most, node = high[a] - flow[a], net.tail[a]
        while node != net.head[a]:
            edge = came[node]
            e = edge if edge >= 0 else -edge - 2
            most = min(most, span(low[e], high[e], flow[e], edge >= 0))
            node = net.tail[e] if edge >= 0 else net.head[e]
        flow[a] += most
        node = net.tail[a]
        while node != net.head[a]:
            edge = came[node]
            e = edge if edge >= 0 else -edge - 2
            flow[e] += most if edge >= 0 else -most
            node = net.tail[e] if edge >= 0 else net.head[e]


@njit(cache=True)
def _way(
    net: Net,
    low: Numbers,
    high: Numbers,
    gain: Numbers,
    flow: Numbers,
    reach: Numbers,
    a: int,
    came: Numbers,
    line: Numbers,
) -> bool:
    """A way from the edge's head to its tail on which nothing is lost; ``came`` tells by which edge."""
    came[:] = -1
    goal, first, last = net.tail[a], 0, 1
    line[0] = net.head[a]
    while first < last:
        node = line[first]
        first += 1
        if node == goal:
            return True
        for e in range(len(flow)):
            if e == a:
                continue
            u, v = net.tail[e], net.head[e]
            if u == node and v != net.head[a] and came[v] == -1 and low[e] <= flow[e] < high[e]:
                if reach[u] + gain[e] == reach[v]:
                    came[v], line[last] = e, v
                    last += 1
            elif (
                v == node and u != net.head[a] and came[u] == -1 and flow[e] > low[e] and reach[v] - gain[e] == reach[u]
            ):
                came[u], line[last] = -e - 2, u
                last += 1
    return False
