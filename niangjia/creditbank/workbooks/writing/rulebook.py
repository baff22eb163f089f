"""A whole rule book as its sheets: the cells that, read again, make the same book."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from niangjia.creditbank.engine.books import RuleBook
from niangjia.creditbank.workbooks.forms import rulebook as forms
from niangjia.creditbank.workbooks.forms import settings as further
from niangjia.creditbank.workbooks.reading.forms import Form
from niangjia.creditbank.workbooks.settings import ITEMS
from niangjia.creditbank.workbooks.writing import rule_rows
from niangjia.creditbank.workbooks.writing.cells import Written, cell_of
from niangjia.creditbank.workbooks.writing.forms import filled_sheet
from niangjia.creditbank.workbooks.writing.office import workbook_bytes

Row = Mapping[str, Written]
_ROWS: Final[tuple[tuple[Form, Callable[[RuleBook], list[rule_rows.Meanings]]], ...]] = (
    (forms.KINDS, rule_rows.kinds),
    (forms.VALUATIONS, rule_rows.valuations),
    (forms.RECOGNITIONS, rule_rows.recognitions),
    (forms.PACKAGES, rule_rows.packages),
    (forms.NEVER, rule_rows.never),
    (forms.LIMITS, rule_rows.limits),
    (forms.RELATIONS, rule_rows.relations),
    (forms.GATES, rule_rows.gates),
    (further.JURISDICTIONS, rule_rows.jurisdictions),
    (further.MODULES, rule_rows.modules),
    (further.RECENCIES, rule_rows.recencies),
    (further.MARKS, rule_rows.marks),
    (further.FEES, rule_rows.fees),
    (forms.EXAMPLES, rule_rows.examples),
)


def rows_of(book: RuleBook) -> dict[str, list[Row]]:
    """The rows of every sheet, by its Chinese name. Refuses ``row_unwritable``."""
    found: dict[str, list[Row]] = {forms.SETTINGS.label.zh: _settings(book)}
    for form, rows in _ROWS:
        found[form.label.zh] = [_written(form, row) for row in rows(book)]
    return found


def rule_book_workbook(book: RuleBook, *, on: date) -> bytes:
    """The book as a workbook that can be changed and uploaded again. Refuses ``row_unwritable``."""
    rows = rows_of(book)
    every = [filled_sheet(form, rows[form.label.zh]) for form in forms.RULE_BOOK_FORMS if rows[form.label.zh]]
    return workbook_bytes(every, on=on, subject=book.title)


def _settings(book: RuleBook) -> list[Row]:
    return [{"item": item.label.zh, "content": cell_of(item, getattr(book, item.field))} for item in ITEMS]


def _written(form: Form, meanings: rule_rows.Meanings) -> Row:
    return {column.name: cell_of(column, meanings.get(column.name)) for column in form.columns}
