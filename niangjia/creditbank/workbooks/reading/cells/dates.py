"""Readers of dates.

A month without a day is read as its first day where something was obtained, and as its last day where something is
valid until then: "valid until May" includes May, and nothing is taken to be older than it says.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit
from niangjia.creditbank.workbooks.reading.text import half_width

_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_MONTH: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"\d{5}")
_LAST_SERIAL: Final = 73_050  # 2099-12-31
_FIRST_COMPACT: Final = 19_000_101
_FOR_GOOD: Final = frozenset({"长期", "长期有效", "永久", "永久有效", "终身有效"})
_EPOCH: Final = date(1899, 12, 30)  # Excel believes in a 29 February 1900
_EARLIEST: Final = 1900
_LATEST: Final = 2100
_NO_DATE: Final = Term(
    "应为日期，例如 2024-05-01、2024/5/1 或 2024年5月1日", "a date is expected, such as 2024-05-01 or 2024年5月1日"
)
_NO_SUCH_DAY: Final = Term("没有这一天；请核对年、月、日", "there is no such day: check year, month and day")
_AS_NUMBER: Final = Term(
    "Excel 把年月当成了小数，看不出是几月；请写成 2024年10月 或 2024-10-01",
    "Excel took year and month for a decimal, so that the month is not sure: write 2024-10-01",
)


def read_date(cell: Cell) -> date:
    """A day; a month is its first day."""
    return _date(cell, lambda year, month: date(year, month, 1))


def read_last_date(cell: Cell) -> date | None:
    """The last day of validity; a month is its last day. None for what is valid for good."""
    if isinstance(cell, str) and half_width(cell) in _FOR_GOOD:
        return None
    return _date(cell, lambda year, month: date(year, month, monthrange(year, month)[1]))


def _date(cell: Cell, day_of_month: Callable[[int, int], date]) -> date:
    try:
        found = _from_text(cell, day_of_month) if isinstance(cell, str) else _from_value(cell)
    except ValueError as error:
        raise error if isinstance(error, Unfit) else Unfit("no_such_day", _NO_SUCH_DAY) from None
    if not _EARLIEST <= found.year < _LATEST:
        raise Unfit("no_such_day", _NO_SUCH_DAY)
    return found


def _from_value(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise Unfit("no_date", _NO_DATE)
    if cell >= _FIRST_COMPACT:
        return _from_text(str(int(cell)), lambda year, month: date(year, month, 1))
    if cell != int(cell) and _EARLIEST <= cell < _LATEST:
        raise Unfit("month_as_number", _AS_NUMBER)
    if not _LATEST <= cell <= _LAST_SERIAL:  # below it stands a bare year
        raise Unfit("no_date", _NO_DATE)
    return _EPOCH + timedelta(days=int(cell))


def _from_text(text: str, day_of_month: Callable[[int, int], date]) -> date:
    plain = half_width(text)
    if found := _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.fullmatch(plain):
        return day_of_month(int(found[1]), int(found[2]))
    if _SERIAL.fullmatch(plain):
        return _from_value(int(plain))
    raise Unfit("no_date", _NO_DATE)
