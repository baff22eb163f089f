"""The words in which conditions are written: ``all_of(fact("level").at_least(3), fact("tier").one_of(4, 5))``."""

from niangjia.core.conditions.types import (
    AnyOf,
    Condition,
    Context,
    Count,
    Fact,
    Joined,
    Joiner,
    Parameter,
    Sum,
)


def fact(name: str) -> Fact:
    """A fact of the subject; inside a collection's condition: of the member."""
    return Fact(name)


def parameter(name: str) -> Parameter:
    """A value that changes by decree, given at evaluation."""
    return Parameter(name)


def context(name: str) -> Context:
    """A value of the occasion, given at evaluation."""
    return Context(name)


def all_of(*conditions: Condition) -> Joined:
    """Every one holds."""
    return Joined(Joiner.ALL, conditions)


def one_or_more_of(*conditions: Condition) -> Joined:
    """At least one holds."""
    return Joined(Joiner.ANY, conditions)


def none_of(*conditions: Condition) -> Joined:
    """Not one holds."""
    return Joined(Joiner.NONE, conditions)


EVERYTHING = all_of()


def any_of(collection: str, where: Condition = EVERYTHING) -> AnyOf:
    """At least one member of the collection meets the condition."""
    return AnyOf(collection, where)


def count_of(collection: str, where: Condition = EVERYTHING) -> Count:
    """How many members meet the condition."""
    return Count(collection, where)


def sum_of(collection: str, name: str, where: Condition = EVERYTHING) -> Sum:
    """The sum of the fact ``name`` over the members that meet the condition. Over none: 0."""
    return Sum(collection, name, where)
