"""What a cell says, the other way round: the word, figure or day that is read back as a meaning."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, Protocol

from niangjia.creditbank.workbooks.reading.cells.days import read_day_number
from niangjia.creditbank.workbooks.reading.cells.plain import read_share

Written = str | int | Decimal | date | None
_HUNDRED: Final = 100


class Worded(Hashable, Protocol):
    """A column or a setting: how its cells are read, and the words told for it."""

    @property
    def read(self) -> Callable[[Any], object]:
        """What a cell means."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of its list."""


def cell_of(worded: Worded, meaning: Any) -> Written:  # noqa: ANN401 - whatever the reader returns
    """What is written for a meaning: one of the listed words, else the figure, day or text itself."""
    if meaning is None or meaning == ():
        return None
    if worded.choices and (word := words_of(worded).get(meaning)) is not None:
        return word
    if isinstance(meaning, tuple):
        return "、".join(shown(cell_of(worded, (each,)) if worded.choices else each) for each in meaning)
    if worded.read is read_share:
        return percent(meaning)
    if worded.read is read_day_number:
        return f"{meaning // _HUNDRED:02}-{meaning % _HUNDRED:02}"
    return meaning if isinstance(meaning, str | int | Decimal | date) else str(meaning)


def is_several(worded: Worded) -> bool:
    """Its cells take several of its words."""
    return bool(worded.choices) and isinstance(worded.read(worded.choices[0]), tuple)


def shown(written: object) -> str:
    """A written cell as a person types it: 4 and not 4.0, 2026-03-01; nothing as the empty text."""
    if isinstance(written, Decimal):
        text = format(written, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if written is None else str(written)


def percent(share: Decimal) -> str:
    """A share as a percentage: 40%."""
    return f"{shown(share * _HUNDRED)}%"


@cache
def words_of(worded: Worded) -> Mapping[Any, str]:
    """The word told for each meaning."""
    return {worded.read(word): word for word in reversed(worded.choices)}
