"""A condition as alternatives of single questions, each about one fact where that can be said."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import Final

from niangjia.core.conditions import Condition, Operand, Truth, Value, holds
from niangjia.core.conditions.types import (
    AnyOf,
    Comparison,
    Constant,
    Count,
    Fact,
    Joined,
    Joiner,
    OneOf,
    Sum,
    Under,
    name_of,
)

MOST_ALTERNATIVES: Final = 4096
Alternative = tuple["Atom", ...]


class TooManyAlternativesError(ValueError):
    """The condition branches too often to be read alternative by alternative."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One question of a condition, or its opposite. ``fact`` is None where it compares more than one fact."""

    condition: Condition
    is_negated: bool
    fact: str | None
    constants: tuple[Value, ...] = ()
    is_tree: bool = False

    def verdict(self, held: Value | None) -> Truth:
        """The answer where the fact has this value."""
        found = holds(self.condition, {self.fact or "": held})
        return found.negated if self.is_negated else found


@lru_cache(maxsize=4096)
def alternatives(condition: Condition) -> tuple[Alternative, ...]:
    """The condition holds where every atom of at least one alternative does. Of no alternatives: never.

    Raises ``TooManyAlternativesError``.
    """
    return _alternatives(condition, is_negated=False)


def names_asked(condition: Condition) -> frozenset[str]:
    """Every fact, collection, parameter and context that the condition asks for."""
    return frozenset(_names(condition))


def _alternatives(condition: Condition, *, is_negated: bool) -> tuple[Alternative, ...]:
    if not isinstance(condition, Joined):
        return ((_atom(condition, is_negated=is_negated),),)
    below = is_negated if condition.joiner is not Joiner.NONE else not is_negated
    parts = [_alternatives(member, is_negated=below) for member in condition.members]
    if (condition.joiner is Joiner.ANY) is is_negated:
        return _every_combination(parts)
    return tuple(chain.from_iterable(parts))


def _every_combination(parts: list[tuple[Alternative, ...]]) -> tuple[Alternative, ...]:
    count = 1
    for part in parts:
        count *= len(part)
        if count > MOST_ALTERNATIVES:
            raise TooManyAlternativesError("a condition has too many alternatives")
    return tuple(tuple(chain.from_iterable(combination)) for combination in product(*parts))


def _atom(condition: Condition, *, is_negated: bool) -> Atom:
    match condition:
        case Comparison(Fact(name), _, Constant(value)) | Comparison(Constant(value), _, Fact(name)):
            return Atom(condition, is_negated, name, (value,))
        case OneOf(Fact(name), values) if all(isinstance(value, Constant) for value in values):
            return Atom(condition, is_negated, name, tuple(each.value for each in values if isinstance(each, Constant)))
        case Under(Fact(name), Constant(node), None):
            return Atom(condition, is_negated, name, (node,), is_tree=True)
    return Atom(condition, is_negated, None)


def _names(condition: Condition) -> Iterator[str]:
    match condition:
        case Joined(_, members):
            yield from chain.from_iterable(_names(member) for member in members)
        case Comparison(left, _, right):
            yield from _operand_names(left, right)
        case OneOf(left, values):
            yield from _operand_names(left, *values)
        case Under(left, node, on):
            yield from _operand_names(left, node, *(() if on is None else (on,)))
        case AnyOf(collection):
            yield collection


def _operand_names(*operands: Operand) -> Iterator[str]:
    for operand in operands:
        name = operand.collection if isinstance(operand, Count | Sum) else name_of(operand)
        if name is not None:
            yield name
