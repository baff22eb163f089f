"""What is left of a problem after an allocation was posted: history as data, as the next decision sees it."""

from collections import Counter
from dataclasses import replace

from niangjia.creditbank.engine.problem import (
    Allocation,
    AmountCap,
    CountCap,
    Cover,
    Exclusion,
    Floor,
    Limit,
    Outcome,
    Overlap,
    Problem,
    ShareCap,
    Sink,
    SinkKind,
    UnrelatedCap,
)
from niangjia.creditbank.engine.tests.oracle import Trial, counted, used


def after(problem: Problem, allocation: Allocation) -> Problem:
    """The problem that the posted allocation leaves. A package that was used is no candidate any more."""
    trial = Trial({line.pour: line.amount for line in allocation.poured}, allocation.packages)
    return replace(
        problem,
        outcomes=tuple(outcome_after(outcome, allocation, trial) for outcome in problem.outcomes),
        sinks=tuple(sink_after(sink, allocation, trial) for sink in problem.sinks),
        packages=tuple(package for package in problem.packages if package not in allocation.packages),
        limits=tuple(limit_after(problem, limit, allocation, trial) for limit in problem.limits),
        floors=tuple(floor_after(floor, allocation) for floor in problem.floors),
    )


def outcome_after(outcome: Outcome, allocation: Allocation, trial: Trial) -> Outcome:
    lines = trial.lines_of(outcome.id)
    return replace(
        outcome,
        amount=outcome.amount - dict(allocation.consumed).get(outcome.id, 0),
        fan_out=None if outcome.fan_out is None else outcome.fan_out - lines,
        used_before=outcome.used_before or lines > 0,
    )


def sink_after(sink: Sink, allocation: Allocation, trial: Trial) -> Sink:
    credited = dict(allocation.credited).get(sink.id, 0)
    is_whole = sink.cover is Cover.FULL and sink.kind is SinkKind.COURSE
    return replace(
        sink,
        need=0 if is_whole and credited else sink.need - credited,
        contributors=None if sink.contributors is None else sink.contributors - trial.lines_into(sink.id),
    )


def limit_after(problem: Problem, limit: Limit, allocation: Allocation, trial: Trial) -> Limit:
    if isinstance(limit, AmountCap):
        return replace(limit, room=limit.room - counted(problem, limit.side, limit.members, trial))
    if isinstance(limit, ShareCap):
        return replace(
            limit,
            used_counted=limit.used_counted + counted(problem, limit.side, limit.members, trial),
            used_total=limit.used_total + allocation.total,
        )
    return relation_after(limit, allocation, trial)


def relation_after(limit: Limit, allocation: Allocation, trial: Trial) -> Limit:
    match limit:
        case CountCap():
            return replace(limit, room=limit.room - len(used(limit.side, limit.members, trial)))
        case UnrelatedCap():
            return replace(limit, room=limit.room - len({line.outcome for line in trial.amounts if line.unrelated}))
        case Exclusion(_, side, members, None):
            return replace(limit, closed_by=next(iter(used(side, members, trial)), None))
        case Overlap():
            spent = Counter(dict(allocation.consumed))
            return replace(limit, room=limit.room - spent[limit.first] - spent[limit.second])
    return limit


def floor_after(floor: Floor, allocation: Allocation) -> Floor:
    return replace(floor, got=floor.got + sum(amount for key, amount in allocation.credited if key in floor.members))
