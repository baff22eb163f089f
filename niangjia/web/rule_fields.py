"""The form of one row of a rule book: a field for each column of its sheet, with what is wrong under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.editing import HEADER_ROWS, Cells
from niangjia.creditbank.workbooks.forms.rulebook import RULE_BOOK_FORMS, SETTINGS
from niangjia.creditbank.workbooks.outcome_rows import FACT_NAMES
from niangjia.creditbank.workbooks.reading.cells.dates import read_date, read_last_date
from niangjia.creditbank.workbooks.reading.forms import Column, Form
from niangjia.creditbank.workbooks.reading.text import parts_of
from niangjia.creditbank.workbooks.settings import ITEMS, Item
from niangjia.creditbank.workbooks.writing.cells import is_several

SHEETS: Final[Mapping[str, Form]] = {form.label.en.lower(): form for form in RULE_BOOK_FORMS}
LONGEST_CELL: Final = 2_000
CODED: Final = frozenset({"courses", "gives", "course", "if_occupation", "occupation"})
_ITEMS: Final = {item.label.zh: item for item in ITEMS}
_DAYS: Final = (read_date, read_last_date)


@dataclass(frozen=True, slots=True)
class RowField:
    """One field: how it is asked for ("text", "day", "pick" or "several"), what stands in it, what is wrong."""

    name: str
    label: Term
    kind: str
    value: str
    options: tuple[tuple[str, bool], ...] = ()  # each word, and whether it is chosen
    note: str = ""
    needed: bool = False
    is_condition: bool = False
    faults: tuple[Term, ...] = ()

    @property
    def is_aside(self) -> bool:
        """It asks nothing here, so it may stand folded away."""
        return self.is_condition and not self.value and not self.faults


def fields_of(form: Form, cells: Cells, faults: Sequence[Fault] = ()) -> tuple[RowField, ...]:
    """The fields of a row. ``faults`` are those of this row."""
    if form is SETTINGS:
        item = _ITEMS[cells["item"]]
        return (_field("content", item.label, item, cells["content"], faults, note=item.note),)
    return tuple(
        _field(
            column.name,
            column.label,
            column,
            cells.get(column.name, ""),
            [fault for fault in faults if _is_at(fault, column)],
            note=column.note,
            is_condition=_is_condition(column),
        )
        for column in form.columns
    )


def cells_in(form: Form, posted: QueryDict, before: Cells) -> Cells:
    """The row as it was sent. Words chosen of a list keep the order in which they stood before."""
    if form is SETTINGS:
        item = _ITEMS[before["item"]]
        return {"item": item.label.zh, "content": _sent("content", item, posted, before.get("content", ""))}
    return {column.name: _sent(column.name, column, posted, before.get(column.name, "")) for column in form.columns}


def row_faults(form: Form, position: int, faults: Sequence[Fault]) -> tuple[list[Fault], list[Fault]]:
    """The faults of one row, counted from 0, and all others."""
    number = position + HEADER_ROWS + 1
    own = [fault for fault in faults if (fault.sheet, fault.row) == (form.label.zh, number)]
    return own, [fault for fault in faults if fault not in own]


def loose_faults(form: Form, faults: Sequence[Fault]) -> list[Fault]:
    """Those of a row that no field of it shows."""
    if form is SETTINGS:
        return []
    return [fault for fault in faults if not any(_is_at(fault, column) for column in form.columns)]


def row_words(form: Form, cells: Cells, names: Mapping[str, str]) -> tuple[tuple[Term, str], ...]:
    """What a row says, cell by cell, its number left out; codes are told by name."""
    if form is SETTINGS:
        return ((_ITEMS[cells["item"]].label, cells["content"]),)
    filled = [column for column in form.columns if cells.get(column.name) and column.name != "id"]
    return tuple((column.label, _named(column.name, cells[column.name], names)) for column in filled)


def _named(name: str, text: str, names: Mapping[str, str]) -> str:
    if name not in CODED:
        return text
    return "、".join(f"{names[part]}（{part}）" if part in names else part for part in parts_of(text))


def _is_condition(column: Column) -> bool:
    return not column.needed and (column.name.startswith("if_") or column.name in FACT_NAMES[1:])


def _is_at(fault: Fault, column: Column) -> bool:
    return fault.column is not None and fault.column.split(" ")[-1] == column.label.zh


def _field(
    name: str,
    label: Term,
    worded: Column | Item,
    value: str,
    faults: Sequence[Fault],
    *,
    note: str,
    is_condition: bool = False,
) -> RowField:
    chosen = parts_of(value) if is_several(worded) else (value,)
    words = (*worded.choices, *(word for word in chosen if word and word not in worded.choices))
    options = tuple((word, word in chosen) for word in words) if worded.choices else ()
    found = tuple(fault.expected for fault in faults)
    return RowField(name, label, _kind(worded), value, options, note, worded.needed, is_condition, found)


def _kind(worded: Column | Item) -> str:
    if worded.choices:
        return "several" if is_several(worded) else "pick"
    return "day" if worded.read in _DAYS else "text"


def _sent(name: str, worded: Column | Item, posted: QueryDict, before: str) -> str:
    if not is_several(worded):
        return posted.get(name, "").strip()[:LONGEST_CELL]
    sent = [word[:LONGEST_CELL] for word in posted.getlist(name)]
    stood = [word for word in parts_of(before) if word in sent]
    return "、".join((*stood, *(word for word in sent if word not in stood)))
