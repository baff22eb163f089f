"""Whether a condition holds: the three-valued logic of Kleene, as fast as plain recursion goes."""

import operator as comparing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from niangjia.core.conditions.subject import Held, Span, Subject, Tree, count_span, is_under, same_kind, sum_span
from niangjia.core.conditions.types import (
    ORDERED,
    AnyOf,
    Comparison,
    Condition,
    Count,
    Joined,
    Joiner,
    OneOf,
    Operand,
    Operator,
    Sum,
    Truth,
    Under,
    Value,
    name_of,
)

_YES, _NO, _UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN  # looked up on every line
_COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUALS: comparing.eq,
    Operator.DIFFERS: comparing.ne,
    Operator.LESS_THAN: comparing.lt,
    Operator.AT_MOST: comparing.le,
    Operator.MORE_THAN: comparing.gt,
    Operator.AT_LEAST: comparing.ge,
}


def holds(
    condition: Condition,
    facts: Mapping[str, Held],
    *,
    context: Mapping[str, Value | None] | None = None,
    parameters: Mapping[str, Value | None] | None = None,
    trees: Mapping[str, Tree] | None = None,
) -> Truth:
    """Whether the condition holds of a subject with these facts.

    A fact that is missing or None is not known; a collection is a sequence of mappings. ``trees`` gives, by the name
    of the fact, who stands under whom. Raises TypeError where kinds don't fit, such as a text compared with a number.
    """
    return verdict(condition, Subject(facts, context or {}, parameters or {}, trees or {}))


def verdict(condition: Condition, subject: Subject) -> Truth:
    """``holds`` of a subject already put together."""
    if isinstance(condition, Comparison):
        return compare(worth(condition.left, subject), condition.operator, worth(condition.right, subject))
    if isinstance(condition, Joined):
        return joined(condition.joiner, (verdict(member, subject) for member in condition.members))
    if isinstance(condition, OneOf):
        held = worth(condition.left, subject)
        return any_yes(compare(held, Operator.EQUALS, worth(value, subject)) for value in condition.values)
    if isinstance(condition, Under):
        return place(condition.left, condition.node, condition.on, subject)
    if isinstance(condition, AnyOf):
        return any_yes(member_verdicts(condition.collection, condition.where, subject))
    raise TypeError(f"no condition: {condition!r}")


def joined(joiner: Joiner, verdicts: Iterable[Truth]) -> Truth:
    """All, any or none of the verdicts, in three values."""
    if joiner is Joiner.ALL:
        return _first(_NO, _YES, verdicts)
    found = any_yes(verdicts)
    return found if joiner is Joiner.ANY else found.negated


def any_yes(verdicts: Iterable[Truth]) -> Truth:
    """Yes if one is, else unknown if one is, else no."""
    return _first(_YES, _NO, verdicts)


def member_verdicts(collection: str, where: Condition, subject: Subject) -> Iterable[Truth]:
    """The verdict on each member; of a collection that is not known: unknown."""
    members = subject.members(collection)
    if members is None:
        return (_UNKNOWN,)
    return (verdict(where, subject.member(member)) for member in members)


def worth(value: Operand, subject: Subject) -> Value | Span | None:
    """What an operand is worth for the subject; None if that is not known."""
    if not isinstance(value, Count | Sum):
        return subject.scalar(value)
    members = subject.members(value.collection)
    if members is None:
        return None
    verdicts = member_verdicts(value.collection, value.where, subject)
    if isinstance(value, Count):
        return count_span(verdicts)
    return sum_span((met, member.get(value.name)) for met, member in zip(verdicts, members, strict=True))


def compare(left: Value | Span | None, operator: Operator, right: Value | Span | None) -> Truth:
    """Compare two operands, each of them known, between bounds, or unknown (None)."""
    if left is None or right is None:
        return _UNKNOWN
    if isinstance(left, Span) or isinstance(right, Span):
        return _compare_spans(_span(left), operator, _span(right))
    if same_kind(left, right) not in ORDERED and operator.is_ordering:
        raise TypeError(f"{left!r} and {right!r} have no order")
    return _YES if _COMPARE[operator](left, right) else _NO


def place(left: Operand, node: Operand, on: Operand | None, subject: Subject) -> Truth:
    """Whether an operand stands at or below a node."""
    day = None if on is None else subject.scalar(on)
    if on is not None and day is None:
        return _UNKNOWN
    if day is not None and not isinstance(day, date):
        raise TypeError(f"{day!r} is no date")
    tree = subject.trees.get(name_of(left) or "")
    return is_under(subject.scalar(left), subject.scalar(node), day, tree)


def _first(decisive: Truth, otherwise: Truth, verdicts: Iterable[Truth]) -> Truth:
    found = otherwise
    for each in verdicts:
        if each is decisive:
            return decisive
        if each is _UNKNOWN:
            found = _UNKNOWN
    return found


def _span(value: Value | Span) -> Span:
    if isinstance(value, Span):
        return value
    same_kind(value, 0)
    return Span(value, value)  # type: ignore[arg-type] # same_kind says that it is a number


def _compare_spans(left: Span, operator: Operator, right: Span) -> Truth:
    """Yes if it holds of every pair within the bounds, no if of none."""
    compared = _COMPARE[operator]
    pairs = {compared(a, b) for a in (left.low, left.high) for b in (right.low, right.high)}
    apart = left.high < right.low or right.high < left.low
    if operator.is_ordering or apart or (left.exact is not None and right.exact is not None):
        return _UNKNOWN if len(pairs) > 1 else _YES if pairs.pop() else _NO
    return _UNKNOWN
