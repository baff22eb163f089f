"""Several values in one cell, divided by 、 or ; — each read as if it stood alone."""

from collections.abc import Callable
from typing import TypeVar

from niangjia.creditbank.workbooks.reading.faults import Cell
from niangjia.creditbank.workbooks.reading.text import parts_of

Meaning = TypeVar("Meaning")


def several(read: Callable[[Cell], Meaning]) -> Callable[[Cell], tuple[Meaning, ...]]:
    """A reader of one or more values, each only once, in the order in which they stand."""

    def read_all(cell: Cell) -> tuple[Meaning, ...]:
        parts = parts_of(cell) if isinstance(cell, str) else (cell,)
        return tuple(dict.fromkeys(read(part) for part in parts))

    return read_all
