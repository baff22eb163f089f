"""A condition is a tree of frozen values. It is data: nothing in it is ever evaluated as code.

Operands are facts of a subject, constants, parameters and context; comparisons of them are joined by all, any, none.
Every condition is hashable, has a canonical form and no truth of its own: ``bool()`` raises.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Literal, NoReturn
from uuid import UUID

Value = bool | int | Decimal | str | date | UUID
Kind = Literal["boolean", "number", "text", "date", "key"]

_KINDS: dict[type, Kind] = {
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "text",
    date: "date",
    UUID: "key",
}
ORDERED: frozenset[Kind] = frozenset({"number", "date"})


class Truth(Enum):
    """Yes, no, or not known. ``bool()`` raises: say which of the three is meant."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> NoReturn:
        raise TypeError("compare with Truth.YES, Truth.NO or Truth.UNKNOWN")

    @property
    def negated(self) -> "Truth":
        """Yes for no, no for yes, unknown for unknown."""
        return _NEGATED[self]


_NEGATED = {Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN, Truth.YES: Truth.NO}


class Operator(StrEnum):
    """How two operands are compared."""

    EQUALS = "equals"
    DIFFERS = "differs"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"

    __hash__ = str.__hash__  # an enumeration's own is slow, and evaluation looks operators up all the time

    @property
    def is_ordering(self) -> bool:
        """It asks which of two is larger, so it needs numbers or dates."""
        return self not in _SAMENESS


_SAMENESS = frozenset({Operator.EQUALS, Operator.DIFFERS})


class Joiner(StrEnum):
    """How conditions are joined."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


def kind_of(value: Value) -> Kind:
    """The kind of a plain value. Floats, instants and other types raise TypeError: there are no inexact facts."""
    kind = _KINDS.get(type(value))
    if kind is None and isinstance(value, StrEnum | IntEnum):
        kind = _KINDS[type(value.value)]
    if kind is None or (isinstance(value, Decimal) and not value.is_finite()):
        raise TypeError(f"no value of a condition: {value!r}")
    return kind


def plain(value: Value) -> Value:
    """The value itself; a member of an enumeration becomes what it stands for."""
    kind_of(value)
    return value.value if isinstance(value, StrEnum | IntEnum) else value


class Operand:
    """Something that has a value: its methods make conditions."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("an operand has no truth of its own; compare it")

    def equals(self, bound: "Value | Operand") -> "Comparison":
        """Is the same."""
        return _comparison(self, Operator.EQUALS, bound)

    def differs(self, bound: "Value | Operand") -> "Comparison":
        """Is not the same."""
        return _comparison(self, Operator.DIFFERS, bound)

    def less_than(self, bound: "Value | Operand") -> "Comparison":
        """Is smaller or earlier."""
        return _comparison(self, Operator.LESS_THAN, bound)

    def at_most(self, bound: "Value | Operand") -> "Comparison":
        """Is the same, smaller or earlier."""
        return _comparison(self, Operator.AT_MOST, bound)

    def more_than(self, bound: "Value | Operand") -> "Comparison":
        """Is larger or later."""
        return _comparison(self, Operator.MORE_THAN, bound)

    def at_least(self, bound: "Value | Operand") -> "Comparison":
        """Is the same, larger or later."""
        return _comparison(self, Operator.AT_LEAST, bound)

    def one_of(self, *bounds: "Value | Operand") -> "OneOf":
        """Equals one of these. Of no values: never."""
        return OneOf(self, tuple(operand(bound) for bound in bounds))

    def under(self, node: "str | UUID | Operand", on: "date | Operand | None" = None) -> "Under":
        """Is this node of a tree or stands below it (on that day, where the tree has a history)."""
        return Under(self, operand(node), None if on is None else operand(on))

    def is_true(self) -> "Comparison":
        """Equals true."""
        return self.equals(True)

    def is_false(self) -> "Comparison":
        """Equals false."""
        return self.equals(False)


class Condition:
    """A yes-or-no question about a subject."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("a condition has no truth of its own; ask holds() or explain(), join by all_of() and the like")


@dataclass(frozen=True, slots=True)
class Fact(Operand):
    """What is recorded of the subject under this name of the facts catalogue."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter(Operand):
    """A value that changes by decree."""

    name: str


@dataclass(frozen=True, slots=True)
class Context(Operand):
    """A value of the occasion, such as ``round.starts_on``."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant(Operand):
    """A value written into the condition. The type's name keeps 1, 1.0 and true apart."""

    value: Value
    type_name: str


@dataclass(frozen=True, slots=True)
class Count(Operand):
    """How many members of a collection meet a condition over the member's facts."""

    collection: str
    where: Condition


@dataclass(frozen=True, slots=True)
class Sum(Operand):
    """The sum of one fact over the members of a collection that meet a condition."""

    collection: str
    name: str
    where: Condition


@dataclass(frozen=True, slots=True)
class Comparison(Condition):
    """Two operands compared."""

    left: Operand
    operator: Operator
    right: Operand


@dataclass(frozen=True, slots=True)
class OneOf(Condition):
    """An operand equals one of several."""

    left: Operand
    values: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Under(Condition):
    """An operand is a node of a tree, or below it."""

    left: Operand
    node: Operand
    on: Operand | None = None


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one member of a collection meets a condition over the member's facts."""

    collection: str
    where: Condition


@dataclass(frozen=True, slots=True)
class Joined(Condition):
    """All, any or none of several conditions. All and none of nothing hold, any of nothing does not."""

    joiner: Joiner
    members: tuple[Condition, ...]


def operand(value: Value | Operand) -> Operand:
    """An operand as it is, a plain value as a constant. Floats and other types raise TypeError."""
    if isinstance(value, Operand):
        return value
    bare = plain(value)
    return Constant(bare, type(bare).__name__)


def name_of(subject: Operand) -> str | None:
    """The name under which an operand is known: of the fact, parameter, context or collection."""
    match subject:
        case Fact(name) | Parameter(name) | Context(name):
            return name
        case Count(collection):
            return collection
        case Sum(collection, name):
            return f"{collection}.{name}"
    return None


def _comparison(left: Operand, operator: Operator, bound: Value | Operand) -> Comparison:
    right = operand(bound)
    if operator.is_ordering and isinstance(right, Constant) and kind_of(right.value) not in ORDERED:
        raise TypeError(f"{operator} needs a number or a date, not {right.value!r}")
    return Comparison(left, operator, right)
