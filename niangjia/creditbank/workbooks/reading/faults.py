"""What is wrong with a file, said so that the person at the keyboard can put it right."""

from datetime import date, datetime, time, timedelta
from typing import Final

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_LONGEST_QUOTATION: Final = 60
_WITH_PLACE: Final = Term("{place}：写的是“{stood}”，{expected}", "{place}: “{stood}” stands there; {expected}")
_WITH_PLACE_EMPTY: Final = Term("{place}：{expected}", "{place}: {expected}")
_SHEET: Final = Term("《{sheet}》", "sheet “{sheet}”")
_ROW: Final = Term("第 {row} 行", ", row {row}")
_COLUMN: Final = Term(" {column} 列", ", column {column}")
_NOTHING: Final = Term("", "")


class Unfit(ValueError):  # noqa: N818 - a verdict on the cell, not an error of the program
    """A cell that can't be read: ``code`` for programs, ``expected`` for people."""

    def __init__(self, code: str, expected: Term) -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected


class UnreadableFile(Exception):  # noqa: N818 - a verdict on the file, not an error of the program
    """A file of which not even one sheet can be read."""

    def __init__(self, code: str, name: str, stood: str, expected: Term) -> None:
        super().__init__(code)
        self.fault = Fault(code, name, None, None, stood, expected)


def quoted(cell: Cell) -> str:
    """What stood in a cell, as the person sees it: whole numbers without point, dates in order of size."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - all of it is exact
        return str(int(cell))
    text = cell.isoformat(" ") if isinstance(cell, datetime) else str("" if cell is None else cell)
    return text if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]}…"


def place_of(fault: Fault) -> Term:
    """Where a fault is: 《成果》第 12 行 F 取得日期 列."""
    row = _NOTHING if fault.row is None else _ROW.format(row=fault.row)
    column = _NOTHING if fault.column is None else _COLUMN.format(column=fault.column)
    parts = (_SHEET.format(sheet=fault.sheet), row, column)
    return Term("".join(part.zh for part in parts), "".join(part.en for part in parts))


def sentence_of(fault: Fault) -> Term:
    """A fault as one sentence: where, what stood there, what is expected."""
    form = _WITH_PLACE if fault.stood else _WITH_PLACE_EMPTY
    return form.format(place=place_of(fault), stood=fault.stood, expected=fault.expected)
