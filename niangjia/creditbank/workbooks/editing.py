"""A rule book changed row by row: a row is the cells of its sheet, and the whole is read as a workbook would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Programme, RuleBook
from niangjia.creditbank.engine.canonical import book_hash
from niangjia.creditbank.workbooks.forms.rulebook import RULE_BOOK_FORMS
from niangjia.creditbank.workbooks.reading.faults import Cell
from niangjia.creditbank.workbooks.reading.forms import Form
from niangjia.creditbank.workbooks.reading.sheets import Sheet
from niangjia.creditbank.workbooks.reading.workbook import Reading, tables_of
from niangjia.creditbank.workbooks.rulebooks import read_rule_tables
from niangjia.creditbank.workbooks.writing.cells import shown
from niangjia.creditbank.workbooks.writing.rulebook import rows_of

Cells = Mapping[str, str]  # by name of column; nothing is the empty text
HEADER_ROWS: Final = 1
_UNREAD: Final = Term(
    "这一行没有读到：不能整行空着，第一格也不能以“合计”“说明”等开头",
    "this row was passed over: it can't be empty, nor begin with 合计, 说明 and the like",
)


@dataclass(frozen=True, slots=True)
class RuleSheets:
    """The sheets of a book as cells. Rows are counted from 0."""

    rows: Mapping[str, tuple[Cells, ...]]

    def of(self, form: Form) -> tuple[Cells, ...]:
        """The rows of one sheet."""
        return self.rows.get(form.label.zh, ())

    def changed(self, form: Form, position: int, cells: Cells) -> "RuleSheets":
        """With one row in place of what stands there."""
        rows = self.of(form)
        return self._with(form, (*rows[:position], cells, *rows[position + 1 :]))

    def without(self, form: Form, position: int) -> "RuleSheets":
        """Without one row."""
        rows = self.of(form)
        return self._with(form, (*rows[:position], *rows[position + 1 :]))

    def added(self, form: Form, position: int, cells: Cells) -> "RuleSheets":
        """With a new row at a position; those from there on move down."""
        rows = self.of(form)
        return self._with(form, (*rows[:position], cells, *rows[position:]))

    def _with(self, form: Form, rows: tuple[Cells, ...]) -> "RuleSheets":
        return RuleSheets({**self.rows, form.label.zh: rows})


def sheets_of(book: RuleBook) -> RuleSheets:
    """The cells of a book. Refuses ``row_unwritable``."""
    return RuleSheets(
        {
            sheet: tuple({name: shown(cell) for name, cell in row.items()} for row in rows)
            for sheet, rows in rows_of(book).items()
        }
    )


def read_rule_sheets(sheets: RuleSheets, *, programmes: Sequence[Programme], on: date) -> Reading[RuleBook]:
    """The book that the cells make, or every fault, as when a workbook is read. Row 0 is called row 2, as there."""
    forms = RULE_BOOK_FORMS
    tables = tables_of([_sheet(form, sheets.of(form)) for form in forms], [], forms)
    for form in forms:
        read = {number for table in tables.of(form) for number in table.numbers}
        first = HEADER_ROWS + 1
        for number in set(range(first, first + len(sheets.of(form)))) - read:
            tables.faults.append(Fault("row_unread", form.label.zh, number, None, "", _UNREAD))
    return read_rule_tables(tables, programmes=programmes, on=on)


def is_kept_whole(book: RuleBook, *, programmes: Sequence[Programme], on: date) -> bool:
    """Whether its cells, read again, make the very same book or say what is wrong with it; refuses as ``sheets_of``."""
    read = read_rule_sheets(sheets_of(book), programmes=programmes, on=on)
    return read.content is None or book_hash(read.content) == book_hash(book)


def _sheet(form: Form, rows: Sequence[Cells]) -> Sheet:
    written: list[list[Cell]] = [[column.label.zh for column in form.columns]]
    written.extend([row.get(column.name, "") for column in form.columns] for row in rows)
    return Sheet(form.label.zh, written)
