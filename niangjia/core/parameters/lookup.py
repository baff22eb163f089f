"""Ask for a value: the deepest place first, then the date of the event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from niangjia.core.parameters.loading import load
from niangjia.core.parameters.places import chain
from niangjia.core.parameters.types import NeedsConfiguration, ParameterValue
from niangjia.core.terms import Term

_MISSING: Final = Term(
    "参数 {id} 在 {place}（{day}）没有可用的值：{summary} 请先配置。",
    "{id} has no value in {place} on {day}: {summary} It must be configured first.",
)


def parameter_value(id: str, place: str, on: date) -> ParameterValue:  # noqa: A002 - that is what it is
    """The value in force at a place on the day of the event.

    The first row of the deepest place that has a value wins; a row without one is skipped and named in
    ``doubted_in``. Raises NeedsConfiguration if there is none, KeyError for an id that no file has.
    """
    return find(rows_of(id), place, on)


def find(rows: Sequence[ParameterValue], place: str, on: date) -> ParameterValue:
    """``parameter_value`` among the rows of one id."""
    doubted: list[str] = []
    for each in chain(place):
        for row in rows:
            if row.place == each and row.holds_on(on):
                if row.value is not None:
                    return replace(row, doubted_in=tuple(doubted))
                doubted.append(each)
    raise NeedsConfiguration(
        "needs_configuration", _MISSING.format(id=rows[0].id, place=place, day=on, summary=rows[0].summary)
    )


def rows_of(id: str) -> tuple[ParameterValue, ...]:  # noqa: A002 - that is what it is
    """Every row of one parameter. KeyError for an id that no file has."""
    return _by_id()[id]


def every_row() -> tuple[ParameterValue, ...]:
    """Every row of every parameter."""
    return _rows()


def unverified() -> tuple[ParameterValue, ...]:
    """The rows that nobody has read in the instrument, or that have no value: for the page that lists them."""
    return tuple(row for row in _rows() if not row.verified or row.value is None)


class Occasion(Mapping[str, "bool | int | Decimal | str | None"]):
    """The single values in force at a place on a day, as a condition's ``parameters``; None needs configuration."""

    def __init__(self, place: str, on: date) -> None:
        chain(place)
        self._place = place
        self._on = on

    def __getitem__(self, name: str) -> bool | int | Decimal | str | None:
        try:
            value = parameter_value(name, self._place, self._on).value
        except NeedsConfiguration:
            return None
        if not isinstance(value, bool | int | Decimal | str):
            raise TypeError(f"{name} is no single value")
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(_by_id())

    def __len__(self) -> int:
        return len(_by_id())


@cache
def _rows() -> tuple[ParameterValue, ...]:
    return load()


@cache
def _by_id() -> Mapping[str, tuple[ParameterValue, ...]]:
    found: dict[str, tuple[ParameterValue, ...]] = {}
    for row in _rows():
        found[row.id] = (*found.get(row.id, ()), row)
    return found
