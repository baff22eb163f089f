"""Where a relaxed answer breaks a rule, or promises more than it is worth: what to decide next."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.bound import LINES, MONTHS
from niangjia.creditbank.engine.solve.special.flat import (
    AMOUNT,
    AT_LEAST,
    FAN,
    FILL,
    LEAST,
    LIFE,
    LOST,
    NEED,
    OUT,
    PART,
    ROOM,
    SIDE,
    SINK,
    SPILL,
    STEP,
    UNRELATED,
    Flat,
    Numbers,
)
from niangjia.creditbank.engine.solve.special.linear import WIDTH, Linear
from niangjia.creditbank.engine.solve.special.marks import APART, FREED, HIGH, LOW, TOUCHED, USED, Marks
from niangjia.creditbank.engine.solve.special.network import Net
from niangjia.creditbank.engine.solve.special.simplex import part_of

UNDECIDED = 1e-6  # a part below it is none
NOTHING, USE, FREE, TOUCH, ALLOW, SPLIT_SINK, SPLIT_POUR = range(7)


@njit(cache=True)
def broken(f: Flat, net: Net, m: Marks, at: int) -> tuple[int, int, int]:
    """The decision that a broken rule asks for: its kind, whom it concerns, and the amount of a split."""
    for rule in (
        _counted(f, m, at),
        _fanned_out(f, m, at),
        _half_filled(f, m, at),
        _spilled_alone(f, m, at),
        _filled_by_many(f, m, at),
        _too_little(f, m, at),
        _too_many_apart(f, m, at),
        _past_a_loose_cap(f, net, m, at),
    ):
        if rule[0] != NOTHING:
            return rule
    return NOTHING, 0, 0


@njit(cache=True)
def divided(f: Flat, t: Linear, m: Marks, at: int) -> tuple[int, int]:
    """What the relaxed answer leaves most undecided: an outcome touched in part, a course filled in part, a pour."""
    pours, outs, sinks = f.pours.shape[1], f.outs.shape[1], f.sinks.shape[1]
    kind, whom, widest = NOTHING, 0, 0.0
    count, inflow = np.zeros(outs, np.int64), np.zeros(sinks)
    for a in range(pours):
        part = part_of(t, a)
        if part > UNDECIDED:
            count[f.pours[OUT, a]] += 1
            inflow[f.pours[SINK, a]] += part * t.columns[WIDTH, a]
    for i in range(outs):
        part = part_of(t, pours + i)
        score = part * (1 - part) * f.outs[AMOUNT, i]
        if t.goal == MONTHS:
            score *= f.outs[LOST, i] * f.outs[LIFE, i]
        if m.outs[TOUCHED, at, i] == 0 and UNDECIDED < part < 1 - UNDECIDED and score > widest:
            kind, whom, widest = TOUCH, i, score
    if t.goal == MONTHS and kind != NOTHING:
        return kind, whom
    for j in range(sinks):
        part = inflow[j] / max(1, f.sinks[LEAST, j])
        score = part * (1 - part) * f.sinks[NEED, j]
        if m.sinks[FREED, at, j] == 0 and UNDECIDED < part < 1 - UNDECIDED and score > widest:
            kind, whom, widest = FREE, j, score
    for a in range(pours):
        part = part_of(t, a)
        score = part * (1 - part) * t.columns[WIDTH, a]
        may_choose = count[f.pours[OUT, a]] > f.outs[FAN, f.pours[OUT, a]]
        if m.pours[USED, at, a] == 0 and UNDECIDED < part < 1 - UNDECIDED and may_choose and score > widest:
            kind, whom, widest = USE, a, score
    return kind, whom


@njit(cache=True)
def promising(f: Flat, m: Marks, at: int, goals: int) -> tuple[int, int, int]:
    """The decision that brings what is promised and what it is worth together."""
    flow = m.flow[at]
    for j in range(f.sinks.shape[1]):
        inflow = flow[f.pours.shape[1] + f.outs.shape[1] + j]
        if f.sinks[PART, j] and inflow % f.sinks[STEP, j]:
            return SPLIT_SINK, j, inflow // f.sinks[STEP, j] * f.sinks[STEP, j]
    if goals > MONTHS:
        given = _by_outcome(f, flow)
        for i in range(f.outs.shape[1]):
            if f.outs[LOST, i] and m.outs[TOUCHED, at, i] == 0 and f.outs[LIFE, i] and 0 < given[i] < f.outs[AMOUNT, i]:
                return TOUCH, i, 0
    chosen, widest = -1, -1
    if goals > LINES:
        for a in range(f.pours.shape[1]):
            missing = m.pours[HIGH, at, a] - flow[a]
            if m.pours[USED, at, a] == 0 and flow[a] > 0 and missing > widest:
                chosen, widest = a, missing
    return (NOTHING, 0, 0) if chosen < 0 else (USE, chosen, 0)


@njit(cache=True)
def _by_outcome(f: Flat, flow: Numbers) -> Numbers:
    given = np.zeros(f.outs.shape[1], np.int64)
    for a in range(f.pours.shape[1]):
        given[f.pours[OUT, a]] += flow[a]
    return given


@njit(cache=True)
def _counted(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    if not f.counts.shape[1]:
        return NOTHING, 0, 0
    given = _by_outcome(f, m.flow[at])
    demand = f.pours.shape[1] + f.outs.shape[1]
    for c in range(f.counts.shape[1]):
        count, chosen, largest = 0, -1, -1
        marks = m.sinks[FREED, at] if f.counts[SIDE, c] else m.outs[TOUCHED, at]
        for member in range(len(marks)):
            if f.count_member[c, member]:
                amount = m.flow[at, demand + member] if f.counts[SIDE, c] else given[member]
                count += amount > 0
                if amount > largest and marks[member] == 0:
                    chosen, largest = member, amount
        if count > f.counts[ROOM, c] and chosen >= 0:
            return (FREE if f.counts[SIDE, c] else TOUCH), chosen, 0
    return NOTHING, 0, 0


@njit(cache=True)
def _fanned_out(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    flow = m.flow[at]
    count = np.zeros(f.outs.shape[1], np.int64)
    for a in range(f.pours.shape[1]):
        count[f.pours[OUT, a]] += flow[a] > 0
    chosen, largest = -1, 0
    for a in range(f.pours.shape[1]):
        if count[f.pours[OUT, a]] > f.outs[FAN, f.pours[OUT, a]] and m.pours[USED, at, a] == 0 and flow[a] > largest:
            chosen, largest = a, flow[a]
    return (NOTHING, 0, 0) if chosen < 0 else (USE, chosen, 0)


@njit(cache=True)
def _half_filled(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    chosen, widest = -1, 0
    for j in range(f.sinks.shape[1]):
        inflow = m.flow[at, f.pours.shape[1] + f.outs.shape[1] + j]
        missing = f.sinks[LEAST, j] - inflow
        if m.sinks[FREED, at, j] == 0 and inflow > 0 and missing > widest:
            chosen, widest = j, missing
    return (NOTHING, 0, 0) if chosen < 0 else (FREE, chosen, 0)


@njit(cache=True)
def _spilled_alone(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    flow = m.flow[at]
    for a in range(f.pours.shape[1]):
        if f.pours[SPILL, a] and flow[a] > 0:
            chosen, alone = -1, True
            for b in range(f.pours.shape[1]):
                if f.pours[OUT, b] == f.pours[OUT, a] and not f.pours[SPILL, b]:
                    alone = alone and flow[b] == 0
                    if m.pours[USED, at, b] == 0:
                        chosen = b
            if alone and m.pours[USED, at, a] == 0:
                return USE, a, 0
            if alone:
                return USE, chosen, 0
    return NOTHING, 0, 0


@njit(cache=True)
def _filled_by_many(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    flow = m.flow[at]
    count = np.zeros(f.sinks.shape[1], np.int64)
    for a in range(f.pours.shape[1]):
        count[f.pours[SINK, a]] += flow[a] > 0
    for a in range(f.pours.shape[1]):
        if count[f.pours[SINK, a]] > f.sinks[FILL, f.pours[SINK, a]] and m.pours[USED, at, a] == 0 and flow[a] > 0:
            return USE, a, 0
    return NOTHING, 0, 0


@njit(cache=True)
def _too_little(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    for a in range(f.pours.shape[1]):
        if m.pours[USED, at, a] == 0 and 0 < m.flow[at, a] < f.pours[AT_LEAST, a]:
            return USE, a, 0
    return NOTHING, 0, 0


@njit(cache=True)
def _too_many_apart(f: Flat, m: Marks, at: int) -> tuple[int, int, int]:
    given = np.zeros(f.outs.shape[1], np.int64)
    for a in range(f.pours.shape[1]):
        if f.pours[UNRELATED, a]:
            given[f.pours[OUT, a]] += m.flow[at, a]
    count, chosen = 0, -1
    for i in range(f.outs.shape[1]):
        if given[i] > 0:
            count += 1
            if m.outs[APART, at, i] == 0:
                chosen = i
    return (ALLOW, chosen, 0) if count > f.unrelated_room and chosen >= 0 else (NOTHING, 0, 0)


@njit(cache=True)
def _past_a_loose_cap(f: Flat, net: Net, m: Marks, at: int) -> tuple[int, int, int]:
    flow = m.flow[at]
    for c in range(f.caps.shape[1]):
        if net.loose[c]:
            over, chosen, largest = -f.caps[ROOM, c], -1, 0
            for a in range(f.pours.shape[1]):
                if f.cap_member[c, f.pours[SINK, a] if f.caps[SIDE, c] else f.pours[OUT, a]]:
                    over += flow[a]
                    if flow[a] - m.pours[LOW, at, a] > largest:
                        chosen, largest = a, flow[a] - m.pours[LOW, at, a]
            if over > 0 and chosen >= 0:
                return SPLIT_POUR, chosen, max(m.pours[LOW, at, chosen], flow[chosen] - over)
    return NOTHING, 0, 0
