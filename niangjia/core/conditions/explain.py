"""The same answer as ``holds``, with its reasons: line by line what is held, what is asked and what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor

from niangjia.core.conditions.evaluate import any_yes, compare, joined, place, worth
from niangjia.core.conditions.subject import EXACT, Held, Span, Subject, Tree
from niangjia.core.conditions.types import (
    AnyOf,
    Comparison,
    Condition,
    Count,
    Joined,
    OneOf,
    Operand,
    Operator,
    Sum,
    Truth,
    Under,
    Value,
    name_of,
)


@dataclass(frozen=True, slots=True)
class Trace:
    """The verdict on one condition and how it came about.

    A line that compares has ``fact`` (the name of its left operand; ``collection`` of a count, ``collection.fact`` of
    a sum), ``held`` and ``bound`` (None: not known; a tuple for ``one_of``). ``gap`` is what must be added to ``held``
    for the line to hold, in the fact's unit or in days (negative: taken away); a whole number held moves in whole
    steps, and ``more_than``/``less_than`` a decimal asks for a little beyond the gap. It stands only where the verdict
    is no and the distance is a number. ``children`` are the joined conditions, or the verdicts on each member.
    """

    condition: Condition
    verdict: Truth
    operator: str
    fact: str | None = None
    held: Value | None = None
    bound: Value | tuple[Value | None, ...] | None = None
    gap: Decimal | None = None
    children: tuple["Trace", ...] = ()

    def lines(self) -> Iterator["Trace"]:
        """Every line that asks something itself, in the order in which it was written."""
        if self.fact is not None:
            yield self
        for child in self.children:
            yield from child.lines()

    def needs(self) -> tuple[str, ...]:
        """The names of the facts, parameters and context that are not known and leave the verdict open, once each."""
        if self.verdict is not Truth.UNKNOWN:
            return ()
        below = [name for child in self.children for name in child.needs()]
        return tuple(dict.fromkeys([*_unknown_names(self), *below]))


def explain(
    condition: Condition,
    facts: Mapping[str, Held],
    *,
    context: Mapping[str, Value | None] | None = None,
    parameters: Mapping[str, Value | None] | None = None,
    trees: Mapping[str, Tree] | None = None,
) -> Trace:
    """The verdict of ``holds`` on the same arguments, with a trace of every line."""
    return trace(condition, Subject(facts, context or {}, parameters or {}, trees or {}))


def trace(condition: Condition, subject: Subject) -> Trace:
    """``explain`` for a subject already put together."""
    match condition:
        case Joined(joiner, members):
            children = tuple(trace(member, subject) for member in members)
            verdict = joined(joiner, (child.verdict for child in children))
            return Trace(condition, verdict, joiner, children=children)
        case Comparison():
            return _comparison(condition, subject)
        case OneOf():
            return _one_of(condition, subject)
        case Under(left, node, on):
            verdict, bound = place(left, node, on, subject), subject.scalar(node)
            return Trace(condition, verdict, "under", name_of(left), subject.scalar(left), bound)
        case AnyOf(collection, where):
            children = _members(collection, where, subject)
            verdict = any_yes(child.verdict for child in children)
            verdict = Truth.UNKNOWN if subject.members(collection) is None else verdict
            return Trace(condition, verdict, "any_of", collection, children=children)
    raise TypeError(f"no condition: {condition!r}")


def _comparison(line: Comparison, subject: Subject) -> Trace:
    left, right = worth(line.left, subject), worth(line.right, subject)
    verdict = compare(left, line.operator, right)
    held, bound = _single(left), _single(right)
    gap = _gap(held, line.operator, bound) if verdict is Truth.NO else None
    children = _inside(line.left, subject) + _inside(line.right, subject)
    return Trace(line, verdict, line.operator, name_of(line.left), held, bound, gap, children)


def _one_of(line: OneOf, subject: Subject) -> Trace:
    left = worth(line.left, subject)
    bounds = [worth(value, subject) for value in line.values]
    verdict = any_yes(compare(left, Operator.EQUALS, bound) for bound in bounds)
    held, singles = _single(left), tuple(_single(bound) for bound in bounds)
    gaps = [] if verdict is not Truth.NO else [_gap(held, Operator.EQUALS, bound) for bound in singles]
    nearest = min((gap for gap in gaps if gap is not None), key=abs, default=None)
    return Trace(line, verdict, "one_of", name_of(line.left), held, singles, nearest, _inside(line.left, subject))


def _inside(operand: Operand, subject: Subject) -> tuple[Trace, ...]:
    if isinstance(operand, Count | Sum):
        return _members(operand.collection, operand.where, subject)
    return ()


def _members(collection: str, where: Condition, subject: Subject) -> tuple[Trace, ...]:
    members: Sequence[Mapping[str, Value | None]] = subject.members(collection) or ()
    return tuple(trace(where, subject.member(member)) for member in members)


def _single(value: Value | Span | None) -> Value | None:
    return value.exact if isinstance(value, Span) else value


def _gap(held: Value | None, operator: Operator, bound: Value | None) -> Decimal | None:
    """What to add to ``held``: to the bound, and one whole step beyond it where equality is not enough."""
    if operator is Operator.DIFFERS or isinstance(held, bool):
        return None
    if isinstance(held, date) and isinstance(bound, date):
        return Decimal(_whole_target(bound.toordinal(), operator) - held.toordinal())
    if not isinstance(held, int | Decimal) or not isinstance(bound, int | Decimal):
        return None
    if isinstance(held, Decimal):
        return EXACT.subtract(Decimal(bound), held)
    if operator is Operator.EQUALS and bound != int(bound):
        return None
    return Decimal(_whole_target(bound, operator) - held)


def _whole_target(bound: int | Decimal, operator: Operator) -> int:
    match operator:
        case Operator.MORE_THAN:
            return floor(bound) + 1
        case Operator.LESS_THAN:
            return ceil(bound) - 1
        case Operator.AT_LEAST:
            return ceil(bound)
    return floor(bound)


def _unknown_names(line: Trace) -> list[str]:
    match line.condition:
        case Comparison(left, _, right):
            unknown = [each for each, value in ((left, line.held), (right, line.bound)) if value is None]
        case OneOf(left, values):
            bounds = line.bound if isinstance(line.bound, tuple) else ()
            pairs = [(left, line.held), *zip(values, bounds, strict=True)]
            unknown = [each for each, value in pairs if value is None]
        case Under(left, node, on):
            unknown = [each for each, value in ((left, line.held), (node, line.bound)) if value is None]
            unknown = unknown or [left if on is None else on]
        case AnyOf(collection):
            return [] if line.children else [collection]
        case _:
            return []
    settled = any(child.needs() for child in line.children)
    wanted = [each for each in unknown if not (settled and isinstance(each, Count | Sum))]
    return [name for name in map(name_of, wanted) if name is not None]
