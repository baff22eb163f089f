"""Work in shifts against times of classes: how many of a term's sittings a worker would miss.

Instants within a day are minutes after midnight. A shift that ends after midnight ends after minute 1440.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from niangjia.core.terms import Term

DAY_MINUTES: Final = 24 * 60


class Shift(StrEnum):
    """A shift of a rotation."""

    DAY = "day"
    MIDDLE = "middle"
    NIGHT = "night"
    OFF = "off"

    @property
    def term(self) -> Term:
        """The shift's name."""
        return _NAMES[self]


_NAMES: Final = {
    Shift.DAY: Term("白班", "day shift"),
    Shift.MIDDLE: Term("中班", "middle shift"),
    Shift.NIGHT: Term("夜班", "night shift"),
    Shift.OFF: Term("休息", "off"),
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A weekly time of a class: ``weekday`` from 1 (Monday) to 7."""

    weekday: int
    starts: int
    ends: int

    def overlaps(self, other: "Sitting") -> bool:
        """Whether nobody can sit in both."""
        return self.weekday == other.weekday and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Rotation:
    """Shifts that repeat: the first of ``days`` is worked on ``anchor_on``; ``hours`` are from and to of each shift.

    ``margin`` is the way between work and class, in minutes.
    """

    anchor_on: date
    days: tuple[Shift, ...]
    hours: tuple[tuple[Shift, int, int], ...]
    margin: int = 0

    def work_on(self, day: date) -> tuple[int, int] | None:
        """From when to when she works the shift that begins on a day; None on a day off."""
        shift = self.days[(day - self.anchor_on).days % len(self.days)]
        return next(((starts, ends) for name, starts, ends in self.hours if name is shift), None)

    def is_at_work(self, day: date, starts: int, ends: int) -> bool:
        """Whether work, or the way to or from it, overlaps a stretch of a day; last night's shift counts."""
        for back in (0, 1):
            work = self.work_on(day - timedelta(days=back))
            if work is not None:
                begun, done = (minute - back * DAY_MINUTES for minute in work)
                if begun - self.margin < ends and starts < done + self.margin:
                    return True
        return False


def sitting_days(sitting: Sitting, first: date, last: date) -> Iterator[date]:
    """Every day of a term on which the class sits."""
    day = first + timedelta(days=(sitting.weekday - first.isoweekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Missed:
    """How many of how many sittings she would miss."""

    missed: int
    total: int

    def is_within(self, part: int, whole: int) -> bool:
        """Whether no more than ``part`` of ``whole`` are missed."""
        return self.missed * whole <= self.total * part


def missed_sittings(rotation: Rotation | None, sittings: Sequence[Sitting], first: date, last: date) -> Missed:
    """The sittings of a term that fall into her shifts; without a declared rotation none does."""
    days = [(sitting, day) for sitting in sittings for day in sitting_days(sitting, first, last)]
    if rotation is None:
        return Missed(0, len(days))
    at_work = sum(rotation.is_at_work(day, sitting.starts, sitting.ends) for sitting, day in days)
    return Missed(at_work, len(days))


def weekday_counts(first: date, last: date, *, without: Iterable[date] = ()) -> tuple[int, ...]:
    """How often each weekday, Monday first, comes in a term; days ``without`` classes are left out."""
    left_out = set(without)
    counts = [0] * 7
    day = first
    while day <= last:
        counts[day.weekday()] += day not in left_out
        day += timedelta(days=1)
    return tuple(counts)
