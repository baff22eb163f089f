"""Refute a claim of optimality where one small change is allowed and better: a claim can't be proven here, but tried.

Small is: a line added, dropped, or given to another candidate of the same outcome or sink; a grain added to a line, or
moved between two lines of one outcome or sink.
"""

from collections.abc import Iterator
from dataclasses import replace

from niangjia.creditbank.engine.check.limits import limit_violations
from niangjia.creditbank.engine.check.movements import line_violations, outcome_violations, sink_violations
from niangjia.creditbank.engine.check.statements import GROWS, values_of
from niangjia.creditbank.engine.check.tally import Tally, tally
from niangjia.creditbank.engine.check.violations import Violation, violation
from niangjia.creditbank.engine.problem import Allocation, Pour, PouredAmount, Problem

Change = tuple[str, Allocation]  # the row that changes, and the allocation after it
Rank = tuple[tuple[int, ...], tuple[bool, ...], tuple[int, ...]]


def optimality_violations(problem: Problem, allocation: Allocation, total: Tally) -> Iterator[Violation]:
    """The first small change that makes an allocation better, where all its objectives are claimed."""
    if not allocation.optimal:
        return
    order = _Order(problem)
    here = order.rank(allocation, total)
    for row, changed in _changes(problem, allocation, total):
        changed_total = tally(problem, changed)
        if order.rank(changed, changed_total) > here and _is_allowed(problem, changed, changed_total):
            yield violation("better_exists", row, 1, 0, problem.grain)
            return


def _is_allowed(problem: Problem, allocation: Allocation, total: Tally) -> bool:
    found = (
        line_violations(problem, allocation, total),
        outcome_violations(problem, total),
        sink_violations(problem, total),
        limit_violations(problem, total),
    )
    return not any(True for violations in found for _ in violations)


class _Order:
    """How two allocations compare: the objectives, then the choices and the amounts in canonical order."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pours = sorted(problem.pours, key=lambda pour: (pour.sink, pour.outcome, pour.row))
        self.packages = sorted(
            problem.packages, key=lambda package: (sorted(package.gives), sorted(package.takes), package.row)
        )

    def rank(self, allocation: Allocation, total: Tally) -> Rank:
        values = values_of(self.problem, total)
        amounts = {used.pour: used.amount for used in allocation.poured}
        used = (*(pour in amounts for pour in self.pours), *(p in allocation.packages for p in self.packages))
        goals = tuple(value if name == GROWS else -value for name, value in values.items())
        return goals, used, tuple(amounts.get(pour, 0) for pour in self.pours)


def _changes(problem: Problem, allocation: Allocation, total: Tally) -> Iterator[Change]:
    yield from _package_changes(problem, allocation)
    yield from _added_lines(problem, allocation, total)
    for place, used in enumerate(allocation.poured):
        yield used.pour.row, _with(allocation, place, None)
        yield used.pour.row, _with(allocation, place, replace(used, amount=used.amount + 1))
        for pour in problem.pours:
            if _is_near(pour, used.pour):
                yield used.pour.row, _with(allocation, place, replace(used, pour=pour))
        for other, beside in enumerate(allocation.poured):
            if _is_near(used.pour, beside.pour):
                less = _with(allocation, place, replace(used, amount=used.amount - 1))
                yield used.pour.row, _with(less, other, replace(beside, amount=beside.amount + 1))


def _is_near(pour: Pour, other: Pour) -> bool:
    return pour != other and (pour.sink == other.sink or pour.outcome == other.outcome)


def _with(allocation: Allocation, place: int, used: PouredAmount | None) -> Allocation:
    before, after = allocation.poured[:place], allocation.poured[place + 1 :]
    return replace(allocation, poured=(*before, *after) if used is None else (*before, used, *after))


def _package_changes(problem: Problem, allocation: Allocation) -> Iterator[Change]:
    for package in problem.packages:
        others = tuple(other for other in allocation.packages if other != package)
        packages = others if len(others) < len(allocation.packages) else (*others, package)
        yield package.row, replace(allocation, packages=packages)


def _added_lines(problem: Problem, allocation: Allocation, total: Tally) -> Iterator[Change]:
    """Every unused pour, with as much as there is need for, and with as little as may count."""
    stock, sinks = {outcome.id: outcome.amount for outcome in problem.outcomes}, {s.id: s for s in problem.sinks}
    for pour in problem.pours:
        if pour in total.pours:
            continue
        sink = sinks[pour.sink]
        left = stock[pour.outcome] - (total.given[pour.outcome].amount if pour.outcome in total.given else 0)
        most = min(left, sink.need - total.credited.get(pour.sink, 0))
        for amount in {most, min(most, max(pour.least, sink.least, sink.step))}:
            yield pour.row, replace(allocation, poured=(*allocation.poured, PouredAmount(pour, amount)))
