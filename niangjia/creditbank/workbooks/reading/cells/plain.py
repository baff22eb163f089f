"""Readers of text, numbers of papers, and figures."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit, quoted
from niangjia.creditbank.workbooks.reading.text import half_width, tidy

EXACT_BELOW: Final = 10**15  # Excel keeps fifteen figures of a number
LONGEST_TEXT: Final = 500
_LOST: Final = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_LOST_FIGURES: Final = Term(
    "号码已被 Excel 当作数值，末尾几位丢失，无法找回；请先把这一列的单元格格式设为“文本”，再按原件重新填写",
    "Excel took it for a number and lost its last figures for good: set the column's format to Text, "
    "then enter it anew from the paper",
)
_NO_IDENTIFIER: Final = Term("应为号码（文字或整数）", "a number of a paper is expected (text or a whole number)")
_NO_TEXT: Final = Term("应为文字", "text is expected")
_TOO_LONG: Final = Term("文字过长，最多 {most} 字", "the text is too long, at most {most} signs")
_NO_NUMBER: Final = Term("应为数字，例如 {example}", "a number is expected, such as {example}")
_NEGATIVE: Final = Term("不能为负数，应为 0 或更大的数", "it can't be negative")
_TOO_SMALL: Final = Term("最小为 {least}", "at least {least} is expected")
_TOO_LARGE: Final = Term("最大为 {most}", "at most {most} is expected")
_TOO_FINE: Final = Term("最多保留 {places} 位小数", "at most {places} decimals are expected")
_NO_SHARE: Final = Term(
    "应为 0% 到 100% 之间的比例，例如 40% 或 0.4", "a share from 0% to 100% is expected, such as 40% or 0.4"
)
_NO_PHONE: Final = Term(
    "应为 11 位手机号，或带区号的电话号码", "a mobile number of 11 figures or a phone number is expected"
)
_PHONE: Final = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\d{7,8}")
_FLOAT_FIGURES: Final = ".15g"


def read_text(cell: Cell) -> str:
    """A name, title or remark."""
    if isinstance(cell, float | int):
        return quoted(float(cell))
    if not isinstance(cell, str):
        raise Unfit("no_text", _NO_TEXT)
    text = tidy(cell)
    if len(text) > LONGEST_TEXT:
        raise Unfit("text_too_long", _TOO_LONG.format(most=LONGEST_TEXT))
    return text


def read_identifier(cell: Cell) -> str:
    """The number of a person, paper or course: text, or a whole number that Excel kept in full."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if abs(cell) >= EXACT_BELOW:
            raise Unfit("figures_lost", _LOST_FIGURES)
        if cell != int(cell):
            raise Unfit("no_identifier", _NO_IDENTIFIER)
        return str(int(cell))
    if not isinstance(cell, str):
        raise Unfit("no_identifier", _NO_IDENTIFIER)
    text = half_width(cell).lstrip("'`’‘").strip()
    if _LOST.fullmatch(text):
        raise Unfit("figures_lost", _LOST_FIGURES)
    return tidy(text)


def read_phone(cell: Cell) -> str:
    """A mobile or fixed number."""
    text = read_identifier(cell).replace(" ", "").removeprefix("+86")
    if not _PHONE.fullmatch(text):
        raise Unfit("no_phone", _NO_PHONE)
    return text


def number(
    *, least: int = 0, most: int | None = None, places: int = 2, units: tuple[str, ...] = (), example: str = "48"
) -> Callable[[Cell], Decimal]:
    """A reader of decimals between two bounds, with at most so many places; a unit after the figure is allowed."""

    def read(cell: Cell) -> Decimal:
        value = _decimal(cell, units, Term("", "") if not example else _NO_NUMBER.format(example=example))
        if value < least:
            raise Unfit("negative", _NEGATIVE) if value < 0 else Unfit("too_small", _TOO_SMALL.format(least=least))
        if most is not None and value > most:
            raise Unfit("too_large", _TOO_LARGE.format(most=most))
        if value != round(value, places):
            raise Unfit("too_fine", _TOO_FINE.format(places=places))
        return value

    return read


def whole(
    *, least: int = 0, most: int | None = None, units: tuple[str, ...] = (), example: str = "6"
) -> Callable[[Cell], int]:
    """A reader of whole numbers between two bounds."""
    as_decimal = number(least=least, most=most, places=0, units=units, example=example)
    return lambda cell: int(as_decimal(cell))


def read_share(cell: Cell) -> Decimal:
    """A share from 0 to 1: 40%, 0.4, or an Excel cell formatted as per cent."""
    text = half_width(cell) if isinstance(cell, str) else cell
    is_percent = isinstance(text, str) and text.endswith("%")
    value = _decimal(text, ("%",), _NO_SHARE) / (100 if is_percent else 1)
    if not 0 <= value <= 1 or value != round(value, 4):
        raise Unfit("no_share", _NO_SHARE)
    return value


def _decimal(cell: Cell, units: tuple[str, ...], expected: Term) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, float | int | str):
        raise Unfit("no_number", expected)
    if not isinstance(cell, str):
        return Decimal(format(cell, _FLOAT_FIGURES))  # Excel's own fifteen figures: 0.1 + 0.2 is 0.3
    text = half_width(cell).replace(",", "").replace(" ", "")
    for unit in units:
        text = text.removesuffix(unit)
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unfit("no_number", expected) from None
    if not value.is_finite() or abs(value) >= EXACT_BELOW:
        raise Unfit("no_number", expected)
    return value
