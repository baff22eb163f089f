"""A problem made just too tight for an allocation, one rule at a time; each gives the code that must be found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from niangjia.creditbank.engine.problem import (
    Allocation,
    AmountCap,
    CountCap,
    Cover,
    Exclusion,
    Limit,
    Outcome,
    Overlap,
    Problem,
    ShareCap,
    Side,
    Sink,
    SinkKind,
    UnrelatedCap,
)

Tightened = tuple[str, Problem]


def tightenings(problem: Problem, allocation: Allocation) -> Iterator[Tightened]:
    """Problems that forbid the allocation by exactly one rule more."""
    for outcome in problem.outcomes:
        for code, tighter in outcome_tightenings(allocation, outcome):
            yield code, replace(problem, outcomes=tuple(tighter if o.id == outcome.id else o for o in problem.outcomes))
    for sink in problem.sinks:
        for code, tighter in sink_tightenings(allocation, sink):
            yield code, replace(problem, sinks=tuple(tighter if s.id == sink.id else s for s in problem.sinks))
    for used in allocation.poured:
        others = tuple(pour for pour in problem.pours if pour != used.pour)
        yield "no_candidate", replace(problem, pours=others)
    for package in allocation.packages:
        yield "no_candidate", replace(problem, packages=tuple(p for p in problem.packages if p != package))
    for code, limit in limit_tightenings(allocation):
        yield code, replace(problem, limits=(*problem.limits, limit))


def lines_of(allocation: Allocation) -> Counter[str]:
    pours = Counter(used.pour.outcome for used in allocation.poured)
    return pours + Counter(key for package in allocation.packages for key, _ in package.takes)


def given_by(allocation: Allocation, outcome: str) -> int:
    poured = sum(used.amount for used in allocation.poured if used.pour.outcome == outcome)
    return poured + sum(amount for package in allocation.packages for key, amount in package.takes if key == outcome)


def outcome_tightenings(allocation: Allocation, outcome: Outcome) -> Iterator[tuple[str, Outcome]]:
    lines, given = lines_of(allocation)[outcome.id], given_by(allocation, outcome.id)
    if given:
        yield "overdrawn", replace(outcome, amount=given - 1)
    if lines:
        yield "fan_out", replace(outcome, fan_out=lines - 1)
    spills = sum(used.pour.spill for used in allocation.poured if used.pour.outcome == outcome.id)
    if outcome.used_before and spills == lines > 0:
        yield "spill_alone", replace(outcome, used_before=False)


def sink_tightenings(allocation: Allocation, sink: Sink) -> Iterator[tuple[str, Sink]]:
    credited = dict(allocation.credited).get(sink.id, 0)
    if credited:
        lines = sum(used.pour.sink == sink.id for used in allocation.poured)
        lines += sum(key == sink.id for package in allocation.packages for key, _ in package.gives)
        yield "over_need", replace(sink, need=credited - 1)
        yield "below_cover", replace(sink, need=credited + 1, cover=Cover.FULL, kind=SinkKind.COURSE)
        yield "below_cover", replace(sink, need=credited + 1, cover=Cover.PART, least=credited + 1)
        yield "contributors", replace(sink, contributors=lines - 1)


def limit_tightenings(allocation: Allocation) -> Iterator[tuple[str, Limit]]:
    """New limits that are just too tight for what the allocation does."""
    poured = Counter[str]()
    for used in allocation.poured:
        poured[used.pour.outcome] += used.amount
    for key, amount in poured.items():
        yield "amount_cap", AmountCap("new", Side.SOURCE, frozenset({key}), amount - 1)
        yield "exclusion", Exclusion("new", Side.SOURCE, frozenset({key, "gone"}), "gone")
    for key, amount in allocation.credited:
        yield "amount_cap", AmountCap("new", Side.SINK, frozenset({key}), amount - 1)
        yield "share_cap", ShareCap("new", Side.SINK, frozenset({key}), amount - 1, allocation.total)
        yield "share_cap", ShareCap("new", Side.SINK, frozenset({key}), 0, 1, 1, 1)
        yield "exclusion", Exclusion("new", Side.SINK, frozenset({key, "gone"}), "gone")
    yield from package_tightenings(allocation, poured)
    yield from count_tightenings(allocation)


def package_tightenings(allocation: Allocation, poured: Counter[str]) -> Iterator[tuple[str, Limit]]:
    for package in allocation.packages:
        members = frozenset({package.takes[-1][0]})
        given = sum(amount for _, amount in package.gives) + sum(poured[key] for key in members)
        yield "amount_cap", AmountCap("new", Side.SOURCE, members, given - 1)


def count_tightenings(allocation: Allocation) -> Iterator[tuple[str, Limit]]:
    touched, freed = frozenset(lines_of(allocation)), frozenset(key for key, _ in allocation.credited)
    if touched:
        yield "count_cap", CountCap("new", Side.SOURCE, touched, len(touched) - 1)
        yield "count_cap", CountCap("new", Side.SINK, freed, len(freed) - 1)
    for side, used_keys in ((Side.SOURCE, touched), (Side.SINK, freed)):
        for pair in combinations(sorted(used_keys), 2):
            yield "exclusion", Exclusion("new", side, frozenset(pair))
    consumed = dict(allocation.consumed)
    for first, second in combinations(sorted(consumed), 2):
        if consumed[first] + consumed[second]:
            yield "overlap", Overlap("new", first, second, consumed[first] + consumed[second] - 1)
    unrelated = {used.pour.outcome for used in allocation.poured if used.pour.unrelated}
    if unrelated:
        yield "unrelated_cap", UnrelatedCap("new", len(unrelated) - 1)
