"""Branch and bound, depth first: the best answer below a depth, or any answer that is good enough."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import beats, relax, worth
from niangjia.creditbank.engine.solve.special.flat import STEP, Flat, Numbers
from niangjia.creditbank.engine.solve.special.judging import (
    ALLOW,
    FREE,
    NOTHING,
    SPLIT_POUR,
    SPLIT_SINK,
    TOUCH,
    USE,
    broken,
    divided,
    promising,
)
from niangjia.creditbank.engine.solve.special.linear import Linear
from niangjia.creditbank.engine.solve.special.marks import (
    APART,
    FREED,
    HIGH,
    LOW,
    SINK_HIGH,
    SINK_LOW,
    TOUCHED,
    USED,
    Marks,
    close_pour,
    descend,
    write,
)
from niangjia.creditbank.engine.solve.special.narrowing import FAILED, SAME, narrow
from niangjia.creditbank.engine.solve.special.network import Net
from niangjia.creditbank.engine.solve.special.pricing import reached
from niangjia.creditbank.engine.solve.special.rounding import guess

DONE, FOUND, GAVE_UP = range(3)
BOTH = 2  # sides of a decision


@njit(cache=True)
def search(
    f: Flat,
    net: Net,
    t: Linear,
    m: Marks,
    top: int,
    goals: int,
    best: Numbers,
    answer: Numbers,
    left: Numbers,
    any_will_do: bool,  # noqa: FBT001 - compiled code takes no keywords cheaply
) -> int:
    """Look below depth ``top`` for answers that beat ``best``; ``answer`` and ``best`` become the last one found.

    FOUND or DONE; GAVE_UP when ``left[0]`` nodes were looked at or the depth does not suffice.
    """
    depth = m.pours.shape[1]
    branch, turn = np.zeros((depth, 3), np.int64), np.zeros(depth, np.int64)
    promises, reach = np.zeros((depth, 3), np.int64), np.zeros(net.nodes, np.int64)
    verdict, at, is_new = DONE, top, True
    while True:
        if is_new:
            left[0] -= 1
            turn[at] = 0
            seen = (
                GAVE_UP
                if left[0] < 0
                else _look(f, net, t, m, at, goals, best, answer, promises[at], branch[at], reach)
            )
            if seen == GAVE_UP or (seen == FOUND and any_will_do):
                return seen
            verdict = max(verdict, seen)
        is_new = branch[at, 0] != NOTHING and turn[at] < BOTH and beats(promises[at], best, goals)
        if is_new:
            if at + 1 == depth:
                return GAVE_UP
            descend(m, at)
            decide(f, m, at + 1, branch[at, 0], branch[at, 1], branch[at, 2], turn[at] == 0)
            turn[at] += 1
            at += 1
        elif at == top:
            return verdict
        else:
            at -= 1


@njit(cache=True)
def _look(
    f: Flat,
    net: Net,
    t: Linear,
    m: Marks,
    at: int,
    goals: int,
    best: Numbers,
    answer: Numbers,
    promise: Numbers,
    branch: Numbers,
    reach: Numbers,
) -> int:
    """Judge a depth. ``branch`` gets the decision to be made there, or NOTHING; FOUND if ``best`` is new."""
    branch[0] = NOTHING
    for changed in range(2):
        is_hopeful = narrow(f, m, at) and relax(f, net, m, at, goals, promise, reach) and beats(promise, best, goals)
        if not is_hopeful:
            return DONE
        if changed:
            break
        can_be = reached(f, t, m, at, best)
        if can_be == FAILED:
            return DONE
        if can_be == SAME:
            break
    verdict = DONE
    branch[0], branch[1], branch[2] = broken(f, net, m, at)
    if branch[0] != NOTHING:
        if goals == 1 and at + 1 < m.pours.shape[1] and guess(f, net, t, m, at, goals, best, answer):
            verdict = FOUND
        kind, whom = divided(f, t, m, at)
        if kind != NOTHING:
            branch[0], branch[1] = kind, whom
    else:
        value = np.zeros(3, np.int64)
        worth(f, m.flow[at], value)
        if beats(value, best, goals):
            write(value, best)
            write(m.flow[at], answer)
            verdict = FOUND
        if beats(promise, best, goals):
            branch[0], branch[1], branch[2] = promising(f, m, at, goals)
            if branch[0] == NOTHING:
                return GAVE_UP
    return verdict


@njit(cache=True)
def decide(f: Flat, m: Marks, at: int, kind: int, whom: int, amount: int, yes: bool) -> None:  # noqa: FBT001 - as above
    """Write one side of a decision down. Which side comes first is chosen so that good answers come early."""
    if kind == USE:
        if yes:
            m.pours[USED, at, whom] = 1
        else:
            close_pour(m, at, whom)
    elif kind == FREE:
        m.sinks[FREED, at, whom] = 1 if yes else -1
    elif kind == TOUCH:
        m.outs[TOUCHED, at, whom] = 1 if yes else -1
    elif kind == ALLOW:
        m.outs[APART, at, whom] = 1 if yes else -1
    elif kind == SPLIT_SINK:
        if yes:
            m.sinks[SINK_HIGH, at, whom] = min(m.sinks[SINK_HIGH, at, whom], amount)
        else:
            m.sinks[SINK_LOW, at, whom] = max(m.sinks[SINK_LOW, at, whom], amount + f.sinks[STEP, whom])
            m.sinks[FREED, at, whom] = 1
    elif kind == SPLIT_POUR:
        if yes:
            m.pours[HIGH, at, whom] = min(m.pours[HIGH, at, whom], amount)
        else:
            m.pours[LOW, at, whom] = max(m.pours[LOW, at, whom], amount + 1)
            m.pours[USED, at, whom] = 1
