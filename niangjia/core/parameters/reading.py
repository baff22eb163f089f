"""Read parameters for one place and day, and remember which: what is computed can then show what it rests on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from niangjia.core.parameters.lookup import parameter_value
from niangjia.core.parameters.types import ParameterValue


class Reading:
    """The parameters of a place on the day of the event. Every getter raises NeedsConfiguration without a value."""

    def __init__(self, place: str, on: date) -> None:
        self.place = place
        self.on = on
        self._read: dict[str, ParameterValue] = {}

    @property
    def used(self) -> tuple[ParameterValue, ...]:
        """Every value read so far, in the order in which it was first read."""
        return tuple(self._read.values())

    @property
    def uncertain(self) -> tuple[ParameterValue, ...]:
        """Those of them that carry the mark: not read in the instrument, or a deeper place may have another."""
        return tuple(value for value in self._read.values() if not value.is_certain)

    def row(self, name: str) -> ParameterValue:
        """The value with its law, article and mark."""
        found = parameter_value(name, self.place, self.on)
        self._read[name] = found
        return found

    def integer(self, name: str) -> int:
        """A whole number, or money in fen."""
        value: int = self.row(name).value
        return value

    def fraction(self, name: str) -> Fraction:
        """A number or share, exactly."""
        return self.row(name).share

    def decimal(self, name: str) -> Decimal:
        """A decimal number."""
        return Decimal(self.row(name).value)

    def boolean(self, name: str) -> bool:
        """Yes or no."""
        value: bool = self.row(name).value
        return value

    def code(self, name: str) -> str:
        """A word of a closed list."""
        value: str = self.row(name).value
        return value

    def steps(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """A table of steps, each a mapping."""
        value: tuple[Mapping[str, Any], ...] = self.row(name).value
        return value
