"""The days of the year on which a book takes claims: the gates that ask for the day of the claim, read day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Final

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.atoms import names_asked
from niangjia.creditbank.engine.books import GateRow, RuleBook

YEAR: Final = 366  # days: a window that is longer shuts nobody out
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, on which a gate lets claims in: those around a day, or the next after it."""

    gate: GateRow
    first: date
    last: date

    def is_open(self, on: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= on <= self.last


def windows_at(book: RuleBook, on: date) -> tuple[Window, ...]:
    """The window of each gate that asks for the day of the claim; none for one that never shuts or never opens."""
    gates = (gate for gate in book.gates if "claimed_on" in names_asked(gate.when))
    found = (_window(gate, on) for gate in gates)
    return tuple(window for window in found if window is not None)


def _window(gate: GateRow, on: date) -> Window | None:
    inside = next((day for day in _days(on, _DAY) if _lets_in(gate, day)), None)
    if inside is None:
        return None
    ahead = list(takewhile(lambda day: _lets_in(gate, day), _days(inside, _DAY)))
    before = list(takewhile(lambda day: _lets_in(gate, day), _days(inside, -_DAY)))
    return None if YEAR in {len(ahead), len(before)} else Window(gate, before[-1], ahead[-1])


def _days(start: date, step: timedelta) -> Iterator[date]:
    return (start + step * number for number in range(YEAR))


def _lets_in(gate: GateRow, day: date) -> bool:
    """Whatever else it asks of the person is left open here."""
    return holds(gate.when, {"claimed_on": 100 * day.month + day.day}) is not Truth.NO
