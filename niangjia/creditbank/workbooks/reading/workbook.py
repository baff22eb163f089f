"""Files read by forms: which sheet is which, by its name or else by its header, and everything that is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import quoted
from niangjia.creditbank.workbooks.reading.forms import Form, plain_header
from niangjia.creditbank.workbooks.reading.headers import find_header, known_count
from niangjia.creditbank.workbooks.reading.sheets import Sheet, SourceFile, open_sheets
from niangjia.creditbank.workbooks.reading.tables import Table, read_table

Content = TypeVar("Content")
_REMARKS: Final = frozenset(map(plain_header, ("说明", "填表说明", "使用说明", "填写说明", "示例说明", "选项")))
_SURE: Final = 3  # headers that say what a sheet is, though one of the needed ones is missing
_NO_SHEET: Final = Term("缺少“{sheet}”工作表", "the sheet “{sheet}” is missing")
_UNKNOWN: Final = Term(
    "不认识这张工作表；应为：{sheets}。不需要的工作表请删去，说明文字请放在名为“说明”的工作表",
    "this sheet is not known; expected: {sheets}. Delete it, or name it 说明 if it only explains",
)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Content]):
    """What a file says: its content, or None where a fault forbids to take it; and every fault of it."""

    content: Content | None
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Tables:
    """The tables of some files, by form, with the faults found so far."""

    sheets: list[Sheet]
    faults: list[Fault]
    by_form: dict[str, list[Table]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)  # of the sheets of each form, those without a table too

    def of(self, form: Form) -> list[Table]:
        """Every table of a form, in the order of files and sheets."""
        return self.by_form.get(form.label.zh, [])

    def all(self) -> list[Table]:
        """Every table."""
        return [table for tables in self.by_form.values() for table in tables]

    def pass_over(self, form: Form) -> None:
        """Forget the sheets of a form, and what is wrong with them."""
        self.by_form.pop(form.label.zh, None)
        names = self.names.get(form.label.zh, set())
        self.faults[:] = [fault for fault in self.faults if fault.sheet not in names]

    def refuse(self, code: str, sheet: str, stood: str, expected: Term) -> None:
        """Note a fault of a whole sheet."""
        self.faults.append(Fault(code, sheet, None, None, stood, expected))

    def faults_in_order(self) -> tuple[Fault, ...]:
        """Every fault once, sheet by sheet and from top to bottom."""
        order = {sheet.name: position for position, sheet in enumerate(self.sheets)}
        unique = dict.fromkeys(self.faults)
        return tuple(sorted(unique, key=lambda fault: (order.get(fault.sheet, -1), fault.row or 0)))


def read_tables(files: Sequence[Path | SourceFile], forms: Sequence[Form]) -> Tables:
    """Read every sheet by the form that it belongs to."""
    sheets, faults = open_sheets(*files)
    could_read_all = not faults
    tables = tables_of(sheets, faults, forms)
    for form in forms if could_read_all else ():
        if form.needed and not any(_form_of(sheet, forms) is form for sheet in sheets):
            name = files[0].name if files else ""
            tables.refuse("sheet_missing", name, "", _NO_SHEET.format(sheet=form.label))
    return tables


def tables_of(sheets: list[Sheet], faults: list[Fault], forms: Sequence[Form]) -> Tables:
    """The sheets read, each by its form; what is wrong with them is added to the faults."""
    tables = Tables(sheets, faults)
    for sheet in sheets:
        form = _form_of(sheet, forms)
        if form is None:
            _note_stranger(sheet, forms, tables)
            continue
        tables.names.setdefault(form.label.zh, set()).add(sheet.name)
        if (table := read_table(sheet, form, faults)) is not None:
            tables.by_form.setdefault(form.label.zh, []).append(table)
    return tables


def _form_of(sheet: Sheet, forms: Sequence[Form]) -> Form | None:
    name = plain_header(sheet.name)
    named = next((form for form in forms if name in form.sheet_names), None)
    if named is not None or name in _REMARKS:
        return named
    for missing in (0, 1):
        fitting = [form for form in forms if _has_needed(sheet, form, missing)]
        if fitting:
            return max(fitting, key=lambda form: _count(sheet, form))
    return None


def _has_needed(sheet: Sheet, form: Form, missing: int) -> bool:
    """All needed columns stand there but for so many: one that is missing among many known ones will be named."""
    at = find_header(sheet, form)
    if at is None:
        return False
    needed = tuple(column for column in form.columns if column.needed)
    only_needed = Form(form.label, needed)
    if not missing:
        return known_count(sheet.rows[at], only_needed) == len(needed)
    known, titles = known_count(sheet.rows[at], form), sum(1 for cell in sheet.rows[at] if quoted(cell))
    return known_count(sheet.rows[at], only_needed) == len(needed) - missing and known >= max(_SURE, titles // 2 + 1)


def _count(sheet: Sheet, form: Form) -> int:
    at = find_header(sheet, form)
    return 0 if at is None else known_count(sheet.rows[at], form)


def _note_stranger(sheet: Sheet, forms: Sequence[Form], tables: Tables) -> None:
    """An empty sheet and one that only explains are passed over; one that was meant to be read is not."""
    if plain_header(sheet.name) in _REMARKS or not any(any(row) for row in sheet.rows):
        return
    names = "、".join(form.label.zh for form in forms)
    first = next((quoted(cell) for row in sheet.rows for cell in row if quoted(cell)), "")
    tables.refuse("unknown_sheet", sheet.name, first, _UNKNOWN.format(sheets=names))
