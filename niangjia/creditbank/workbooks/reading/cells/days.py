"""Readers of a day of the year, whatever the year: the first day of a term, the last day for claims."""

import re
from datetime import date, datetime
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit
from niangjia.creditbank.workbooks.reading.text import half_width

_DAY: Final = re.compile(r"(?:\d{4}\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMMON_YEAR: Final = 2001
_NO_DAY: Final = Term("应为月和日，例如 3月1日 或 03-01", "month and day are expected, such as 3月1日 or 03-01")


def read_month_day(cell: Cell) -> str:
    """The day as MM-DD. A whole date is read without its year; 29 February is no day of every year."""
    day = _day(cell)
    return f"{day.month:02}-{day.day:02}"


def read_day_number(cell: Cell) -> int:
    """The day as 100 · month + day: 301 for the first of March."""
    day = _day(cell)
    return 100 * day.month + day.day


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime | date):
        month, day = cell.month, cell.day
    else:
        found = _DAY.fullmatch(half_width(cell)) if isinstance(cell, str) else None
        if found is None:
            raise Unfit("no_day", _NO_DAY)
        month, day = int(found[1]), int(found[2])
    try:
        return date(_COMMON_YEAR, month, day)
    except ValueError:
        raise Unfit("no_day", _NO_DAY) from None
