"""A nearer ceiling of the credits: fan-out and counts are priced instead of left out.

A pour that gives x of at most u takes x/u of a place of its outcome, an outcome that gives x of at most u takes x/u of
a place of a count. Any prices of places give a ceiling: the best circulation at these prices, plus what all places
cost. Prices follow the places that are used too much (a subgradient); they are integers, so the ceiling is exact.
"""

from typing import Any, Final

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import bounds, repair, unit_of
from niangjia.creditbank.engine.solve.special.flat import FAN, MANY, ONE, OUT, ROOM, SIDE, Flat, Numbers
from niangjia.creditbank.engine.solve.special.marks import HIGH, TOUCHED, USED, Marks, write
from niangjia.creditbank.engine.solve.special.network import Net, circulate

Shares = np.ndarray[Any, np.dtype[np.float64]]

SCALE: Final = 1 << 10  # of a price, for one unit credited
DEAREST: Final = float(1 << 40)  # no price is higher: sums of products stay within 64 bits


@njit(cache=True)
def ceiling(f: Flat, net: Net, m: Marks, at: int, wanted: int, steps: int, reach: Numbers) -> int:
    """The most that can be credited below a depth, once it is less than ``wanted`` or after so many steps.

    Prices begin with those of the depth above; those that gave the least are kept for the depths below.
    """
    low, high, gain = bounds(f, net, m, at, ONE)
    pours, outs, sinks = f.pours.shape[1], f.outs.shape[1], f.sinks.shape[1]
    places = _places(f, m, at)
    flow = m.priced[at]
    repair(f, net, high, flow)
    for e in range(pours + outs, pours + outs + sinks):
        gain[e] = SCALE
    prices = m.prices[at]
    best, tried, taken = MANY, np.zeros(len(prices), np.int64), np.zeros(len(prices))
    write(prices, tried)
    for step in range(steps):
        total = _price(f, m, at, high, tried, places, gain)
        circulate(net, low, high, gain, flow, reach)
        for e in range(len(flow)):
            total += gain[e] * flow[e]
        if total // SCALE < best:
            best = total // SCALE
            write(tried, prices)
        if best < wanted or step + 1 == steps:
            break
        if not _follow(f, m, at, high, flow, places, (total / SCALE - wanted + 1) * SCALE, tried, taken):
            break
    return best - best % unit_of(f, m, at)


@njit(cache=True)
def _places(f: Flat, m: Marks, at: int) -> Numbers:
    """How many places are left of each outcome and each count; -1 where nobody has to share."""
    pours, outs = f.pours.shape[1], f.outs.shape[1]
    places = np.zeros(outs + f.counts.shape[1], np.int64)
    for i in range(outs):
        used = free = 0
        for a in range(pours):
            if f.pours[OUT, a] == i:
                used += m.pours[USED, at, a] == 1
                free += m.pours[USED, at, a] == 0
        places[i] = f.outs[FAN, i] - used if free > f.outs[FAN, i] - used else -1
    for c in range(f.counts.shape[1]):
        yes = free = 0
        if not f.counts[SIDE, c]:
            for i in range(outs):
                if f.count_member[c, i]:
                    yes += m.outs[TOUCHED, at, i] == 1
                    free += m.outs[TOUCHED, at, i] == 0
        places[outs + c] = f.counts[ROOM, c] - yes if free > f.counts[ROOM, c] - yes else -1
    return places


@njit(cache=True)
def _price(f: Flat, m: Marks, at: int, high: Numbers, prices: Numbers, places: Numbers, gain: Numbers) -> int:
    """Set the gains of pours and outcomes at these prices; what all places cost."""
    pours, outs = f.pours.shape[1], f.outs.shape[1]
    total = 0
    for place in range(len(places)):
        if places[place] >= 0:
            total += prices[place] * places[place]
    for a in range(pours):
        i = f.pours[OUT, a]
        gain[a] = 0
        if places[i] >= 0 and m.pours[USED, at, a] == 0:
            gain[a] = -(prices[i] // m.pours[HIGH, at, a])
    for i in range(outs):
        gain[pours + i] = 0
        if m.outs[TOUCHED, at, i] == 0 and high[pours + i] > 0:
            for c in range(f.counts.shape[1]):
                if places[outs + c] >= 0 and f.count_member[c, i]:
                    gain[pours + i] -= prices[outs + c] // high[pours + i]
    return total


@njit(cache=True)
def _follow(
    f: Flat,
    m: Marks,
    at: int,
    high: Numbers,
    flow: Numbers,
    places: Numbers,
    missing: float,
    prices: Numbers,
    taken: Shares,
) -> bool:
    """Raise the prices of places that are used too much, lower the others; False where all is as it should be."""
    pours, outs = f.pours.shape[1], f.outs.shape[1]
    for place in range(len(places)):
        taken[place] = -places[place]
    for a in range(pours):
        if m.pours[USED, at, a] == 0:
            taken[f.pours[OUT, a]] += flow[a] / m.pours[HIGH, at, a]
    for i in range(outs):
        if m.outs[TOUCHED, at, i] == 0 and high[pours + i] > 0:
            for c in range(f.counts.shape[1]):
                if f.count_member[c, i]:
                    taken[outs + c] += flow[pours + i] / high[pours + i]
    norm = 0.0
    for place in range(len(places)):
        if places[place] < 0 or (taken[place] < 0 and prices[place] == 0):
            taken[place] = 0
        norm += taken[place] * taken[place]
    if norm == 0:
        return False
    for place in range(len(places)):
        prices[place] = int(min(max(0.0, prices[place] + missing / norm * taken[place]), DEAREST))
    return True
