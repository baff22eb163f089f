"""Goal by goal: ask for what is promised, then for a little less, until an answer is found; then prove it the best.

The promise at the root is often kept, and a search that knows what it wants prunes almost everything else.
"""

from typing import cast

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import CREDITED, relax, unit_of
from niangjia.creditbank.engine.solve.special.flat import MANY, NEED, NO, ONE, YES, ZERO, Flat, Numbers
from niangjia.creditbank.engine.solve.special.linear import relaxation
from niangjia.creditbank.engine.solve.special.marks import Marks, descend, new_marks
from niangjia.creditbank.engine.solve.special.narrowing import narrow
from niangjia.creditbank.engine.solve.special.network import Net, capped
from niangjia.creditbank.engine.solve.special.pricing import ceiling
from niangjia.creditbank.engine.solve.special.search import DONE, FOUND, GAVE_UP, search

PARTS = 64  # the second target lies at least such a part below the first
TOTALS = 100  # so many totals are tried
DEEPEST = cast("int", np.int64(400))


@njit(cache=True)
def reach_goal(f: Flat, net: Net, m: Marks, goal: int, best: Numbers, answer: Numbers, left: Numbers) -> int:
    """Make ``best`` and ``answer`` the best in the goals up to this one, those before it being reached. May give up."""
    promise, wanted, reach = np.zeros(3, np.int64), np.zeros(3, np.int64), np.zeros(net.nodes, np.int64)
    if not narrow(f, m, ZERO) or not relax(f, net, m, ZERO, goal + 1, promise, reach):
        return GAVE_UP
    t = relaxation(f, m, goal, best)
    if goal == CREDITED:
        step, sign = unit_of(f, m, ZERO), 1
        most = ceiling(f, t, m, ZERO, best[goal])[0]
        target = min(promise[goal], most - most % step)
        step = max(step, target // PARTS)
    else:
        step, sign = 1, -1
        target = max(promise[goal], -ceiling(f, t, m, ZERO, -best[goal])[0])
    verdict = DONE
    while (target - best[goal]) * sign > 0 and verdict != FOUND:
        for place in range(3):
            wanted[place] = best[place] if place < goal else MANY
        wanted[goal] = target - sign
        descend(m, ZERO)
        verdict = search(f, net, t, m, ONE, goal + 1, wanted, answer, left, YES)
        if verdict == GAVE_UP:
            return GAVE_UP
        target -= sign * step
        step *= 2
    if verdict == FOUND:
        for place in range(3):
            best[place] = wanted[place]
    descend(m, ZERO)
    verdict = search(f, net, t, m, ONE, goal + 1, best, answer, left, NO)
    if verdict != GAVE_UP:
        ceiling(f, t, m, ZERO, best[goal] if goal == CREDITED else -best[goal])  # closes what no best answer uses
    return verdict


@njit(cache=True)
def reach_shared(f: Flat, best: Numbers, answer: Numbers, left: Numbers) -> int:
    """The most credits where a share of them is capped: total after total, each with the amounts that it allows."""
    total = 0
    for j in range(f.sinks.shape[1]):
        total += f.sinks[NEED, j]
    for _ in range(TOTALS):
        net = capped(f, total)
        m = new_marks(f, len(net.tail), DEEPEST)
        promise, reach = np.zeros(3, np.int64), np.zeros(net.nodes, np.int64)
        if not narrow(f, m, ZERO) or not relax(f, net, m, ZERO, ONE, promise, reach):
            return GAVE_UP
        t = relaxation(f, m, CREDITED + ZERO, best)
        most = min(promise[CREDITED], ceiling(f, t, m, ZERO, ZERO)[0])
        if most == total:
            for place in range(3):
                best[place] = MANY
            best[CREDITED] = total - 1
            descend(m, ZERO)  # what is closed for one total is open for the next
            verdict = FOUND if total == 0 else search(f, net, t, m, ONE, ONE, best, answer, left, YES)
            if verdict == FOUND:
                best[CREDITED] = total
                return FOUND
            if verdict == GAVE_UP:
                return GAVE_UP
            most = total - unit_of(f, m, ZERO)
        total = max(most, 0)
    return GAVE_UP
