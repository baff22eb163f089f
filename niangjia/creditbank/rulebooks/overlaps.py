"""Two books of one publisher that would hold for one programme on one day: nobody could say by which to recognise."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from niangjia.creditbank.rulebooks.models import RuleBook


def rivals_of(row: RuleBook, published: Iterable[RuleBook]) -> Iterator[tuple[RuleBook, str]]:
    """Published books of other codes that hold with it on some day for a programme, whose code is given too.

    A book that names no programme holds for all that no other book names: it is the rival of such books alone (code
    ``""``). Versions of one code follow each other and are no rivals.
    """
    others = [book for book in published if book.code != row.code]
    for book in others:
        newer = [each for each in others if each.code == book.code and each.version > book.version]
        shared = _codes(row) & _codes(book)
        if shared and book.effective_from <= _end(row, ()) and row.effective_from <= _end(book, newer):
            yield book, min(shared)


def _codes(book: RuleBook) -> frozenset[str]:
    return frozenset(row.programme_code for row in book.programmes.all()) or frozenset({""})


def _end(book: RuleBook, newer: Iterable[RuleBook]) -> date:
    """The last day on which it holds: its own, or the one before a newer version begins for good."""
    followed = (each.effective_from - timedelta(days=1) for each in newer if each.effective_to is None)
    return min(chain([book.effective_to or date.max], followed))
