"""What follows from the decisions: bounds, and further decisions. Never cuts an answer off."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.flat import (
    AMOUNT,
    AT_LEAST,
    FAN,
    FILL,
    LEAST,
    OUT,
    ROOM,
    SIDE,
    SINK,
    SINK_ROW,
    SPILL,
    UNRELATED,
    Flat,
    Numbers,
)
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
    most_together,
)

FAILED, SAME, CHANGED = -1, 0, 1
ROUNDS = 30  # bounds may creep by 1; stopping early is always right


@njit(cache=True)
def narrow(f: Flat, m: Marks, at: int) -> bool:
    """Draw the conclusions at a depth; False when nothing can satisfy them."""
    for _ in range(ROUNDS):
        changed = False
        for step in (
            _outcomes(f, m, at),
            _sinks(f, m, at),
            _pours(f, m, at),
            _counts(f, m, at),
            _apart(f, m, at),
            _caps(f, m, at),
        ):
            if step == FAILED:
                return False
            changed |= step == CHANGED
        if not changed:
            return True
    return True


@njit(cache=True)
def _outcomes(f: Flat, m: Marks, at: int) -> int:
    """Fan-out, value, touch and spill, outcome by outcome."""
    outs, pours = f.outs.shape[1], f.pours.shape[1]
    used, free, least = np.zeros(outs, np.int64), np.zeros(outs, np.int64), np.zeros(outs, np.int64)
    own, own_used, spilled = np.zeros(outs, np.int64), np.zeros(outs, np.int64), np.zeros(outs, np.int64)
    for a in range(pours):
        if m.pours[USED, at, a] >= 0:
            i = f.pours[OUT, a]
            is_used = m.pours[USED, at, a]
            used[i] += is_used
            free[i] += 1 - is_used
            least[i] += m.pours[LOW, at, a]
            own[i] += 1 - f.pours[SPILL, a]
            own_used[i] += is_used * (1 - f.pours[SPILL, a])
            spilled[i] += is_used * f.pours[SPILL, a]
    changed = SAME
    for i in range(outs):
        if used[i] > f.outs[FAN, i] or least[i] > f.outs[AMOUNT, i] or (spilled[i] and not own[i]):
            return FAILED
        if used[i] and m.outs[TOUCHED, at, i] < 1:
            if m.outs[TOUCHED, at, i] < 0:
                return FAILED
            m.outs[TOUCHED, at, i] = 1
            changed = CHANGED
    for a in range(pours):
        if m.pours[USED, at, a] == 0:
            i = f.pours[OUT, a]
            no = m.outs[TOUCHED, at, i] < 0 or used[i] == f.outs[FAN, i] or (f.pours[SPILL, a] and not own[i])
            if no or (f.pours[UNRELATED, a] and m.outs[APART, at, i] < 0):
                close_pour(m, at, a)
                changed = CHANGED
            elif spilled[i] and not own_used[i] and own[i] == 1 and not f.pours[SPILL, a]:
                m.pours[USED, at, a] = 1
                changed = CHANGED
        elif m.pours[USED, at, a] == 1 and f.pours[UNRELATED, a]:
            if m.outs[APART, at, f.pours[OUT, a]] < 0:
                return FAILED
            m.outs[APART, at, f.pours[OUT, a]] = 1
    return changed


@njit(cache=True)
def _sinks(f: Flat, m: Marks, at: int) -> int:
    """Fan-in, and whether what may pour in suffices, sink by sink."""
    sinks, pours = f.sinks.shape[1], f.pours.shape[1]
    used, free = np.zeros(sinks, np.int64), np.zeros(sinks, np.int64)
    least, most = np.zeros(sinks, np.int64), np.zeros(sinks, np.int64)
    for a in range(pours):
        if m.pours[USED, at, a] >= 0:
            j = f.pours[SINK, a]
            used[j] += m.pours[USED, at, a]
            free[j] += 1 - m.pours[USED, at, a]
            least[j] += m.pours[LOW, at, a]
            most[j] += m.pours[HIGH, at, a]
    changed = SAME
    for j in range(sinks):
        if used[j] > f.sinks[FILL, j] or least[j] > m.sinks[SINK_HIGH, at, j]:
            return FAILED
        if used[j] and m.sinks[FREED, at, j] < 1:
            if m.sinks[FREED, at, j] < 0:
                return FAILED
            m.sinks[FREED, at, j] = 1
            changed = CHANGED
        if m.sinks[FREED, at, j] == 1 and m.sinks[SINK_LOW, at, j] < f.sinks[LEAST, j]:
            m.sinks[SINK_LOW, at, j] = f.sinks[LEAST, j]
            changed = CHANGED
        if used[j] + free[j] > f.sinks[FILL, j]:
            most[j] = most_together(f, m, at, SINK_ROW, j, f.sinks[FILL, j])
        if m.sinks[FREED, at, j] >= 0 and min(most[j], m.sinks[SINK_HIGH, at, j]) < max(
            f.sinks[LEAST, j], m.sinks[SINK_LOW, at, j]
        ):
            if m.sinks[FREED, at, j] == 1:
                return FAILED
            m.sinks[FREED, at, j] = -1
            changed = CHANGED
        if m.sinks[FREED, at, j] < 0 and m.sinks[SINK_HIGH, at, j]:
            m.sinks[SINK_HIGH, at, j] = 0
            changed = CHANGED
    return max(changed, _into(f, m, at, used, free, most))


@njit(cache=True)
def _into(f: Flat, m: Marks, at: int, used: Numbers, free: Numbers, most: Numbers) -> int:
    """Which pours a sink can no longer take, and which it can't do without."""
    changed = SAME
    for a in range(f.pours.shape[1]):
        j = f.pours[SINK, a]
        if m.pours[USED, at, a] == 0 and (m.sinks[FREED, at, j] < 0 or used[j] == f.sinks[FILL, j]):
            close_pour(m, at, a)
            changed = CHANGED
        elif (
            m.pours[USED, at, a] == 0
            and m.sinks[SINK_LOW, at, j] > most[j] - m.pours[HIGH, at, a]
            and used[j] + free[j] <= f.sinks[FILL, j]
        ):
            m.pours[USED, at, a] = 1
            changed = CHANGED
        elif m.pours[USED, at, a] == 0 and f.sinks[FILL, j] == 1 and m.pours[HIGH, at, a] < f.sinks[LEAST, j]:
            close_pour(m, at, a)
            changed = CHANGED
    return changed


@njit(cache=True)
def _pours(f: Flat, m: Marks, at: int) -> int:
    """Bounds of each pour beside the others of its outcome and its sink."""
    from_least = np.zeros(f.outs.shape[1], np.int64)
    into_least, into_most = np.zeros(f.sinks.shape[1], np.int64), np.zeros(f.sinks.shape[1], np.int64)
    for a in range(f.pours.shape[1]):
        from_least[f.pours[OUT, a]] += m.pours[LOW, at, a]
        into_least[f.pours[SINK, a]] += m.pours[LOW, at, a]
        into_most[f.pours[SINK, a]] += m.pours[HIGH, at, a]
    changed = SAME
    for a in range(f.pours.shape[1]):
        if m.pours[USED, at, a] < 0:
            continue
        i, j, low = f.pours[OUT, a], f.pours[SINK, a], m.pours[LOW, at, a]
        high = min(
            m.pours[HIGH, at, a],
            f.outs[AMOUNT, i] - from_least[i] + low,
            m.sinks[SINK_HIGH, at, j] - into_least[j] + low,
        )
        if m.pours[USED, at, a] == 1:
            low = max(low, f.pours[AT_LEAST, a], m.sinks[SINK_LOW, at, j] - into_most[j] + m.pours[HIGH, at, a])
        if high < max(low, f.pours[AT_LEAST, a]):
            if m.pours[USED, at, a] == 1:
                return FAILED
            high = 0
        if high < m.pours[HIGH, at, a] or low > m.pours[LOW, at, a]:
            from_least[i] += low - m.pours[LOW, at, a]
            into_least[j] += low - m.pours[LOW, at, a]
            into_most[j] += high - m.pours[HIGH, at, a]
            m.pours[LOW, at, a], m.pours[HIGH, at, a] = low, high
            changed = CHANGED
        if high == 0:
            close_pour(m, at, a)
            changed = CHANGED
    return changed


@njit(cache=True)
def _counts(f: Flat, m: Marks, at: int) -> int:
    """Limits on how many members are touched or freed."""
    changed = SAME
    for c in range(f.counts.shape[1]):
        marks = m.sinks[FREED, at] if f.counts[SIDE, c] else m.outs[TOUCHED, at]
        yes = 0
        for member in range(len(marks)):
            yes += f.count_member[c, member] and marks[member] == 1
        if yes > f.counts[ROOM, c]:
            return FAILED
        if yes == f.counts[ROOM, c]:
            for member in range(len(marks)):
                if f.count_member[c, member] and marks[member] == 0:
                    marks[member] = -1
                    changed = CHANGED
    return changed


@njit(cache=True)
def _apart(f: Flat, m: Marks, at: int) -> int:
    """The limit on outcomes used outside their field. One that is marked may be: it counts."""
    yes = 0
    for i in range(f.outs.shape[1]):
        yes += m.outs[APART, at, i] == 1
    if yes > f.unrelated_room:
        return FAILED
    changed = SAME
    if yes == f.unrelated_room:
        for i in range(f.outs.shape[1]):
            if m.outs[APART, at, i] == 0:
                m.outs[APART, at, i] = -1
                changed = CHANGED
    return changed


@njit(cache=True)
def _caps(f: Flat, m: Marks, at: int) -> int:
    """Whether the lower bounds alone pass a cap."""
    for c in range(f.caps.shape[1]):
        least = 0
        if f.caps[SIDE, c]:
            for j in range(f.sinks.shape[1]):
                if f.cap_member[c, j]:
                    least += m.sinks[SINK_LOW, at, j]
        else:
            for a in range(f.pours.shape[1]):
                if f.cap_member[c, f.pours[OUT, a]]:
                    least += m.pours[LOW, at, a]
        if least > f.caps[ROOM, c]:
            return FAILED
    return SAME
