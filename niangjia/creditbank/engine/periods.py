"""Terms and years for which a cap counts anew (family 8). Their first days are the book's."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from niangjia.creditbank.engine.books import Period, RuleBook

_NEW_YEAR: Final = "01-01"
_COMMON_YEAR: Final = 2001  # 29 February starts nothing


def first_day(period: Period, day: date, book: RuleBook) -> date:
    """The first day of the term or year that a day lies in. A book without terms has one a year."""
    year = (book.year_start or _NEW_YEAR,)
    return _latest(day, year if period is Period.YEAR else book.term_starts or year)


def month_and_day(text: str) -> tuple[int, int]:
    """What MM-DD says. Raises ValueError for everything else, and for 29 February."""
    day = date.fromisoformat(f"{_COMMON_YEAR}-{text}")
    return day.month, day.day


def _latest(day: date, starts: Sequence[str]) -> date:
    days = [date(year, *month_and_day(start)) for year in (day.year - 1, day.year) for start in starts]
    return max(each for each in days if each <= day)
