"""One problem as plain integer arrays, in canonical order, for the compiled search.

A problem fits when it asks for credits only, has no packages, and rounds down (or
counts in steps of 1). Everything else goes to HiGHS.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, cast

import numpy as np

from niangjia.creditbank.engine.problem import (
    Aim,
    AmountCap,
    CountCap,
    Exclusion,
    Outcome,
    Overlap,
    Pour,
    Problem,
    Remainder,
    Rounding,
    ShareCap,
    Side,
    Sink,
    UnrelatedCap,
)
from niangjia.creditbank.engine.solve.inflow import credited_range, takes_part

Numbers = np.ndarray[Any, np.dtype[np.int64]]
MANY: Final = 1 << 40  # a limit that nobody reaches
# Arguments of compiled functions: a plain 0 or False would be compiled for its value.
NONE, ZERO, ONE, ALL_GOALS = (cast("int", np.int64(number)) for number in (-1, 0, 1, 3))
OUT_ROW, SINK_ROW = ZERO, ONE  # of Flat.pours
YES, NO = (cast("bool", np.bool_(value)) for value in (True, False))
WIDEST: Final = 128  # pours on one path of the network: more would overflow the packed gains


AMOUNT, FAN, LOST, LIFE = range(4)  # rows of Flat.outs; LOST: 1 if a touched outcome is consumed whole
NEED, LEAST, STEP, PART, FILL = range(5)  # of Flat.sinks: most and least credited, PART: less than the need is allowed
OUT, SINK, AT_LEAST, SPILL, UNRELATED = range(5)  # of Flat.pours
SIDE, ROOM = range(2)  # of Flat.caps and Flat.counts; side 0: outcomes, 1: sinks
TIMES, WHOLE, SPARE = range(2, 5)  # of Flat.caps: a share, (TIMES * all credited + SPARE) // WHOLE; WHOLE 0: no share


class Flat(NamedTuple):
    """Arrays of int64, amounts in grain: a column for each outcome, sink, pour, amount cap and count.

    Few arrays, because compiling takes time for each that is passed on.
    """

    outs: Numbers
    sinks: Numbers
    pours: Numbers
    caps: Numbers
    cap_member: Numbers  # one row a cap: 1 where the outcome or sink is a member
    counts: Numbers
    count_member: Numbers
    unrelated_room: int


def flatten(problem: Problem) -> Flat | None:
    """The arrays of a problem in canonical order (``order.in_order``); None if it does not fit."""
    if problem.aim is not Aim.CREDITS or problem.packages or not _sinks_fit(problem):
        return None
    limits = _limits(problem)
    if limits is None or 2 * min(len(problem.outcomes), len(problem.sinks)) > WIDEST:
        return None
    places = {o.id: place for place, o in enumerate(problem.outcomes)}
    sinks = {s.id: place for place, s in enumerate(problem.sinks)}
    return Flat(
        _columns(problem.outcomes, _outcome_row, 4),
        _columns(problem.sinks, _sink_row, 5),
        _of_pours(problem.pours, places, sinks, frozenset(o.id for o in problem.outcomes if not o.used_before)),
        *limits,
    )


def _columns(items: Iterable[Any], row_of: Any, width: int) -> Numbers:  # noqa: ANN401 - a row of any item
    return np.array([row_of(item) for item in items], np.int64).reshape(-1, width).T.copy()


def _outcome_row(outcome: Outcome) -> tuple[int, ...]:
    fan = MANY if outcome.fan_out is None else outcome.fan_out
    return outcome.amount, fan, outcome.remainder is Remainder.LOST, outcome.life_months


def _sink_row(sink: Sink) -> tuple[int, ...]:
    amounts = credited_range(sink)
    fill = MANY if sink.contributors is None else sink.contributors
    if not amounts:
        return 0, 1, sink.step, takes_part(sink), fill
    return amounts[-1], amounts[0], sink.step, takes_part(sink), fill


def _of_pours(
    pours: tuple[Pour, ...], outcomes: dict[str, int], sinks: dict[str, int], unused: frozenset[str]
) -> Numbers:
    """The pours, column by column: there are many of them."""
    columns = (
        [outcomes[pour.outcome] for pour in pours],
        [sinks[pour.sink] for pour in pours],
        [max(1, pour.least) for pour in pours],
        [pour.spill and pour.outcome in unused for pour in pours],
        [pour.unrelated for pour in pours],
    )
    return np.array(columns, np.int64)


def _sinks_fit(problem: Problem) -> bool:
    """Whether no answer is lost by pouring no more into a sink than it is credited, until amounts are settled."""
    coarse = {sink.id: sink for sink in problem.sinks if sink.step > 1}
    if not coarse:
        return True
    leasts: dict[str, list[int]] = {key: [] for key in coarse}
    for pour in problem.pours:
        if pour.sink in coarse:
            leasts[pour.sink].append(max(1, pour.least))
    return all(sink.rounding is Rounding.FLOOR and _may_be_cut(sink, leasts[key]) for key, sink in coarse.items())


def _may_be_cut(sink: Sink, leasts: list[int]) -> bool:
    """Whether whatever pours in can be cut to what is credited with no pour below its least."""
    amounts = credited_range(sink)
    if not amounts or all(least % sink.step == 0 for least in leasts):
        return True
    return sum(leasts) <= amounts[0]


def _limits(problem: Problem) -> tuple[Any, ...] | None:
    """The five fields of the limits; None if one of them does not fit."""
    amounts: list[tuple[Side, frozenset[str], tuple[int, ...]]] = []
    counts: list[tuple[Side, frozenset[str], tuple[int, ...]]] = []
    unrelated = MANY
    outcomes = {outcome.id: outcome for outcome in problem.outcomes}
    for limit in problem.limits:
        match limit:
            case AmountCap():
                amounts.append((limit.side, limit.members, (limit.room, 0, 0, 0)))
            case ShareCap():
                amounts.append((limit.side, limit.members, _share(problem, limit)))
            case CountCap():
                counts.append((limit.side, limit.members, (limit.room,)))
            case Exclusion():
                rest = limit.members - {limit.closed_by}
                counts.append((limit.side, frozenset(rest), (1 if limit.closed_by is None else 0,)))
            case UnrelatedCap():
                unrelated = min(unrelated, limit.room)
            case Overlap():
                if not _fit_overlap(limit, outcomes, amounts, counts):
                    return None
    width = max(len(problem.outcomes), len(problem.sinks), 1)
    return *_rows(problem, amounts, width, 5), *_rows(problem, counts, width, 2), unrelated


def _share(problem: Problem, cap: ShareCap) -> tuple[int, ...]:
    """The room if everything were credited, and how it follows what is."""
    spare = max(0, cap.part * cap.used_total - cap.whole * cap.used_counted)
    return (cap.part * sum(sink.need for sink in problem.sinks) + spare) // cap.whole, cap.part, cap.whole, spare


def _fit_overlap(
    overlap: Overlap,
    outcomes: dict[str, Outcome],
    amounts: list[tuple[Side, frozenset[str], tuple[int, ...]]],
    counts: list[tuple[Side, frozenset[str], tuple[int, ...]]],
) -> bool:
    """What two outcomes consume together, as a cap where both keep their remainder, as a count where both lose it."""
    both = [outcomes[key] for key in (overlap.first, overlap.second) if key in outcomes]
    lost = [outcome for outcome in both if outcome.remainder is Remainder.LOST]
    if not lost:
        amounts.append((Side.SOURCE, frozenset(outcome.id for outcome in both), (overlap.room, 0, 0, 0)))
        return True
    counts.extend((Side.SOURCE, frozenset([one.id]), (0,)) for one in lost if one.amount > overlap.room)
    if len(lost) == len(both) and sum(outcome.amount for outcome in both) > overlap.room:
        counts.append((Side.SOURCE, frozenset(outcome.id for outcome in both), (1,)))
    return len(lost) == len(both)


def _rows(
    problem: Problem, limits: list[tuple[Side, frozenset[str], tuple[int, ...]]], width: int, height: int
) -> tuple[Numbers, Numbers]:
    members = np.zeros((len(limits), width), np.int64)
    for row, (side, keys, _) in enumerate(limits):
        items: Iterable[Outcome | Sink] = problem.outcomes if side is Side.SOURCE else problem.sinks
        for place, item in enumerate(items):
            members[row, place] = item.id in keys
    return _columns(limits, lambda limit: (limit[0] is Side.SINK, *limit[2]), height), members
