"""The relaxed problem as a circulation of greatest gain, in integers: outcomes > pours > sinks, under nested caps.

Nodes: 0 is where everything starts and ends; then outcomes, sinks and one node for each cap that nests with the others.
Edges: pours first, then the supply of each outcome, the demand of each sink, the caps, and the total at last. The
gain of one unit packs four
quantities in one int64, compared from the left: lower bounds met, credits, credit-months saved, lines saved.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.flat import (
    MANY,
    NONE,
    ONE,
    OUT,
    ROOM,
    SIDE,
    SINK,
    SPARE,
    TIMES,
    WHOLE,
    ZERO,
    Flat,
    Numbers,
)

LINE: Final = 1 << 20  # one line
MONTH: Final = 1 << 28  # one month of one unit; no path changes more than 128 lines
CREDIT: Final = 1 << 43  # one unit credited; no path changes more than 128 * 120 months
MUST: Final = 1 << 50  # one unit of a lower bound


class Net(NamedTuple):
    """The graph of one component. ``loose`` marks the caps that do not nest: only judged, never in the network."""

    tail: Numbers
    head: Numbers
    room: Numbers  # the capacity of a cap's edge; others depend on the state
    loose: Numbers
    nodes: int


@njit(cache=True)
def build(f: Flat) -> Net:
    """The network of a component."""
    outs, sinks, pours, caps = f.outs.shape[1], f.sinks.shape[1], f.pours.shape[1], f.caps.shape[1]
    order = _by_size(f)
    loose, node = np.zeros(caps, np.int64), np.zeros(caps, np.int64)
    node[:] = -1
    count = 1 + outs + sinks
    for at in range(caps):
        cap = order[at]
        for before in range(at):
            other = order[before]
            if node[other] >= 0 and f.caps[SIDE, other] == f.caps[SIDE, cap] and not _nests(f, other, cap):
                loose[cap] = 1
        if not loose[cap]:
            node[cap] = count
            count += 1
    total, edges = count, pours + outs + sinks + (count - outs - sinks)
    tail, head, room = np.zeros(edges, np.int64), np.zeros(edges, np.int64), np.zeros(edges, np.int64)
    for a in range(pours):
        tail[a], head[a] = 1 + f.pours[OUT, a], 1 + outs + f.pours[SINK, a]
    for i in range(outs):
        tail[pours + i], head[pours + i] = _above(f, order, node, ZERO, i, NONE, ZERO), 1 + i
    for j in range(sinks):
        tail[pours + outs + j], head[pours + outs + j] = 1 + outs + j, _above(f, order, node, ONE, j, NONE, total)
    edge = pours + outs + sinks
    for at in range(caps):
        cap = order[at]
        if node[cap] >= 0:
            member = 0
            for place in range(f.cap_member.shape[1]):
                if f.cap_member[cap, place]:
                    member = place
            end = total if f.caps[SIDE, cap] else ZERO
            above = _above(f, order, node, f.caps[SIDE, cap], member, at, end)
            if f.caps[SIDE, cap] == 0:
                tail[edge], head[edge] = above, node[cap]
            else:
                tail[edge], head[edge] = node[cap], above
            room[edge] = f.caps[ROOM, cap]
            edge += 1
    tail[edge], head[edge], room[edge] = total, 0, MANY
    return Net(tail, head, room, loose, total + 1)


@njit(cache=True)
def capped(f: Flat, credited: int) -> Net:
    """The network where exactly so much is to be credited: shares of it are amounts then."""
    for c in range(f.caps.shape[1]):
        if f.caps[WHOLE, c]:
            f.caps[ROOM, c] = (f.caps[TIMES, c] * credited + f.caps[SPARE, c]) // f.caps[WHOLE, c]
    net = build(f)
    net.room[len(net.room) - 1] = credited
    return net


@njit(cache=True)
def _by_size(f: Flat) -> Numbers:
    """The caps, those with few members first."""
    caps = f.caps.shape[1]
    order, size = np.zeros(caps, np.int64), np.zeros(caps, np.int64)
    for c in range(caps):
        for place in range(f.cap_member.shape[1]):
            size[c] += f.cap_member[c, place]
        at = c
        while at > 0 and size[order[at - 1]] > size[c]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = c
    return order


@njit(cache=True)
def _nests(f: Flat, small: int, large: int) -> bool:
    """Whether the smaller cap lies inside the larger, or the two share no member."""
    shared, apart = False, False
    for place in range(f.cap_member.shape[1]):
        if f.cap_member[small, place]:
            if f.cap_member[large, place]:
                shared = True
            else:
                apart = True
    return not (shared and apart)


@njit(cache=True)
def _above(f: Flat, order: Numbers, node: Numbers, side: int, member: int, after: int, end: int) -> int:
    """The node of the smallest nested cap that holds a member, of those after a place in the order; else ``end``."""
    for at in range(after + 1, len(order)):
        cap = order[at]
        if node[cap] >= 0 and f.caps[SIDE, cap] == side and f.cap_member[cap, member]:
            return int(node[cap])
    return end


@njit(cache=True)
def circulate(net: Net, low: Numbers, high: Numbers, gain: Numbers, flow: Numbers, reach: Numbers) -> None:
    """Make ``flow`` one of greatest gain by cancelling cycles; ``reach`` gets the potentials that prove it.

    ``low`` and ``high`` bound each edge; a lower bound that cannot be met stays unmet.
    """
    came = np.zeros(net.nodes, np.int64)
    seen = np.zeros(net.nodes, np.int64)
    while True:
        reach[:] = 0
        came[:] = -1
        cancelled = False
        while not cancelled:
            if not _relax(net, low, high, gain, flow, reach, came):
                return
            cancelled = _cancel(net, low, high, flow, came, seen)


@njit(cache=True)
def _relax(net: Net, low: Numbers, high: Numbers, gain: Numbers, flow: Numbers, reach: Numbers, came: Numbers) -> bool:
    """One pass over all edges; whether any node was reached better. ``came`` is e for an edge forward, ~e backward."""
    changed = False
    for e in range(len(flow)):
        u, v, x = net.tail[e], net.head[e], flow[e]
        if x < high[e]:
            through = reach[u] + gain[e] + (MUST if x < low[e] else 0)
            if through > reach[v]:
                reach[v], came[v], changed = through, e, True
        if x > 0:
            through = reach[v] - gain[e] - (MUST if x <= low[e] else 0)
            if through > reach[u]:
                reach[u], came[u], changed = through, -e - 2, True
    return changed


@njit(cache=True)
def _cancel(net: Net, low: Numbers, high: Numbers, flow: Numbers, came: Numbers, seen: Numbers) -> bool:
    """Push along every cycle of ``came``; whether there was one."""
    seen[:] = 0
    found = False
    for start in range(net.nodes):
        node = start
        while seen[node] == 0 and came[node] != -1:
            seen[node] = start + 1
            node = _before(net, came[node])
        if seen[node] == start + 1 and came[node] != -1:
            _push(net, low, high, flow, came, node)
            found = True
        elif seen[node] == 0:
            seen[node] = start + 1
    return found


@njit(cache=True)
def _before(net: Net, edge: int) -> int:
    return int(net.tail[edge]) if edge >= 0 else int(net.head[-edge - 2])


@njit(cache=True)
def _push(net: Net, low: Numbers, high: Numbers, flow: Numbers, came: Numbers, start: int) -> None:
    """Push as much around the cycle through a node as its gain stays the same for."""
    most, node = MUST, start
    while True:
        edge = came[node]
        e = edge if edge >= 0 else -edge - 2
        most = min(most, span(low[e], high[e], flow[e], edge >= 0))
        node = _before(net, edge)
        if node == start:
            break
    while True:
        edge = came[node]
        flow[edge if edge >= 0 else -edge - 2] += most if edge >= 0 else -most
        node = _before(net, edge)
        if node == start:
            break


@njit(cache=True)
def span(low: int, high: int, flow: int, forward: bool) -> int:  # noqa: FBT001 - compiled code takes no keywords cheaply
    """How far an edge's flow may change until it stops or its gain changes."""
    if forward:
        return low - flow if flow < low else high - flow
    return flow - low if flow > low else flow
