"""A problem counted in half credits, so that everything can be tried where a case has its amounts in hundredths."""

from dataclasses import replace
from math import comb, prod

from niangjia.creditbank.engine.problem import (
    AmountCap,
    Floor,
    Limit,
    Outcome,
    Overlap,
    Package,
    Pour,
    Problem,
    ShareCap,
    Sink,
)


def in_halves(problem: Problem) -> Problem | None:
    """The problem with a grain of half a credit; None where what is held, needed or exchanged is no whole number of it.

    It is a problem of its own: what could be cut finer can't be any more, and rooms are rounded down.
    """
    unit = problem.grain // 2
    whole = [outcome.amount for outcome in problem.outcomes] + [sink.need for sink in problem.sinks]
    whole += [amount for package in problem.packages for _, amount in (*package.takes, *package.gives)]
    steps = [sink.step for sink in problem.sinks]
    if any(amount % unit for amount in whole) or any(step % unit and unit % step for step in steps):
        return None
    return replace(
        problem,
        grain=2,
        outcomes=tuple(_outcome(outcome, unit) for outcome in problem.outcomes),
        sinks=tuple(_sink(sink, unit) for sink in problem.sinks),
        pours=tuple(_pour(pour, unit) for pour in problem.pours),
        packages=tuple(_package(package, unit) for package in problem.packages),
        limits=tuple(_limit(limit, unit) for limit in problem.limits),
        floors=tuple(_floor(floor, unit) for floor in problem.floors),
    )


def trials(problem: Problem) -> int:
    """At most so many ways to use the candidates, before any is forbidden."""
    pours = {outcome.id: 0 for outcome in problem.outcomes}
    for pour in problem.pours:
        pours[pour.outcome] += 1
    ways = (comb(outcome.amount + pours[outcome.id], pours[outcome.id]) for outcome in problem.outcomes)
    return prod(ways) * 2 ** len(problem.packages)


def _up(amount: int, unit: int) -> int:
    return -(-amount // unit)


def _outcome(outcome: Outcome, unit: int) -> Outcome:
    return replace(outcome, amount=outcome.amount // unit, book_value=_up(outcome.book_value, unit))


def _sink(sink: Sink, unit: int) -> Sink:
    need, full = sink.need // unit, _up(sink.full, unit)
    return replace(sink, need=need, full=full, least=_up(sink.least, unit), step=_up(sink.step, unit))


def _pour(pour: Pour, unit: int) -> Pour:
    return replace(pour, least=_up(pour.least, unit))


def _package(package: Package, unit: int) -> Package:
    takes = tuple((key, amount // unit) for key, amount in package.takes)
    return replace(package, takes=takes, gives=tuple((key, amount // unit) for key, amount in package.gives))


def _floor(floor: Floor, unit: int) -> Floor:
    return replace(floor, minimum=_up(floor.minimum, unit), got=floor.got // unit)


def _limit(limit: Limit, unit: int) -> Limit:
    match limit:
        case AmountCap() | Overlap():
            return replace(limit, room=limit.room // unit)
        case ShareCap():
            return replace(limit, used_counted=_up(limit.used_counted, unit), used_total=limit.used_total // unit)
    return limit
