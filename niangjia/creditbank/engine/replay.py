"""Replay of a draft (family 14): who gains and who loses if this version is published, with the same history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from niangjia.creditbank.engine.books import Case, RuleBook
from niangjia.creditbank.engine.conversion import TIME_LIMIT_SECONDS, Conversion, convert


@dataclass(frozen=True, slots=True)
class CourseChange:
    """What this step credits to one course under the old book and under the new."""

    course: str
    old: Decimal
    new: Decimal


@dataclass(frozen=True, slots=True)
class Replayed:
    """One case under both books, by catalogue alone. ``optimal``: both answers are proven to be the best there is."""

    learner: str
    programme: str
    old: Decimal
    new: Decimal
    courses: tuple[CourseChange, ...]  # only those that differ
    optimal: bool

    @property
    def gain(self) -> Decimal:
        """Credits won; below 0, lost."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Replay:
    """Every case in the order in which it was given."""

    cases: tuple[Replayed, ...]

    @property
    def gaining(self) -> tuple[Replayed, ...]:
        """Whoever gains."""
        return tuple(each for each in self.cases if each.gain > 0)

    @property
    def losing(self) -> tuple[Replayed, ...]:
        """Whoever loses."""
        return tuple(each for each in self.cases if each.gain < 0)

    @property
    def shifted(self) -> tuple[Replayed, ...]:
        """As many credits, other courses."""
        return tuple(each for each in self.cases if each.gain == 0 and each.courses)

    @property
    def balance(self) -> Decimal:
        """What all of them win and lose together."""
        return sum((each.gain for each in self.cases), Decimal(0))


def replay(
    old: RuleBook, new: RuleBook, cases: Iterable[Case], *, time_limit_seconds: float = TIME_LIMIT_SECONDS
) -> Replay:
    """Each case under both books on its own day, as if both were in force there, with the same history.

    Refuses what ``prepare`` refuses, but for the books' dates.
    """
    return Replay(tuple(_replayed(old, new, case, time_limit_seconds) for case in cases))


def in_force(book: RuleBook, on: date) -> RuleBook:
    """The book as if it were in force on a day."""
    ends = book.effective_to if book.effective_to is None or book.effective_to >= on else None
    return replace(book, effective_from=min(book.effective_from, on), effective_to=ends)


def _replayed(old: RuleBook, new: RuleBook, case: Case, time_limit_seconds: float) -> Replayed:
    before, after = (
        convert(replace(case, book=in_force(book, case.on)), time_limit_seconds=time_limit_seconds)
        for book in (old, new)
    )
    return Replayed(
        learner=case.learner.id,
        programme=case.programme.code,
        old=before.certain.totals.recognised,
        new=after.certain.totals.recognised,
        courses=tuple(_changes(before, after)),
        optimal=before.certain.allocation.optimal and after.certain.allocation.optimal,
    )


def _changes(before: Conversion, after: Conversion) -> Iterable[CourseChange]:
    for code, result in sorted(before.certain.courses.items()):
        new = after.certain.courses[code].credited
        if result.credited != new:
            yield CourseChange(code, result.credited, new)
