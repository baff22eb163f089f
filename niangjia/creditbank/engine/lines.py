"""The lines of a decision: one outcome gives an amount to one course, by one row. And back from lines to allocation."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from niangjia.core.units import Unit, from_units
from niangjia.creditbank.engine.books import Recognition
from niangjia.creditbank.engine.marks import mark_of
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.problem import (
    Aim,
    Allocation,
    Cover,
    Outcome,
    Package,
    Pour,
    PouredAmount,
    Problem,
    Remainder,
    Rounding,
    Sink,
    SinkKind,
    Tier,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome gives ``amount`` course credits (``grain_amount`` in grain) to one course, by one row.

    The lines of a package share out what it gives, in proportion to what it takes.
    """

    outcome: str
    course: str
    row: str
    article: str
    recognition: Recognition
    mark: str | None
    amount: Fraction
    grain_amount: int
    is_package: bool = False


@dataclass(frozen=True, slots=True)
class ClaimedLine:
    """What was kept of a line: enough to put the allocation together again."""

    outcome: str
    course: str
    row: str
    grain_amount: int


class _Share(NamedTuple):
    outcome: str
    course: str
    row: str
    amount: int
    is_package: bool


def lines_of(prepared: Prepared, allocation: Allocation) -> tuple[Line, ...]:
    """The lines of an allocation, by course, outcome and row."""
    pours = ((used.pour, used.amount) for used in allocation.poured)
    shares = [_Share(pour.outcome, pour.sink, pour.row, amount, is_package=False) for pour, amount in pours]
    shares += [share for package in allocation.packages for share in _shares(package)]
    lines = (_line(prepared, share) for share in shares)
    return tuple(sorted(lines, key=lambda line: (line.course, line.outcome, line.row)))


def allocation_of(problem: Problem, lines: Iterable[ClaimedLine | Line]) -> Allocation:
    """The allocation that lines of an earlier proposal stand for, to ``check`` before posting; it claims nothing.

    Lines that this problem has no candidate for are kept as pours, so that ``check`` names them.
    """
    kept = list(lines)
    by_row = {row: {line.outcome for line in kept if line.row == row} for row in {line.row for line in kept}}
    packages = tuple(
        package for package in problem.packages if {key for key, _ in package.takes} == by_row.get(package.row)
    )
    exchanged = {package.row for package in packages}
    pours = {(pour.outcome, pour.sink, pour.row): pour for pour in problem.pours}
    poured = [
        PouredAmount(pours.get((line.outcome, line.course, line.row)) or _stranger(line), line.grain_amount)
        for line in kept
        if line.row not in exchanged
    ]
    poured.sort(key=lambda used: (used.pour.sink, used.pour.outcome, used.pour.row))
    credited, consumed = _credited(problem, poured, packages), _consumed(problem, poured, packages)
    return Allocation(
        poured=tuple(poured),
        packages=packages,
        credited=credited,
        consumed=consumed,
        tiers=_unproven(problem, credited, consumed, len(poured) + len(packages)),
    )


def _unproven(
    problem: Problem, credited: tuple[tuple[str, int], ...], consumed: tuple[tuple[str, int], ...], lines: int
) -> tuple[Tier, ...]:
    """The objectives' values with the bounds that hold of anything."""
    got, lives = dict(credited), {outcome.id: outcome.life_months for outcome in problem.outcomes}
    total, most = sum(got.values()), sum(sink.need for sink in problem.sinks)
    months = sum(lives[key] * amount for key, amount in consumed)
    short = sum(
        max(0, floor.minimum - floor.got - sum(got.get(key, 0) for key in floor.members)) for floor in problem.floors
    )
    first = (Tier("shortfall", short, 0, optimal=False),) if problem.aim is Aim.REQUIREMENTS else ()
    return (
        *first,
        Tier("credited", total, max(total, most), optimal=False),
        Tier("credit_months", months, 0, optimal=False),
        Tier("lines", lines, 0, optimal=False),
        Tier("canonical", lines, 0, optimal=False),
    )


def _stranger(line: ClaimedLine | Line) -> Pour:
    return Pour(line.outcome, line.course, line.row)


def exact(value: Fraction) -> Decimal:
    """Credits as a decimal; they are whole hundredths by construction (ValueError if not)."""
    hundredths = value * 100
    if hundredths.denominator != 1:
        raise ValueError(f"{value} credits are no whole hundredths")
    return from_units(hundredths.numerator, Unit.COURSE_CREDIT)


def _line(prepared: Prepared, share: _Share) -> Line:
    rule = prepared.row(share.row)
    return Line(
        outcome=share.outcome,
        course=share.course,
        row=share.row,
        article=rule.article,
        recognition=rule.recognition,
        mark=mark_of(rule, prepared.standings.outcomes.get(share.outcome)),
        amount=Fraction(share.amount, prepared.grain),
        grain_amount=share.amount,
        is_package=share.is_package,
    )


def _shares(package: Package) -> Iterator[_Share]:
    """Share out what a package gives: each outcome in proportion to what is taken of it, course after course."""
    rest = [(outcome, part) for (outcome, _), part in zip(package.takes, _proportions(package), strict=True)]
    for course, given in package.gives:
        need = given
        while need:
            outcome, part = rest.pop(0)
            amount = min(part, need)
            need -= amount
            if part > amount:
                rest.insert(0, (outcome, part - amount))
            yield _Share(outcome, course, package.row, amount, is_package=True)


def _proportions(package: Package) -> list[int]:
    """The sum of what is given, divided in the proportion of what is taken; everyone at least one grain."""
    given, taken = sum(amount for _, amount in package.gives), sum(amount for _, amount in package.takes)
    bounds, running = [0], 0
    for position, (_, amount) in enumerate(package.takes, start=1):
        running += amount
        still_to_come = len(package.takes) - position
        bounds.append(max(bounds[-1] + 1, min(given * running // taken, given - still_to_come)))
    return [upper - lower for lower, upper in pairwise(bounds)]


def _credited(
    problem: Problem, poured: list[PouredAmount], packages: tuple[Package, ...]
) -> tuple[tuple[str, int], ...]:
    inflow = Counter[str]()
    for used in poured:
        inflow[used.pour.sink] += used.amount
    for package in packages:
        inflow.update(dict(package.gives))
    amounts = ((sink.id, _whole_steps(inflow[sink.id], sink)) for sink in problem.sinks)
    return tuple(sorted((key, amount) for key, amount in amounts if amount > 0))


def _whole_steps(inflow: int, sink: Sink) -> int:
    if inflow > 0 and sink.cover is Cover.FULL and sink.kind is SinkKind.COURSE:
        return sink.need
    match sink.rounding:
        case Rounding.FLOOR:
            return inflow // sink.step * sink.step
        case Rounding.HALF_UP:
            return (inflow + sink.step // 2) // sink.step * sink.step
        case Rounding.CEIL:
            return -(-inflow // sink.step) * sink.step


def _consumed(
    problem: Problem, poured: list[PouredAmount], packages: tuple[Package, ...]
) -> tuple[tuple[str, int], ...]:
    spent = Counter[str]()
    for used in poured:
        spent[used.pour.outcome] += used.amount
    for package in packages:
        spent.update(dict(package.takes))
    touched = (outcome for outcome in problem.outcomes if outcome.id in spent)
    return tuple(sorted((outcome.id, _with_remainder(outcome, spent[outcome.id])) for outcome in touched))


def _with_remainder(outcome: Outcome, spent: int) -> int:
    return outcome.amount if outcome.remainder is Remainder.LOST else spent
