"""Find the header row below whatever title stands above it, and say which column is which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, quoted
from niangjia.creditbank.workbooks.reading.forms import Column, Form, plain_header
from niangjia.creditbank.workbooks.reading.sheets import Sheet, column_letter

_DEEPEST: Final = 30
_LEAST_KNOWN: Final = 2
_SHOWN: Final = 200  # signs of a header row that a fault repeats
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)")
_NO_HEADER: Final = Term("找不到表头；表头应包括：{columns}", "no header row was found; it should have: {columns}")
_MISSING: Final = Term(
    "缺少“{column}”列；请补上这一列，或改正列名", "the column “{column}” is missing: add it, or correct a header"
)
_UNKNOWN: Final = Term(
    "不认识这一列{close}；请改用模板中的列名，不需要的列请删去",
    "this column is not known{close}: use the header of the template, or delete the column",
)
_CLOSE: Final = Term("，是否为“{name}”？", "; is it “{name}”?")
_NOTHING: Final = Term("", "")
_TWICE: Final = Term("与 {other} 列重复，只能保留一列", "the same as column {other}: keep one of them")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (row counted from 0) and at which position each field is found."""

    row: int
    positions: dict[str, int]
    titles: tuple[str, ...]  # of every position, as it stands

    def place(self, position: int, first_column: int) -> str:
        """A column as a person finds it: its letter and its header."""
        title = self.titles[position] if position < len(self.titles) else ""
        return f"{column_letter(position + first_column)} {title}".strip()


def known_count(row: list[Cell], form: Form) -> int:
    """How many cells of a row are headers of the form."""
    return len({column.name for cell in row if (column := _column_of(cell, form)) is not None})


def find_header(sheet: Sheet, form: Form) -> int | None:
    """The row, among the first thirty, that has the most headers of the form; None if none has two."""
    counts = [known_count(row, form) for row in sheet.rows[:_DEEPEST]]
    best = max(counts, default=0)
    return counts.index(best) if best >= min(_LEAST_KNOWN, len(form.columns)) else None


def read_header(sheet: Sheet, form: Form, faults: list[Fault]) -> Header | None:
    """The header with all that is wrong with it; None if there is none."""
    found = find_header(sheet, form)
    if found is None:
        names = "、".join(column.label.zh for column in form.columns if column.needed)
        faults.append(Fault("header_missing", sheet.name, None, None, "", _NO_HEADER.format(columns=names)))
        return None
    row = sheet.rows[found]
    titles = tuple(" ".join(quoted(cell).split()) for cell in row)
    header = Header(found, {}, titles)
    for position, cell in enumerate(row):
        faults.extend(_place(position, cell, header, sheet, form))
    faults.extend(_missing(header, sheet, form))
    return header


def _place(position: int, cell: Cell, header: Header, sheet: Sheet, form: Form) -> Iterator[Fault]:
    column, title = _column_of(cell, form), header.titles[position]
    place = header.place(position, sheet.first_column)
    if column is None:
        if title and plain_header(title) not in form.harmless_headers:
            yield Fault("unknown_header", sheet.name, header.row + 1, place, title, _unknown(title, form))
    elif column.name in header.positions:
        other = header.place(header.positions[column.name], sheet.first_column)
        yield Fault("header_twice", sheet.name, header.row + 1, place, title, _TWICE.format(other=other))
    else:
        header.positions[column.name] = position


def _missing(header: Header, sheet: Sheet, form: Form) -> Iterator[Fault]:
    for column in form.columns:
        if column.needed and column.name not in header.positions:
            expected = _MISSING.format(column=column.label)
            stands = "、".join(filter(None, header.titles))[:_SHOWN]
            yield Fault("column_missing", sheet.name, header.row + 1, column.label.zh, stands, expected)


def _column_of(cell: Cell, form: Form) -> Column | None:
    if not isinstance(cell, str):
        return None
    name = plain_header(cell)
    return form.by_header.get(name) or form.by_header.get(_IN_BRACKETS.sub("", name))


def _unknown(title: str, form: Form) -> Term:
    close = get_close_matches(plain_header(title), form.by_header, n=1, cutoff=0.5)
    hint = _CLOSE.format(name=form.by_header[close[0]].label) if close else _NOTHING
    return _UNKNOWN.format(close=hint)
