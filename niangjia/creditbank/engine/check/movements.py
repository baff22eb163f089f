"""Whether every line is one that the book opens, every outcome gives what it has, every sink gets what it may."""

from collections.abc import Iterator

from niangjia.creditbank.engine.check.tally import Given, Got, Tally, candidates
from niangjia.creditbank.engine.check.violations import Violation, violation
from niangjia.creditbank.engine.problem import Allocation, Cover, Outcome, Problem, Sink, SinkKind


def line_violations(problem: Problem, allocation: Allocation, total: Tally) -> Iterator[Violation]:
    """Lines that are no candidates, stand twice or pour too little."""
    pours, packages = candidates(problem)
    for pour, times in total.pours.items():
        yield from _candidate(f"{pour.outcome} → {pour.sink} ({pour.row})", times, pour in pours, problem.grain)
    for package, times in total.packages.items():
        yield from _candidate(package.row, times, package in packages, problem.grain)
    for used in allocation.poured:
        if used.amount < max(1, used.pour.least):
            subject = f"{used.pour.outcome} → {used.pour.sink} ({used.pour.row})"
            yield violation("below_least_pour", subject, used.amount, max(1, used.pour.least), problem.grain)


def _candidate(subject: str, times: int, is_open: bool, grain: int) -> Iterator[Violation]:  # noqa: FBT001 - a verdict
    if not is_open:
        yield violation("no_candidate", subject, times, 0, grain)
    if times > 1:
        yield violation("used_twice", subject, times, 1, grain)


def outcome_violations(problem: Problem, total: Tally) -> Iterator[Violation]:
    """Outcomes that give more than they have, serve too many lines, or spill alone."""
    for outcome in problem.outcomes:
        if outcome.id in total.given:
            yield from _outcome(outcome, total.given[outcome.id], problem.grain)


def _outcome(outcome: Outcome, given: Given, grain: int) -> Iterator[Violation]:
    if given.amount > outcome.amount:
        yield violation("overdrawn", outcome.id, given.amount, outcome.amount, grain)
    if outcome.fan_out is not None and given.lines > outcome.fan_out:
        yield violation("fan_out", outcome.id, given.lines, outcome.fan_out, grain)
    if given.spills == given.lines and not outcome.used_before:
        yield violation("spill_alone", outcome.id, given.spills, 0, grain)


def sink_violations(problem: Problem, total: Tally) -> Iterator[Violation]:
    """Sinks that are credited more than they need, less than they may, or by too many lines."""
    for sink in problem.sinks:
        if sink.id in total.got:
            yield from _sink(sink, total.got[sink.id], total.credited[sink.id], problem.grain)


def _sink(sink: Sink, got: Got, credited: int, grain: int) -> Iterator[Violation]:
    is_whole = sink.cover is Cover.FULL and sink.kind is SinkKind.COURSE
    least = max(1, sink.need) if is_whole else sink.least
    if credited > sink.need:
        yield violation("over_need", sink.id, credited, sink.need, grain)
    elif credited < least:
        yield violation("below_cover", sink.id, credited, least, grain)
    if sink.contributors is not None and got.lines > sink.contributors:
        yield violation("contributors", sink.id, got.lines, sink.contributors, grain)
