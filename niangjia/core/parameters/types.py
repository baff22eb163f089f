"""A value that changes by decree: where and when it holds, under which article, and who has read it there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term


class Bound(StrEnum):
    """What a deeper place or an organisation may do: nothing, only more, or only less."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class ValueType(StrEnum):
    """The type of a value; money counts in fen."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    BOOLEAN = "boolean"
    CODE = "code"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Law:
    """The instrument that a value stands in."""

    title: str
    number: str | None = None
    article: str | None = None

    def __str__(self) -> str:
        return f"《{self.title}》{self.article or ''}"


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One value of one place from one date. ``value`` is None where nobody could read it.

    Decimals are ``Decimal``, money an integer in fen, a list a tuple, a table a mapping or a tuple of mappings.
    ``first_on`` and ``last_on`` are inclusive; None is open. ``verified`` says that the instrument itself was read.
    ``doubted_in`` names the deeper places that have a rule of their own which nobody could read.
    """

    id: str
    place: str
    bound: Bound
    type: ValueType
    value: Any
    law: Law
    verified: bool
    summary: Term
    unit: str | None = None
    comparison: str | None = None  # inclusive | exclusive
    first_on: date | None = None
    last_on: date | None = None
    verified_on: date | None = None
    evidence: str | None = None
    starts_on: str | None = None
    direction: str | None = None
    first_on_verified: bool = True
    note: str | None = None
    doubted_in: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """The instrument was read, and no deeper place may have another value."""
        return self.verified and not self.doubted_in

    @property
    def share(self) -> Fraction:
        """A share of a whole as an exact fraction, from a decimal or a table of numerator and denominator."""
        if isinstance(self.value, Mapping):
            return Fraction(self.value["numerator"], self.value["denominator"])
        return Fraction(self.value)

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return (self.first_on is None or self.first_on <= day) and (self.last_on is None or day <= self.last_on)

    def overlaps(self, other: "ParameterValue") -> bool:
        """Whether both rows are in force on some day."""
        first = max(self.first_on or date.min, other.first_on or date.min)
        return first <= min(self.last_on or date.max, other.last_on or date.max)


class NeedsConfiguration(Refusal):
    """No value is in force there and then; the program asks for one and never makes it up."""
