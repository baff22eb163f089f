"""A sheet read by a form: for each field a list of meanings, one for each row, and every fault of every cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, quoted
from niangjia.creditbank.workbooks.reading.forms import Form
from niangjia.creditbank.workbooks.reading.headers import Header, read_header
from niangjia.creditbank.workbooks.reading.memo import Unfitting, read_column
from niangjia.creditbank.workbooks.reading.sheets import Sheet
from niangjia.creditbank.workbooks.reading.text import is_blank

_FOOTERS: Final = (
    "合计",
    "总计",
    "小计",
    "制表",
    "填表",
    "审核",
    "注:",
    "注：",
    "说明",
    "备注",
    "单位（盖章）",
    "负责人",
)
_EMPTY: Final = Term("不能为空，请填写", "it can't be empty: fill it in")
_NO_TITLE: Final = Term(
    "这一列有内容但没有列名；请补上列名或删去", "this column has content but no header: name or delete it"
)


@dataclass(slots=True, eq=False)
class Table:
    """The rows of a sheet under its header; a row is known by its position, and has faults if that is in ``bad``."""

    form: Form
    sheet: Sheet
    header: Header
    faults: list[Fault]
    numbers: list[int]  # of each row, as the spreadsheet shows them
    columns: dict[str, list[Any]] = field(default_factory=dict)
    bad: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.numbers)

    def of(self, name: str) -> list[Any]:
        """What a field means in each row; None throughout where the sheet has no such column."""
        found = self.columns.get(name)
        return [None] * len(self) if found is None else found

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every row without faults as fields, with its position. For sheets of hundreds of rows."""
        for position in range(len(self)):
            if position not in self.bad:
                yield position, {name: column[position] for name, column in self.columns.items()}

    def refuse(self, position: int, name: str | None, code: str, expected: Term) -> None:
        """Note a fault of a row; ``name`` is the field that it is seen at, None for the row as a whole."""
        self.faults.append(self.fault(position, name, code, expected))
        self.bad.add(position)

    def fault(self, position: int, name: str | None, code: str, expected: Term) -> Fault:
        """The fault of a row, with what stands in the cell."""
        number = self.numbers[position]
        where = None if name is None else self.header.positions.get(name)
        if where is None:
            label = None if name is None else self.form.column(name).label.zh
            return Fault(code, self.sheet.name, number, label, "", expected)
        place = self.header.place(where, self.sheet.first_column)
        row = self.sheet.rows[number - 1]
        stood = quoted(row[where]) if where < len(row) else ""
        return Fault(code, self.sheet.name, number, place, stood, expected)


def read_table(sheet: Sheet, form: Form, faults: list[Fault]) -> Table | None:
    """Read a sheet by a form. Faults are added to the list; None if no header is found."""
    header = read_header(sheet, form, faults)
    if header is None:
        return None
    table = Table(form, sheet, header, faults, _numbers(sheet, header, form))
    cells = _columns([sheet.rows[number - 1] for number in table.numbers], len(header.titles))
    for name, position in header.positions.items():
        column = form.column(name)
        table.columns[name] = read_column(cells[position], column.read)
        _note_unfit(table, name)
        if column.needed:
            _note_empty(table, name)
    _note_untitled(table, cells)
    if any(column.needed and column.name not in header.positions for column in form.columns):
        table.bad.update(range(len(table)))  # of a row without what it must have nothing can be made
    return table


def _numbers(sheet: Sheet, header: Header, form: Form) -> list[int]:
    """Which rows are rows of the table: not blank, and not the remarks that stand below it."""
    body = enumerate(sheet.rows[header.row + 1 :], header.row + 2)
    positions = [header.positions[column.name] for column in form.columns if column.name in header.positions]
    needed = [
        header.positions[column.name] for column in form.columns if column.needed and column.name in header.positions
    ]
    return [number for number, row in body if any(row) and _is_row(row, positions, needed)]


def _is_row(row: Sequence[Cell], positions: list[int], needed: list[int]) -> bool:
    first = next((cell for cell in row if not _is_empty(cell)), None)
    if first is None:
        return False
    if isinstance(first, str) and first.strip().startswith(_FOOTERS):
        filled = [cell for cell in (row[at] for at in needed if at < len(row)) if not _is_empty(cell) and cell != first]
        return bool(filled) and len(needed) > 1
    return any(at < len(row) and not _is_empty(row[at]) for at in positions)


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and is_blank(cell))


def _columns(rows: list[list[Cell]], width: int) -> list[tuple[Cell, ...]]:
    columns = list(zip_longest(*rows, fillvalue=None))
    return columns + [(None,) * len(rows)] * (width - len(columns))


def _note_unfit(table: Table, name: str) -> None:
    column = table.columns[name]
    if Unfitting not in set(map(type, column)):
        return
    for position, meaning in enumerate(column):
        if isinstance(meaning, Unfitting):
            table.refuse(position, name, meaning.code, meaning.expected)


def _note_empty(table: Table, name: str) -> None:
    column = table.columns[name]
    if None not in column:
        return
    for position, meaning in enumerate(column):
        if meaning is None:
            table.refuse(position, name, "cell_empty", _EMPTY)


def _note_untitled(table: Table, cells: list[tuple[Cell, ...]]) -> None:
    for position, column in enumerate(cells):
        if position < len(table.header.titles) and table.header.titles[position]:
            continue
        row = next((at for at, cell in enumerate(column) if not _is_empty(cell)), None)
        if row is not None:
            place = table.header.place(position, table.sheet.first_column)
            stood = quoted(column[row])
            table.faults.append(Fault("column_untitled", table.sheet.name, table.numbers[row], place, stood, _NO_TITLE))
