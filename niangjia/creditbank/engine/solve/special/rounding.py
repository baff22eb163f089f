"""A guess from the relaxed answer: of each outcome the pours that take most of it, and the best flow through those."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import beats, relax, worth
from niangjia.creditbank.engine.solve.special.flat import FAN, OUT, Flat, Numbers
from niangjia.creditbank.engine.solve.special.judging import NOTHING, UNDECIDED, broken
from niangjia.creditbank.engine.solve.special.linear import Linear
from niangjia.creditbank.engine.solve.special.marks import USED, Marks, close_pour, descend, write
from niangjia.creditbank.engine.solve.special.narrowing import narrow
from niangjia.creditbank.engine.solve.special.network import Net
from niangjia.creditbank.engine.solve.special.simplex import part_of


@njit(cache=True)
def guess(f: Flat, net: Net, t: Linear, m: Marks, at: int, goals: int, best: Numbers, answer: Numbers) -> bool:
    """Whether the guess at a depth is an answer that beats ``best``: then ``best`` and ``answer`` are it.

    The depth below is used for it.
    """
    descend(m, at)
    _choose(f, t, m, at + 1)
    promise, reach = np.zeros(3, np.int64), np.zeros(net.nodes, np.int64)
    if not narrow(f, m, at + 1) or not relax(f, net, m, at + 1, goals, promise, reach):
        return False
    if not beats(promise, best, goals) or broken(f, net, m, at + 1)[0] != NOTHING:
        return False
    worth(f, m.flow[at + 1], promise)
    if not beats(promise, best, goals):
        return False
    write(promise, best)
    write(m.flow[at + 1], answer)
    return True


@njit(cache=True)
def _choose(f: Flat, t: Linear, m: Marks, at: int) -> None:
    """Close what the relaxed answer uses least, down to as many pours as each outcome may serve."""
    pours = f.pours.shape[1]
    places = np.zeros(f.outs.shape[1], np.int64)
    parts = np.zeros(pours)
    for i in range(len(places)):
        places[i] = f.outs[FAN, i]
    for a in range(pours):
        parts[a] = part_of(t, a)
        places[f.pours[OUT, a]] -= m.pours[USED, at, a] == 1
    taken = np.zeros(pours, np.int64)
    for i in range(len(places)):
        while places[i] > 0:
            chosen, most = -1, UNDECIDED
            for a in range(pours):
                if f.pours[OUT, a] == i and m.pours[USED, at, a] == 0 and not taken[a] and parts[a] > most:
                    chosen, most = a, parts[a]
            if chosen < 0:
                break
            taken[chosen] = 1
            places[i] -= 1
    for a in range(pours):
        if m.pours[USED, at, a] == 0 and not taken[a]:
            close_pour(m, at, a)
