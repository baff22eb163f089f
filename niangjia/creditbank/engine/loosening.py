"""A problem with one of its limits taken away, or loosened by a step. A pool's size is a limit as well."""

from dataclasses import replace

from niangjia.creditbank.engine.problem import (
    CountCap,
    Exclusion,
    Limit,
    Problem,
    ShareCap,
    Sink,
    SinkKind,
)

HUNDREDTHS = 100
NamedLimit = Limit | Sink  # a Sink stands for the size of that pool


def named_limits(problem: Problem) -> list[NamedLimit]:
    """Every pool that may be too small, and every limit, in the fixed order in which they are tried to be done without.

    What comes last is most likely to be named as the reason, so the limits that people know best come last.
    """
    pools = [sink for sink in problem.sinks if sink.kind is SinkKind.POOL]
    order = ("Overlap", "Exclusion", "UnrelatedCap", "CountCap", "ShareCap", "AmountCap")
    limits = sorted(problem.limits, key=lambda limit: (order.index(type(limit).__name__), limit.name))
    return [*sorted(pools, key=lambda pool: pool.id), *limits]


def without(problem: Problem, limit: NamedLimit) -> Problem:
    """The problem as if the limit did not exist."""
    if not isinstance(limit, Sink):
        return replace(problem, limits=tuple(other for other in problem.limits if other.name != limit.name))
    given = sum(amount for package in problem.packages for _, amount in package.gives)
    everything = sum(outcome.amount for outcome in problem.outcomes) + given + limit.step
    return _with_need(problem, limit, limit.need + -(-everything // limit.step) * limit.step)


def loosened(problem: Problem, limit: NamedLimit, step: int) -> Problem:
    """The problem with the limit loosened by ``step`` of its own unit.

    Grain for amounts, overlaps and pools; items for counts and exclusions; for a share, hundredths of the whole.
    """
    if isinstance(limit, Sink):
        return _with_need(problem, limit, limit.need + step)
    looser = _loosened_limit(limit, step)
    return replace(problem, limits=tuple(looser if other.name == limit.name else other for other in problem.limits))


def _loosened_limit(limit: Limit, step: int) -> Limit:
    match limit:
        case ShareCap():
            return replace(limit, part=HUNDREDTHS * limit.part + step * limit.whole, whole=HUNDREDTHS * limit.whole)
        case Exclusion():
            taken = 1 if limit.closed_by is None else 0
            return CountCap(limit.name, limit.side, limit.members - {limit.closed_by or ""}, taken + step)
        case _:
            return replace(limit, room=limit.room + step)


def _with_need(problem: Problem, pool: Sink, need: int) -> Problem:
    larger = tuple(replace(sink, need=need) if sink.id == pool.id else sink for sink in problem.sinks)
    return replace(problem, sinks=larger)
