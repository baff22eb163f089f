"""Refuse a problem that says something impossible, before anything is computed from it."""

from collections.abc import Iterable, Iterator

from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Exclusion,
    Limit,
    Overlap,
    Package,
    Problem,
    ShareCap,
    Side,
    Sink,
)

LONGEST_LIFE = 120  # months; also the life of what never expires


def validate(problem: Problem) -> None:
    """Raise ``ValueError`` with every fault found: unknown or doubled ids, negative amounts, impossible settings."""
    faults = [*_id_faults(problem), *_amount_faults(problem), *_candidate_faults(problem), *_limit_faults(problem)]
    if faults:
        raise ValueError("; ".join(faults))


def _id_faults(problem: Problem) -> Iterator[str]:
    yield from _doubled("outcome", (outcome.id for outcome in problem.outcomes))
    yield from _doubled("sink", (sink.id for sink in problem.sinks))
    yield from _doubled("limit", (limit.name for limit in problem.limits))
    yield from _doubled("floor", (floor.name for floor in problem.floors))
    yield from _doubled("pour", ((pour.outcome, pour.sink, pour.row) for pour in problem.pours))
    yield from _doubled("package", ((p.row, tuple(sorted(p.takes)), tuple(sorted(p.gives))) for p in problem.packages))


def _doubled(what: str, keys: Iterable[object]) -> Iterator[str]:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            yield f"{what} {key!r} stands twice"
        seen.add(key)


def _amount_faults(problem: Problem) -> Iterator[str]:
    if problem.grain < 1:
        yield f"grain is {problem.grain}, expected 1 or more"
    for outcome in problem.outcomes:
        subject = f"outcome {outcome.id!r}"
        yield from _at_least(subject, 0, amount=outcome.amount, book_value=outcome.book_value)
        yield from _at_least(subject, 0, fan_out=outcome.fan_out)
        if not 0 <= outcome.life_months <= LONGEST_LIFE:
            yield f"{subject}: life_months is {outcome.life_months}, expected 0 to {LONGEST_LIFE}"
    for sink in problem.sinks:
        subject = f"sink {sink.id!r}"
        yield from _at_least(subject, 0, need=sink.need, full=sink.full, contributors=sink.contributors)
        yield from _at_least(subject, 1, least=sink.least, step=sink.step)
    for floor in problem.floors:
        yield from _at_least(f"floor {floor.name!r}", 0, minimum=floor.minimum, got=floor.got)


def _at_least(subject: str, least: int, /, **amounts: int | None) -> Iterator[str]:
    for name, amount in amounts.items():
        if amount is not None and amount < least:
            yield f"{subject}: {name} is {amount}, expected {least} or more"


def _candidate_faults(problem: Problem) -> Iterator[str]:
    outcomes = {outcome.id for outcome in problem.outcomes}
    sinks = {sink.id: sink for sink in problem.sinks}
    for pour in problem.pours:
        subject = f"pour {pour.row!r}"
        yield from _unknown(subject, "outcome", {pour.outcome} - outcomes)
        yield from _unknown(subject, "sink", {pour.sink} - sinks.keys())
        yield from _at_least(subject, 1, least=pour.least)
    for package in problem.packages:
        yield from _package_faults(package, outcomes, sinks)


def _package_faults(package: Package, outcomes: set[str], sinks: dict[str, Sink]) -> Iterator[str]:
    subject = f"package {package.row!r}"
    yield from _unknown(subject, "outcome", {key for key, _ in package.takes} - outcomes)
    yield from _unknown(subject, "sink", {key for key, _ in package.gives} - sinks.keys())
    yield from _doubled(f"{subject}: outcome", (key for key, _ in package.takes))
    yield from _doubled(f"{subject}: sink", (key for key, _ in package.gives))
    if not package.takes or not package.gives:
        yield f"{subject} takes or gives nothing"
    for key, amount in package.takes:
        yield from _at_least(f"{subject} takes of {key!r}", 0, amount=amount)
    for key, amount in package.gives:
        yield from _at_least(f"{subject} gives to {key!r}", 1, amount=amount)
        if key in sinks and amount % sinks[key].step:
            yield f"{subject} gives {amount} to {key!r}, expected a multiple of its step {sinks[key].step}"


def _limit_faults(problem: Problem) -> Iterator[str]:
    known = {
        Side.SOURCE: {outcome.id for outcome in problem.outcomes},
        Side.SINK: {sink.id for sink in problem.sinks},
    }
    for limit in problem.limits:
        yield from _unknown(f"limit {limit.name!r}", "member", _strangers(limit, known))
        yield from _figure_faults(limit)
    for floor in problem.floors:
        yield from _unknown(f"floor {floor.name!r}", "sink", floor.members - known[Side.SINK])


def _strangers(limit: Limit, known: dict[Side, set[str]]) -> frozenset[str]:
    match limit:
        case Exclusion():
            return limit.members - known[limit.side] - {limit.closed_by or ""}
        case AmountCap() | ShareCap() | CountCap():
            return limit.members - known[limit.side]
        case Overlap():
            return frozenset({limit.first, limit.second}) - known[Side.SOURCE]
    return frozenset()


def _figure_faults(limit: Limit) -> Iterator[str]:
    subject = f"limit {limit.name!r}"
    match limit:
        case ShareCap():
            yield from _at_least(subject, 0, part=limit.part)
            yield from _at_least(subject, 1, whole=limit.whole)
            yield from _at_least(subject, 0, used_counted=limit.used_counted, used_total=limit.used_total)
        case Exclusion():
            if limit.closed_by is not None and limit.closed_by not in limit.members:
                yield f"{subject} is closed by {limit.closed_by!r}, which is none of its members"
        case _:
            yield from _at_least(subject, 0, room=limit.room)
            if isinstance(limit, Overlap) and limit.first == limit.second:
                yield f"{subject}: outcome {limit.first!r} overlaps with itself"


def _unknown(subject: str, what: str, keys: Iterable[str]) -> Iterator[str]:
    for key in sorted(keys):
        yield f"{subject}: unknown {what} {key!r}"
