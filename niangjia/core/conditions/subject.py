"""What a condition is asked of: facts, parameters, context and trees; and what its operands are worth there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Context as Arithmetic
from decimal import Decimal, Inexact, localcontext
from uuid import UUID

from niangjia.core.conditions.types import Constant, Context, Fact, Kind, Operand, Parameter, Truth, Value, kind_of

Member = Mapping[str, "Value | None"]
Held = Value | list[Member] | tuple[Member, ...] | None
Tree = Callable[[Value, Value, date | None], bool | None]
EXACT = Arithmetic(prec=1000, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Span:
    """A number known to lie between two bounds, both included."""

    low: int | Decimal
    high: int | Decimal

    @property
    def exact(self) -> int | Decimal | None:
        """The number, where the bounds meet."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject on one occasion. A fact, parameter or context that is missing or None is not known."""

    facts: Mapping[str, Held]
    context: Mapping[str, Value | None] = field(default_factory=dict)
    parameters: Mapping[str, Value | None] = field(default_factory=dict)
    trees: Mapping[str, Tree] = field(default_factory=dict)

    def member(self, facts: Member) -> "Subject":
        """A member of one of the subject's collections, on the same occasion."""
        return replace(self, facts=facts)

    def members(self, collection: str) -> Sequence[Member] | None:
        """The members of a collection; None if it is not known."""
        held = self.facts.get(collection)
        if held is None or isinstance(held, list | tuple):
            return held
        raise TypeError(f"{collection} is no collection")

    def scalar(self, subject: Operand) -> Value | None:
        """The value of a fact, constant, parameter or context; None if it is not known."""
        if isinstance(subject, Constant):
            return subject.value
        held = self._named(subject)
        if isinstance(held, list | tuple):
            raise TypeError(f"{subject!r} is a collection")
        return held

    def _named(self, subject: Operand) -> Held:
        if isinstance(subject, Fact):
            return self.facts.get(subject.name)
        if isinstance(subject, Parameter):
            return self.parameters.get(subject.name)
        if isinstance(subject, Context):
            return self.context.get(subject.name)
        raise TypeError(f"no single value: {subject!r}")


def count_span(verdicts: Iterable[Truth]) -> Span:
    """How many are yes, and how many may yet be."""
    settled = list(verdicts)
    sure = settled.count(Truth.YES)
    return Span(sure, sure + settled.count(Truth.UNKNOWN))


def sum_span(lines: Iterable[tuple[Truth, Value | None]]) -> Span | None:
    """The sum over what counts, between what is sure and what may yet count; None if an amount is not known."""
    low: int | Decimal = 0
    high: int | Decimal = 0
    with localcontext(EXACT):
        for verdict, amount in lines:
            if verdict is Truth.NO:
                continue
            if amount is None:
                return None
            number = _number(amount)
            low += number if verdict is Truth.YES else min(number, 0)
            high += number if verdict is Truth.YES else max(number, 0)
    return Span(low, high)


def is_under(value: Value | None, node: Value | None, on: date | None, tree: Tree | None) -> Truth:
    """Whether a node of a tree stands at or below another. Without a tree: codes such as 6-18-01-01 or 6.18."""
    if value is None or node is None:
        return Truth.UNKNOWN
    found = _has_prefix(value, node) if tree is None else tree(value, node, on)
    return Truth.UNKNOWN if found is None else Truth.YES if found else Truth.NO


def same_kind(left: Value, right: Value) -> Kind:
    """The kind of both. TypeError if they can't be compared."""
    kind = kind_of(left)
    if kind != kind_of(right):
        raise TypeError(f"{left!r} and {right!r} can't be compared")
    return kind


def _has_prefix(value: Value, node: Value) -> bool:
    if isinstance(value, UUID) or same_kind(value, node) != "text":
        raise TypeError(f"{value!r} is no code of a classification; a tree is needed")
    return value == node or str(value).startswith((f"{node}-", f"{node}."))


def _number(amount: Value) -> int | Decimal:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise TypeError(f"{amount!r} can't be summed")
    return amount
