"""Make a problem smaller without changing any best answer.

Candidates that can never be used go, and limits that can never bind. All bounds are integers and never too small.
"""

from dataclasses import replace
from math import inf

from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Exclusion,
    Limit,
    Outcome,
    Overlap,
    Package,
    Pour,
    Problem,
    ShareCap,
    Side,
    Sink,
    UnrelatedCap,
)
from niangjia.creditbank.engine.solve.inflow import credited_range, most_inflow, rounded


def reduce(problem: Problem) -> Problem:
    """The problem with only the candidates that may be used, what they touch, and the limits that may bind."""
    while True:
        smaller = _drop_candidates(problem)
        if len(smaller.pours) == len(problem.pours) and len(smaller.packages) == len(problem.packages):
            return replace(smaller, limits=tuple(limit for limit in smaller.limits if _may_bind(smaller, limit)))
        problem = smaller


def _drop_candidates(problem: Problem) -> Problem:
    """One pass: candidates that their own outcome, sink or limits forbid go, and then what nothing touches any more."""
    closed = _closed(problem)
    outcomes = {o.id: o for o in problem.outcomes if o.fan_out != 0 and (Side.SOURCE, o.id) not in closed}
    sinks = {s.id: s for s in problem.sinks if _may_fill(problem, s) and (Side.SINK, s.id) not in closed}
    pours = tuple(pour for pour in problem.pours if _may_pour(problem, pour, outcomes, sinks))
    packages = tuple(package for package in problem.packages if _may_exchange(problem, package, outcomes, sinks))
    giving = {pour.outcome for pour in pours} | {key for package in packages for key, _ in package.takes}
    filled = {pour.sink for pour in pours} | {key for package in packages for key, _ in package.gives}
    return replace(
        problem,
        pours=pours,
        packages=packages,
        outcomes=tuple(outcome for outcome in problem.outcomes if outcome.id in giving),
        sinks=tuple(sink for sink in problem.sinks if sink.id in filled),
    )


def _closed(problem: Problem) -> set[tuple[Side, str]]:
    """Outcomes and sinks that a limit forbids altogether."""
    closed: set[tuple[Side, str]] = set()
    for limit in problem.limits:
        if isinstance(limit, CountCap) and limit.room == 0:
            closed |= {(limit.side, key) for key in limit.members}
        elif isinstance(limit, Exclusion) and limit.closed_by is not None:
            closed |= {(limit.side, key) for key in limit.members - {limit.closed_by}}
    return closed


def _may_fill(problem: Problem, sink: Sink) -> bool:
    amounts = credited_range(sink)
    return bool(amounts) and amounts[0] <= min(_most_credited(problem, sink), _room(problem, Side.SINK, sink.id))


def _room(problem: Problem, side: Side, key: str) -> float:
    """The least room of the amount caps that count an outcome or a sink."""
    caps = (limit for limit in problem.limits if isinstance(limit, AmountCap))
    return min((cap.room for cap in caps if cap.side is side and key in cap.members), default=inf)


def _most_credited(problem: Problem, sink: Sink) -> int:
    """What the sink would be credited if all that may pour into it did."""
    amounts = credited_range(sink)
    spendable = {outcome.id: outcome.amount for outcome in problem.outcomes}
    parts = [spendable[pour.outcome] for pour in problem.pours if pour.sink == sink.id]
    parts += [amount for package in problem.packages for key, amount in package.gives if key == sink.id]
    largest = sorted(parts, reverse=True)[: len(parts) if sink.contributors is None else sink.contributors]
    return min(amounts[-1], rounded(sink, sum(largest))) if amounts else 0


def _may_pour(problem: Problem, pour: Pour, outcomes: dict[str, Outcome], sinks: dict[str, Sink]) -> bool:
    outcome, sink = outcomes.get(pour.outcome), sinks.get(pour.sink)
    if outcome is None or sink is None or pour.least > min(outcome.amount, most_inflow(sink)):
        return False
    if pour.unrelated and any(isinstance(limit, UnrelatedCap) and limit.room == 0 for limit in problem.limits):
        return False
    if pour.least > _room(problem, Side.SOURCE, outcome.id):
        return False
    return not pour.spill or outcome.used_before or _has_other_use(problem, outcome.id)


def _has_other_use(problem: Problem, outcome: str) -> bool:
    return any(pour.outcome == outcome and not pour.spill for pour in problem.pours) or any(
        key == outcome for package in problem.packages for key, _ in package.takes
    )


def _may_exchange(problem: Problem, package: Package, outcomes: dict[str, Outcome], sinks: dict[str, Sink]) -> bool:
    if any(key not in outcomes or amount > outcomes[key].amount for key, amount in package.takes):
        return False
    if any(key not in sinks or amount > most_inflow(sinks[key]) for key, amount in package.gives):
        return False
    given = sum(amount for _, amount in package.gives)
    return all(given <= _room(problem, Side.SOURCE, key) for key, _ in package.takes)


def _may_bind(problem: Problem, limit: Limit) -> bool:
    match limit:
        case AmountCap():
            return _most_counted(problem, limit.side, limit.members) > limit.room
        case ShareCap():
            left_over = max(0, limit.part * limit.used_total - limit.whole * limit.used_counted)
            most = limit.whole * _most_counted(problem, limit.side, limit.members)
            return most > left_over and not (limit.side is Side.SINK and limit.part >= limit.whole)
        case CountCap():
            return len(_living(problem, limit.side) & limit.members) > limit.room
        case Exclusion():
            return limit.closed_by is None and len(_living(problem, limit.side) & limit.members) > 1
        case UnrelatedCap():
            return len({pour.outcome for pour in problem.pours if pour.unrelated}) > limit.room
        case Overlap():
            return _most_consumed(problem, limit) > limit.room


def _living(problem: Problem, side: Side) -> set[str]:
    return {item.id for item in (problem.outcomes if side is Side.SOURCE else problem.sinks)}


def _most_counted(problem: Problem, side: Side, members: frozenset[str]) -> int:
    if side is Side.SINK:
        return sum(_most_credited(problem, sink) for sink in problem.sinks if sink.id in members)
    pouring = {pour.outcome for pour in problem.pours}
    given = [
        sum(amount for _, amount in package.gives)
        for package in problem.packages
        if any(key in members for key, _ in package.takes)
    ]
    return sum(o.amount for o in problem.outcomes if o.id in members & pouring) + sum(given)


def _most_consumed(problem: Problem, overlap: Overlap) -> int:
    return sum(o.amount for o in problem.outcomes if o.id in {overlap.first, overlap.second})
