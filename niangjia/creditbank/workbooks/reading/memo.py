"""Cells are read column by column; what stands in many rows is read once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit
from niangjia.creditbank.workbooks.reading.text import is_blank

Reader = Callable[[Cell], object]  # gets a cell that is not blank; raises Unfit
_FORMULA_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"}
)
_BROKEN: Final = Term(
    "公式出错，没有结果；请改为填写数值或文字", "the formula has no result: write the value itself instead"
)


@dataclass(frozen=True, slots=True)
class Unfitting:
    """Stands where a cell could not be read."""

    code: str
    expected: Term


class Memo(dict[Cell, object]):
    """What each cell of a column means. Blank cells mean None; what can't be read means ``Unfitting``."""

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> object:
        self[cell] = meaning = self._meaning(cell)
        return meaning

    def _meaning(self, cell: Cell) -> object:
        if cell is None or (isinstance(cell, str) and is_blank(cell)):
            return None
        if isinstance(cell, str) and cell in _FORMULA_ERRORS:
            return Unfitting("formula_error", _BROKEN)
        try:
            return self._read(cell)
        except Unfit as verdict:
            return Unfitting(verdict.code, verdict.expected)


def read_column(cells: Sequence[Cell], read: Reader) -> list[object]:
    """The meaning of every cell of a column. A million cells of few values cost no more than a look-up each."""
    if bool in set(map(type, cells)):  # True and 1.0 are one key of a dictionary
        cells = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
    return list(map(Memo(read).__getitem__, cells))
