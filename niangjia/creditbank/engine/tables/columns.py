"""The facts of a whole population as columns of integers, and how each integer leads to a band of an axis.

What is not known is the least integer of the column's type (as NaT is of a ``datetime64``); in a column of words -1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from niangjia.core.conditions import Value
from niangjia.core.conditions.types import kind_of
from niangjia.creditbank.engine.tables.axes import Axis, Bands
from niangjia.creditbank.engine.tables.numpy_kernels import Integers

_MOST_STEPS: Final = 65_536
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One fact of every subject: places in ``words``, numbers in 1/``scale``, or (``is_date``) days since 1970."""

    values: Integers
    words: tuple[Value, ...] | None = None
    scale: int = 1
    is_date: bool = False

    def __len__(self) -> int:
        return int(self.values.size)

    def value(self, place: int) -> Value | None:
        """The fact of one subject."""
        held = int(self.values[place])
        if self.words is not None:
            return None if held < 0 else self.words[held]
        if held == np.iinfo(self.values.dtype).min:
            return None
        if self.is_date:
            return date.fromordinal(held + _EPOCH)
        return held if self.scale == 1 else Decimal(held) / Decimal(self.scale)


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """From a column's integers to bands.

    Near numbers are looked up: ``bands[0]`` is the unknown, ``bands[1]`` of ``low`` and everything below, the last of
    everything above. Where the cuts lie too far apart for that, ``lows`` and ``highs`` (their floors and ceilings) are
    searched, and ``bands`` is by position with the unknown last.
    """

    bands: Bands
    low: int
    unknown: int  # the integer that means not known
    lows: NDArray[np.int64] | None = None
    highs: NDArray[np.int64] | None = None


def words_of(values: Iterable[Value | None]) -> Column:
    """A column of texts, truths or anything else that is told apart by equality."""
    listed = list(values)
    words = tuple(dict.fromkeys(value for value in listed if value is not None))
    places = {word: place for place, word in enumerate(words)}
    small = np.int8 if len(words) < np.iinfo(np.int8).max else np.int32
    held = np.fromiter((-1 if value is None else places[value] for value in listed), small, len(listed))
    return Column(held, words)


def dates_of(values: Iterable[date | None]) -> Column:
    """A column of days."""
    unknown = np.iinfo(np.int32).min
    held = [unknown if value is None else value.toordinal() - _EPOCH for value in values]
    return Column(np.array(held, np.int32), is_date=True)


def numbers_of(values: Iterable[int | Decimal | None]) -> Column:
    """A column of whole or decimal numbers, counted in the largest unit that all of them are multiples of."""
    exact = [None if value is None else Fraction(value) for value in values]
    places = max((_decimals(value) for value in exact if value is not None), default=0)
    scale = 10**places
    unknown = np.iinfo(np.int64).min
    return Column(np.array([unknown if each is None else int(each * scale) for each in exact], np.int64), None, scale)


def column_of(values: Sequence[Value | None]) -> Column:
    """A column of whatever kind its values are."""
    kind = next((kind_of(value) for value in values if value is not None), "text")
    match kind:
        case "number":
            return numbers_of(values)  # type: ignore[arg-type] # its kind says so
        case "date":
            return dates_of(values)  # type: ignore[arg-type] # its kind says so
    return words_of(values)


def columns_of(subjects: Sequence[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Column]:
    """Columns of the facts ``names`` of some subjects, as ``facts_of`` gives them."""
    return {name: column_of([facts.get(name) for facts in subjects]) for name in names}


def steps_to(axis: Axis, column: Column) -> Steps:
    """How a column leads to the bands of an axis. TypeError where its values are of another kind."""
    if axis.question is not None:
        return Steps(np.array([axis.unknown, *axis.band_at], np.int32), 0, -1)
    if column.words is not None:
        bands = [axis.unknown, *map(axis.band, column.words)]
        return Steps(np.array(bands, np.int32), 0, -1)
    unknown = int(np.iinfo(column.values.dtype).min)
    if axis.kind is None:
        return Steps(np.array([axis.unknown, axis.band_at[0]], np.int32), 0, unknown)
    if axis.kind != ("date" if column.is_date else "number"):
        raise TypeError(f"{axis.name} is a {axis.kind}, its column is not")
    return _ordered_steps(axis, _scaled_cuts(axis, column), unknown)


def _ordered_steps(axis: Axis, cuts: Sequence[Fraction], unknown: int) -> Steps:
    """An integer lies above a cut if it is above the cut's floor, and not below it if it is at its ceiling or above."""
    lows = np.array([floor(cut) for cut in cuts], np.int64)
    highs = np.array([ceil(cut) for cut in cuts], np.int64)
    low, high = int(lows[0]) - 1, int(highs[-1]) + 1
    if high - low >= _MOST_STEPS:
        return Steps(axis.band_at, 0, unknown, lows, highs)
    near = np.arange(low, high + 1, dtype=np.int64)
    places = np.searchsorted(lows, near, "left") + np.searchsorted(highs, near, "right")
    return Steps(np.concatenate([axis.band_at[-1:], axis.band_at[places]]), low, unknown)


def _scaled_cuts(axis: Axis, column: Column) -> list[Fraction]:
    if column.is_date:
        return [Fraction(cut.toordinal() - _EPOCH) for cut in axis.cuts]
    return [Fraction(cut) * column.scale for cut in axis.cuts]


def _decimals(value: Fraction) -> int:
    """Digits after the point of a decimal number."""
    places = 0
    while 10**places % value.denominator:
        places += 1
    return places
