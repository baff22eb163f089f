"""Sheets of a form: the template to fill in, with drop-down lists and explanations, and filled ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from niangjia.creditbank.workbooks.forms.outcomes import RECORD_FORMS
from niangjia.creditbank.workbooks.forms.programme import PROGRAMME_FORMS
from niangjia.creditbank.workbooks.forms.rulebook import RULE_BOOK_FORMS, SETTINGS
from niangjia.creditbank.workbooks.reading.cells.plain import read_identifier, read_phone, read_share
from niangjia.creditbank.workbooks.reading.forms import Column, Form
from niangjia.creditbank.workbooks.settings import ITEMS
from niangjia.creditbank.workbooks.writing.office import (
    COUNT,
    CREDITS,
    DATE,
    PERCENT,
    TEXT,
    WRAPPED,
    OutColumn,
    OutSheet,
    Styled,
    Value,
    signs_of,
    workbook_bytes,
)

_LIST_ROWS: Final = 2_000
_NARROWEST: Final = 7
_WIDEST: Final = 40
_LONGEST_LIST: Final = 250  # signs of a list that stands in the sheet itself
_EXPLANATIONS: Final = "说明"
_HOW: Final = (
    "一、只填白色单元格，列的顺序可以调整，不用的列可以删去；表头上方可以另加标题。",
    "二、日期写作 2024-05-01、2024/5/1 或 2024年5月1日；身份证号码和证书编号所在的列先设为“文本”格式。",
    "三、一格填几个值时用、或；分开。没有内容的格留空，或填“/”。",
    "四、带 * 的列必须填写。",
)


def filled_sheet(
    form: Form, rows: Sequence[Mapping[str, Value]], *, title: str = "", remarks: tuple[str, ...] = ()
) -> OutSheet:
    """A sheet of a form with these rows; columns that no row fills are left out."""
    used = [column for column in form.columns if column.needed or any(row.get(column.name) is not None for row in rows)]
    columns = tuple(_fitted(_out(column), [row.get(column.name) for row in rows]) for column in used)
    return OutSheet(
        name=form.label.zh,
        columns=columns,
        rows=[[_styled(row.get(column.name), column) for column in used] for row in rows],
        title=title,
        remarks=remarks,
        list_rows=max(_LIST_ROWS, len(rows)),
        frozen_columns=2,
    )


def programme_template(on: date) -> bytes:
    """An empty programme workbook."""
    return _template("培养方案模板", PROGRAMME_FORMS, on)


def rule_book_template(on: date) -> bytes:
    """An empty rule book workbook, with every setting named."""
    return _template("认定规则书模板", RULE_BOOK_FORMS, on)


def outcomes_template(on: date) -> bytes:
    """An empty workbook of learners and outcomes."""
    return _template("学员与学习成果模板", RECORD_FORMS, on)


def form_template(title: str, forms: Sequence[Form], on: date) -> bytes:
    """An empty workbook of whatever forms."""
    return _template(title, forms, on)


def _template(title: str, forms: Sequence[Form], on: date) -> bytes:
    sheets = [_empty_sheet(form) for form in forms]
    return workbook_bytes([*sheets, _explanations(title, forms)], on=on, subject=title)


def _empty_sheet(form: Form) -> OutSheet:
    rows: list[list[Value]] = []
    if form is SETTINGS:
        rows = [[item.label.zh, None] for item in ITEMS]
    return OutSheet(
        name=form.label.zh, columns=tuple(map(_out, form.columns)), rows=rows, list_rows=_LIST_ROWS, frozen_columns=0
    )


def _explanations(title: str, forms: Sequence[Form]) -> OutSheet:
    columns = (OutColumn("工作表", 14), OutColumn("列", 18), OutColumn("必填", 8), OutColumn("填写说明", 70, WRAPPED))
    rows = [
        [form.label.zh, column.label.zh, "是" if column.needed else "", _explained(column)]
        for form in forms
        for column in form.columns
    ]
    if SETTINGS in forms:
        rows += [[SETTINGS.label.zh, item.label.zh, "是" if item.needed else "", item.note] for item in ITEMS]
    return OutSheet(_EXPLANATIONS, columns, rows, title=title, remarks=_HOW)


def _explained(column: Column) -> str:
    listed = f"可选：{'、'.join(column.choices)}" if column.choices else ""
    return "；".join(part for part in (column.note, listed) if part)


def _fitted(column: OutColumn, values: Sequence[Value]) -> OutColumn:
    """As wide as what stands in it, within bounds; what is longer is broken into lines."""
    longest = max((signs_of(str(value)) for value in values if value is not None), default=0) + 1
    width = min(max(longest, signs_of(column.label) + 1, _NARROWEST), _WIDEST)
    return replace(column, width=width, style=WRAPPED if longest > _WIDEST else column.style)


def _styled(value: Value, column: Column) -> Value | Styled:
    """A figure or day in the style of its kind, whatever its column is."""
    if column.read is read_share and value is not None:
        return Styled(value, PERCENT)
    for kind, style in ((bool, TEXT), (int, COUNT), (Decimal, CREDITS), (date, DATE)):
        if isinstance(value, kind):
            return Styled(value, style)
    return value


def _out(column: Column) -> OutColumn:
    listed = ",".join(column.choices)
    return OutColumn(
        label=f"{column.label.zh}*" if column.needed else column.label.zh,
        width=column.width,
        style=DATE if column.name.endswith("_on") else TEXT,
        choices=column.choices if 0 < len(listed) <= _LONGEST_LIST else (),
        prompt=column.note,
        is_text=column.read in {read_identifier, read_phone},
    )
