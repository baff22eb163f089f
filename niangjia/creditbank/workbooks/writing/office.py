"""Workbooks that look like an office's own: a title, a remark, a header that stays, widths, borders, A4 when printed.

Written row by row, so that a hundred thousand rows need no more memory than one. What a person typed is never taken
for a formula, neither here nor by whoever opens the file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, Final, cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from niangjia.creditbank.workbooks.writing.stamping import stamped

Value = str | int | bool | Decimal | Fraction | date | None

CREDITS: Final = "学分"
TEXT: Final = "文字"
WRAPPED: Final = "长文字"
DATE: Final = "日期"
COUNT: Final = "个数"
PERCENT: Final = "比例"
TITLE: Final = "表题"
REMARK: Final = "表注"
HEADER: Final = "表头"
AMOUNT: Final = "份额"
TOTAL: Final = "合计行"
TOTAL_COUNT: Final = "合计个数"
OFFENDING: Final = "有误"
BOX: Final = "签字栏"
BOX_LABEL: Final = "签字栏名"
_FONT: Final = "宋体"
_LINE: Final = Side(style="thin", color="FFB8BFC6")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
_MOST_SIGNS: Final = 32_000  # of one cell; Excel takes 32,767
_HEIGHTS: Final = {TITLE: 26.0, REMARK: 18.0, HEADER: 30.0}
_LINE_HEIGHT: Final = 14.5
_LAST_NARROW: Final = 0x2E7F
_POINTS_A_CM: Final = 28.35
_LABEL_COLUMNS: Final = 2
_PAPER_A4: Final = "9"


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column to write: header, width in signs, style of its cells; ``choices`` become a drop-down list.

    What is typed into empty cells of an ``is_text`` column stays text: Excel then keeps all figures of a number.
    """

    label: str
    width: float = 12
    style: str = TEXT
    choices: tuple[str, ...] = ()
    prompt: str = ""
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Styled:
    """A value with a style of its own, instead of its column's."""

    value: Value
    style: str


Row = Sequence[Value | Styled]


@dataclass(frozen=True, slots=True)
class OutBox:
    """A box below the table that people write, sign and stamp in: what it is for, how it closes, its height in cm."""

    label: str
    closing: str
    height_cm: float


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to write. Rows are taken one by one as they come."""

    name: str
    columns: tuple[OutColumn, ...]
    rows: Iterable[Row]
    title: str = ""
    remarks: tuple[str, ...] = ()
    list_rows: int = 0  # to so many rows the drop-down lists reach; 0: no lists
    frozen_columns: int = 0
    boxes: tuple[OutBox, ...] = ()

    @property
    def header_row(self) -> int:
        """The row in which the header stands, from 1."""
        return len(self.remarks) + (1 if self.title else 0) + 1


def workbook_bytes(sheets: Sequence[OutSheet], *, on: date, subject: str = "") -> bytes:
    """The workbook; the same sheets and day give the same bytes."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "娘家"
    workbook.properties.title = subject
    for style in (*_styles(), *(_box_styles() if any(sheet.boxes for sheet in sheets) else ())):
        workbook.add_named_style(style)
    for sheet in sheets:
        _write(workbook, sheet)
    target = BytesIO()
    workbook.save(target)
    return stamped(target.getvalue(), on)


class _Page:
    """A sheet being written. The stubs know only a part of what a write-only sheet shares with an ordinary one."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self.sheet: Any = workbook.create_sheet(name)
        registered: Any = workbook
        # Looked up by name for each cell, styles would take most of the time of writing.
        self._looks = {style.name: style.as_tuple() for style in registered._named_styles}  # noqa: SLF001 - see above

    def append(self, values: Iterable[Value | Styled], styles: Iterable[str]) -> None:
        """Write a row; a value with a style of its own keeps it."""
        self.sheet.append([self._cell(value, style) for value, style in zip(values, styles, strict=True)])

    def _cell(self, value: Value | Styled, style: str) -> Cell:
        if isinstance(value, Styled):
            return self._cell(value.value, value.style)
        plain: Any = _plain(value)
        cell: Any = WriteOnlyCell(self.sheet, plain)
        if isinstance(plain, str) and plain.startswith(_DANGEROUS):
            cell.style = style
            cell.data_type = "s"  # never a formula
            cell.quotePrefix = True
        else:
            cell._style = self._looks[style]  # noqa: SLF001 - see above
        return cast("Cell", cell)


def _write(workbook: Workbook, sheet: OutSheet) -> None:
    page = _Page(workbook, sheet.name)
    _set_up(page.sheet, sheet)
    if sheet.title:
        page.append([sheet.title], [TITLE])
    for remark in sheet.remarks:
        page.append([remark], [REMARK])
    page.append([column.label for column in sheet.columns], [HEADER] * len(sheet.columns))
    styles = [column.style for column in sheet.columns]
    wrapped = [(at, column.width) for at, column in enumerate(sheet.columns) if column.style == WRAPPED]
    count = 0
    for row in sheet.rows:
        count += 1
        lines = max((_lines(row[at], width) for at, width in wrapped), default=1)
        if lines > 1:  # not every program breaks lines and makes room for them by itself
            page.sheet.row_dimensions[sheet.header_row + count].height = lines * _LINE_HEIGHT
        page.append(row, styles)
    _write_boxes(page, sheet, sheet.header_row + count)
    last = get_column_letter(len(sheet.columns))
    page.sheet.auto_filter.ref = f"A{sheet.header_row}:{last}{sheet.header_row + max(count, 1)}"


def _write_boxes(page: _Page, sheet: OutSheet, below: int) -> None:
    """Each box is one row: its label over the first columns, its room over all others."""
    width = len(sheet.columns)
    for place, box in enumerate(sheet.boxes, start=below + 1):
        page.sheet.row_dimensions[place].height = box.height_cm * _POINTS_A_CM
        values: list[Value | Styled] = [None] * width
        values[0], values[_LABEL_COLUMNS] = box.label, box.closing
        page.append(values, [BOX_LABEL] * _LABEL_COLUMNS + [BOX] * (width - _LABEL_COLUMNS))
        last_label, first, last = (get_column_letter(at) for at in (_LABEL_COLUMNS, _LABEL_COLUMNS + 1, width))
        for merged in (f"A{place}:{last_label}{place}", f"{first}{place}:{last}{place}"):
            page.sheet.merged_cells.add(merged)


def _set_up(page: Any, sheet: OutSheet) -> None:  # noqa: ANN401 - as in _Page
    for position, column in enumerate(sheet.columns, start=1):
        dimension = page.column_dimensions[get_column_letter(position)]
        dimension.width = column.width
        if column.is_text:
            dimension.number_format = "@"
        if sheet.list_rows and (column.choices or column.prompt):
            page.data_validations.append(_validation(sheet, position, column))
    heights = ([TITLE] if sheet.title else []) + [REMARK] * len(sheet.remarks) + [HEADER]
    for position, style in enumerate(heights, start=1):
        page.row_dimensions[position].height = _HEIGHTS[style]
    page.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}{sheet.header_row + 1}"
    page.print_title_rows = f"{sheet.header_row}:{sheet.header_row}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _PAPER_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.6, 0.8
    page.page_margins.footer = 0.4
    page.oddFooter.left.text, page.oddFooter.center.text = "&A", "第 &P 页，共 &N 页"


def _lines(value: Value | Styled, width: float) -> int:
    text = value if isinstance(value, str) else ""
    return sum(-(-max(1, signs_of(line)) // int(width - 1)) for line in text.split("\n"))


def signs_of(text: str) -> int:
    """The width of a text; a Chinese sign is as wide as two others."""
    return sum(1 + (ord(sign) > _LAST_NARROW) for sign in text)


def _validation(sheet: OutSheet, position: int, column: OutColumn) -> DataValidation:
    letter, first = get_column_letter(position), sheet.header_row + 1
    listed = f'"{",".join(column.choices)}"' if column.choices else None
    rule = DataValidation(type="list" if listed else None, formula1=listed, allow_blank=True, showErrorMessage=False)
    if column.prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = column.label[:32], column.prompt[:250]
    rule.add(f"{letter}{first}:{letter}{first + sheet.list_rows - 1}")
    return rule


def _plain(value: Value) -> str | int | float | Decimal | date | None:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:_MOST_SIGNS] if isinstance(value, str) else value


def _styles() -> Iterable[NamedStyle]:
    body = Font(name=_FONT, size=10.5)
    middle = Alignment(horizontal="center", vertical="center")
    yield NamedStyle(TITLE, font=Font(name="黑体", size=16, bold=True), alignment=Alignment(vertical="center"))
    yield NamedStyle(REMARK, font=Font(name=_FONT, size=10, color="FF55606B"), alignment=Alignment(vertical="center"))
    yield NamedStyle(
        HEADER,
        font=Font(name="黑体", size=10.5),
        fill=PatternFill("solid", fgColor="FFE9EEF2"),
        border=_BOX,
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )
    left = Alignment(vertical="center")
    yield NamedStyle(TEXT, font=body, border=_BOX, alignment=left, number_format="@")
    yield NamedStyle(
        WRAPPED, font=body, border=_BOX, alignment=Alignment(vertical="center", wrap_text=True), number_format="@"
    )
    yield NamedStyle(CREDITS, font=body, border=_BOX, alignment=middle, number_format="0.0#")
    yield NamedStyle(PERCENT, font=body, border=_BOX, alignment=middle, number_format="0%")
    yield NamedStyle(COUNT, font=body, border=_BOX, alignment=middle, number_format="0")
    yield NamedStyle(DATE, font=body, border=_BOX, alignment=middle, number_format="yyyy-mm-dd")
    yield NamedStyle(AMOUNT, font=body, border=_BOX, alignment=middle, number_format="0.0###")
    for name, form in ((TOTAL, "0.0#"), (TOTAL_COUNT, "0")):
        yield NamedStyle(
            name,
            font=Font(name=_FONT, size=10.5, bold=True),
            border=_BOX,
            fill=PatternFill("solid", fgColor="FFF6F3EA"),
            alignment=middle,
            number_format=form,
        )
    yield NamedStyle(
        OFFENDING,
        font=Font(name=_FONT, size=10.5, color="FF9C1C12"),
        fill=PatternFill("solid", fgColor="FFFDE3DF"),
        border=_BOX,
        alignment=left,
    )


def _box_styles() -> Iterable[NamedStyle]:
    body = Font(name=_FONT, size=10.5)
    yield NamedStyle(
        BOX_LABEL,
        font=body,
        border=_BOX,
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )
    yield NamedStyle(BOX, font=body, border=_BOX, alignment=Alignment(horizontal="right", vertical="bottom"))
