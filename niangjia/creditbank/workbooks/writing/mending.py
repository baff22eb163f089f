"""The rows that could not be taken, as a workbook to mend: as they stood, with what is wrong and where."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from niangjia.core.refusals import Fault
from niangjia.creditbank.workbooks.reading.faults import Cell, quoted
from niangjia.creditbank.workbooks.reading.forms import MEND_HEADER
from niangjia.creditbank.workbooks.reading.sheets import column_letter
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.writing.office import (
    DATE,
    OFFENDING,
    TEXT,
    WRAPPED,
    OutColumn,
    OutSheet,
    Row,
    Styled,
    Value,
    workbook_bytes,
)

_CONTEXT: Final = "（此人的行无误，附在这里供核对）"
_HOW: Final = "标红的格有误，原因写在第一列。改好后整份文件可以再次导入。"
_REASON_WIDTH: Final = 46
_WIDTH: Final = 20


def rows_to_mend(faults: Sequence[Fault], tables: Sequence[Table], *, on: date) -> bytes:
    """The workbook of rows to mend; sheets of which every row is good are left out."""
    by_row: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        if fault.row is not None:
            by_row.setdefault((fault.sheet, fault.row), []).append(fault)
    wanted = _people_of(by_row, tables)
    sheets = [sheet for table in tables if (sheet := _sheet(table, by_row, wanted)) is not None]
    return workbook_bytes(sheets, on=on, subject="待修改的行")


def _sheet(table: Table, by_row: Mapping[tuple[str, int], list[Fault]], wanted: frozenset[str]) -> OutSheet | None:
    rows: list[Row] = []
    for position, number in enumerate(table.numbers):
        faults = by_row.get((table.sheet.name, number), [])
        if faults or ("programme" in table.columns and _keys(table, position) & wanted):
            rows.append(_row(table, number, faults))
    if not rows:
        return None
    titles = table.header.titles
    columns = [
        OutColumn(title or column_letter(position), _WIDTH, is_text=True) for position, title in enumerate(titles)
    ]
    return OutSheet(
        name=table.form.label.zh if table.sheet.is_csv else table.sheet.name,
        columns=(OutColumn(MEND_HEADER, _REASON_WIDTH, WRAPPED), *columns),
        rows=rows,
        title="待修改的行",
        remarks=(_HOW,),
        frozen_columns=1,
    )


def _row(table: Table, number: int, faults: Sequence[Fault]) -> Row:
    cells = table.sheet.rows[number - 1]
    width = len(table.header.titles)
    padded: list[Cell] = [*cells[:width], *[None] * (width - len(cells))]
    places = {fault.column for fault in faults}
    marked = [
        _marked(cell, table.header.place(position, table.sheet.first_column) in places)
        for position, cell in enumerate(padded)
    ]
    return [_reasons(faults), *marked]


def _reasons(faults: Sequence[Fault]) -> str:
    told = (f"{_title(fault.column)}：{fault.expected.zh}" if fault.column else fault.expected.zh for fault in faults)
    return "；".join(dict.fromkeys(told)) or _CONTEXT


def _title(place: str) -> str:
    """The header of a column without its letter, which is another in this workbook."""
    return place.split(" ", 1)[-1]


def _marked(cell: Cell, is_offending: bool) -> Value | Styled:  # noqa: FBT001 - private, one call
    value = _as_it_stood(cell)
    if is_offending:
        return Styled(value, OFFENDING)
    return Styled(value, DATE) if isinstance(value, date) else Styled(value, TEXT)


def _as_it_stood(cell: Cell) -> Value:
    """Numbers as they show; days as days; everything else as text."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date | str):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        text = quoted(cell)
        return text if "e" in text else Decimal(text)
    return quoted(cell)


def _people_of(by_row: Mapping[tuple[str, int], object], tables: Iterable[Table]) -> frozenset[str]:
    """The numbers of learners that faulty rows of outcomes name."""
    return frozenset(
        key
        for table in tables
        if "programme" not in table.columns
        for position, number in enumerate(table.numbers)
        if (table.sheet.name, number) in by_row
        for key in _keys(table, position)
    )


def _keys(table: Table, position: int) -> frozenset[str]:
    held = (table.of(name)[position] for name in ("number", "identity"))
    return frozenset(key for key in held if isinstance(key, str))
