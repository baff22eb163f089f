"""A whole problem: limits that cannot bind are dropped, connected parts solved one by one."""

import numpy as np
from numba import njit

from niangjia.creditbank.engine.solve.special.approach import DEEPEST, reach_goal, reach_shared
from niangjia.creditbank.engine.solve.special.bound import CREDITED, LINES, MONTHS
from niangjia.creditbank.engine.solve.special.flat import (
    AMOUNT,
    MANY,
    NEED,
    NO,
    ONE,
    OUT,
    ROOM,
    SIDE,
    SINK,
    SPARE,
    STEP,
    UNRELATED,
    WHOLE,
    YES,
    ZERO,
    Flat,
    Numbers,
)
from niangjia.creditbank.engine.solve.special.marks import HIGH, USED, Marks, new_marks
from niangjia.creditbank.engine.solve.special.narrowing import narrow
from niangjia.creditbank.engine.solve.special.network import build, capped
from niangjia.creditbank.engine.solve.special.search import GAVE_UP
from niangjia.creditbank.engine.solve.special.settling import settle_amounts, settle_choices

USUAL = 6_500  # the size of a relaxation of twelve outcomes and thirty courses; a larger one takes longer a node
OPEN, UNSOLVED, CHOSEN, SETTLED = range(4)


@njit(cache=True)
def solve_parts(f: Flat, goals: int, nodes: int, answer: Numbers, state: Numbers) -> None:
    """Fill ``answer`` with the amount of each pour, and ``state`` with how far its part was solved.

    SETTLED: proven and canonical; CHOSEN: the pours used are, their amounts are open; UNSOLVED: given up after so many
    nodes. With 1 of the 3 goals only the credits are looked at, and nothing is canonical.
    """
    m = new_marks(f, ZERO, ONE)
    if not narrow(f, m, ZERO):
        return
    part = _parts(f, m, _binding(f, m, NO), _binding(f, m, YES))
    for a in range(len(part)):
        if part[a] < 0:
            state[a] = SETTLED
        elif state[a] == OPEN:
            _solve_part(f, m, part, part[a], goals, nodes, answer, state)


@njit(cache=True)
def _binding(f: Flat, m: Marks, counts: bool) -> Numbers:  # noqa: FBT001 - compiled code takes no keywords cheaply
    """Which limits may bind: 1 for those."""
    rooms = f.counts[ROOM] if counts else f.caps[ROOM]
    sides = f.counts[SIDE] if counts else f.caps[SIDE]
    members = f.count_member if counts else f.cap_member
    binds = np.zeros(len(rooms), np.int64)
    most = np.zeros((2, max(f.outs.shape[1], f.sinks.shape[1])), np.int64)
    for a in range(f.pours.shape[1]):
        high, sink = m.pours[HIGH, 0, a], f.pours[SINK, a]
        if high:
            most[0, f.pours[OUT, a]] += high + f.sinks[STEP, sink] - 1  # what rounding cuts off counts too
            most[1, sink] += high
    for i in range(f.outs.shape[1]):
        most[0, i] = min(most[0, i], f.outs[AMOUNT, i])
    for j in range(f.sinks.shape[1]):
        most[1, j] = min(most[1, j], f.sinks[NEED, j])
    for c in range(len(rooms)):
        total = 0
        for place in range(f.sinks.shape[1] if sides[c] else f.outs.shape[1]):
            if members[c, place]:
                total += min(most[sides[c], place], 1) if counts else most[sides[c], place]
        binds[c] = total > rooms[c]
        if not counts and f.caps[WHOLE, c]:  # whatever else is credited
            binds[c] = f.caps[WHOLE, c] * total > f.caps[SPARE, c]
    return binds


@njit(cache=True)
def _parts(f: Flat, m: Marks, caps: Numbers, counts: Numbers) -> Numbers:
    """The number of each open pour's part, -1 for a closed one."""
    outs = f.outs.shape[1]
    root = np.zeros(outs + f.sinks.shape[1] + 1, np.int64)
    for node in range(len(root)):
        root[node] = node
    for a in range(f.pours.shape[1]):
        if m.pours[USED, 0, a] >= 0:
            _join(root, f.pours[OUT, a], outs + f.pours[SINK, a])
    for c in range(len(caps)):
        if caps[c]:
            _join_members(root, f.cap_member[c], f.caps[SIDE, c], outs, f.sinks.shape[1])
        if caps[c] and f.caps[WHOLE, c]:
            for a in range(f.pours.shape[1]):
                if m.pours[USED, 0, a] >= 0:
                    _join(root, f.pours[OUT, a], f.pours[OUT, 0])
    for c in range(len(counts)):
        if counts[c]:
            _join_members(root, f.count_member[c], f.counts[SIDE, c], outs, f.sinks.shape[1])
    if f.unrelated_room < MANY:
        for a in range(f.pours.shape[1]):
            if m.pours[USED, 0, a] >= 0 and f.pours[UNRELATED, a]:
                _join(root, f.pours[OUT, a], outs + f.sinks.shape[1])
    part = np.zeros(f.pours.shape[1], np.int64)
    part[:] = -1
    for a in range(f.pours.shape[1]):
        if m.pours[USED, 0, a] >= 0:
            part[a] = _root(root, f.pours[OUT, a])
    return part


@njit(cache=True)
def _join_members(root: Numbers, member: Numbers, side: int, outs: int, sinks: int) -> None:
    first = -1
    for place in range(sinks if side else outs):
        if member[place]:
            node = place + outs * side
            if first < 0:
                first = node
            _join(root, first, node)


@njit(cache=True)
def _root(root: Numbers, node: int) -> int:
    while root[node] != node:
        root[node] = root[root[node]]
        node = root[node]
    return node


@njit(cache=True)
def _join(root: Numbers, one: int, other: int) -> None:
    one, other = _root(root, one), _root(root, other)
    root[max(one, other)] = min(one, other)


@njit(cache=True)
def _solve_part(
    f: Flat, m: Marks, part: Numbers, number: int, goals: int, nodes: int, answer: Numbers, state: Numbers
) -> None:
    cut = _cut(f, m, part, number)
    best, left = np.zeros(3, np.int64), np.zeros(1, np.int64)
    amounts = np.zeros(cut.pours.shape[1], np.int64)
    size = (cut.pours.shape[1] + cut.outs.shape[1]) * (cut.sinks.shape[1] + 2 * cut.outs.shape[1])
    left[0] = min(nodes, nodes * USUAL // max(1, size))
    reached = UNSOLVED
    shares = False
    for c in range(cut.caps.shape[1]):
        shares |= cut.caps[WHOLE, c] > 0
    if shares:
        verdict = reach_shared(cut, best, amounts, left)
    else:
        net = build(cut)
        marks = new_marks(cut, len(net.tail), DEEPEST)
        verdict = reach_goal(cut, net, marks, CREDITED + ZERO, best, amounts, left)
    if verdict != GAVE_UP:
        reached = SETTLED if goals == 1 else _settled(cut, best, amounts, left)
    place = 0
    for a in range(len(part)):
        if part[a] == number:
            answer[a] = amounts[place]
            state[a] = reached
            place += 1


@njit(cache=True)
def _settled(f: Flat, best: Numbers, answer: Numbers, left: Numbers) -> int:
    """Reach the later goals with the credits held, then the canonical answer; how far it came."""
    net = capped(f, best[CREDITED])
    m = new_marks(f, len(net.tail), DEEPEST)
    for goal in range(MONTHS, LINES + 1):
        if reach_goal(f, net, m, goal, best, answer, left) == GAVE_UP:
            return UNSOLVED
    if settle_choices(f, net, m, best, answer, left) == GAVE_UP:
        return UNSOLVED
    if not narrow(f, m, ZERO):  # what prices have decided
        return UNSOLVED
    return CHOSEN if settle_amounts(f, net, m, answer) == GAVE_UP else SETTLED


@njit(cache=True)
def _cut(f: Flat, m: Marks, part: Numbers, number: int) -> Flat:
    """The part of a problem that the pours of one number make up."""
    out_of, sink_of = np.zeros(f.outs.shape[1], np.int64), np.zeros(f.sinks.shape[1], np.int64)
    for a in range(len(part)):
        if part[a] == number:
            out_of[f.pours[OUT, a]] = sink_of[f.pours[SINK, a]] = 1
    pour_of = np.zeros(len(part), np.int64)
    for a in range(len(part)):
        pour_of[a] = part[a] == number
    outs, sinks, pours = _chosen(f.outs, out_of), _chosen(f.sinks, sink_of), _chosen(f.pours, pour_of)
    for a in range(pours.shape[1]):
        pours[OUT, a], pours[SINK, a] = out_of[pours[OUT, a]], sink_of[pours[SINK, a]]
    cap_of = _binding(f, m, NO)
    cap_member = _members(f.caps, f.cap_member, cap_of, out_of, sink_of)
    count_of = _binding(f, m, YES)
    count_member = _members(f.counts, f.count_member, count_of, out_of, sink_of)
    return Flat(
        outs,
        sinks,
        pours,
        _chosen(f.caps, cap_of),
        cap_member,
        _chosen(f.counts, count_of),
        count_member,
        f.unrelated_room,
    )


@njit(cache=True)
def _chosen(columns: Numbers, wanted: Numbers) -> Numbers:
    """The columns that are wanted (1); ``wanted`` then tells their new places, -1 for the others."""
    count = 0
    for place in range(len(wanted)):
        count += wanted[place] == 1
    chosen = np.zeros((columns.shape[0], count), np.int64)
    count = 0
    for place in range(len(wanted)):
        if wanted[place] == 1:
            for row in range(columns.shape[0]):
                chosen[row, count] = columns[row, place]
            wanted[place] = count
            count += 1
        else:
            wanted[place] = -1
    return chosen


@njit(cache=True)
def _members(limits: Numbers, member: Numbers, wanted: Numbers, out_of: Numbers, sink_of: Numbers) -> Numbers:
    """The members, by their new places, of the limits that are wanted; one without any is no longer wanted."""
    rows = np.zeros((len(wanted), max(len(out_of), len(sink_of))), np.int64)
    count = 0
    for c in range(len(wanted)):
        total = 0
        for place in range(len(sink_of) if limits[SIDE, c] else len(out_of)):
            new = sink_of[place] if limits[SIDE, c] else out_of[place]
            if wanted[c] and member[c, place] and new >= 0:
                rows[count, new] = 1
                total += 1
        wanted[c] = total > 0
        count += total > 0
    return rows
