"""How long an outcome lives (family 5): the shorter of what awarder and accepter say, under the book's ceiling."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import HeldOutcome, KindSetting, OutcomeKind, RuleBook, ValidOn
from niangjia.creditbank.engine.facts import Facts, months_between

FOREVER: Final = 120  # months of life of what never expires, and the most that is told apart


class Bound(StrEnum):
    """Who says how long an outcome lives."""

    AWARDER = "awarder"
    ACCEPTER = "accepter"
    CEILING = "ceiling"
    RECENCY = "recency"  # the accepter, for this subject


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether an outcome counts on the day that the book names, and how long it goes on to do so.

    ``last_day`` is included; None: it never expires. ``months`` is what its kind (or the ceiling) allows in all.
    """

    is_valid: bool
    checked_on: date
    last_day: date | None = None
    bound: Bound | None = None
    months: int | None = None
    is_awarded: bool = True  # False: the award lies after the day that counts
    life_months: int = FOREVER
    article: str | None = None  # of the row of recency that says so


class _End(NamedTuple):
    """A last day that someone sets."""

    last_day: date
    bound: Bound
    months: int | None = None
    article: str | None = None


def validity_of(
    outcome: HeldOutcome, book: RuleBook, on: date, *, facts: Facts | None = None, redeemed_on: date | None = None
) -> Validity:
    """Whether the outcome is valid on the day that the book names.

    ``on`` is the day of the claim, ``redeemed_on`` that of the posting (the same where it is not given); a book that
    checks at the award asks only whether the outcome was valid on the day of its award. ``facts`` are asked by the
    rows of recency; without them no such row applies.
    """
    checked_on = {ValidOn.AWARD: outcome.awarded_on, ValidOn.CLAIM: on, ValidOn.REDEMPTION: redeemed_on or on}[
        book.valid_on
    ]
    ends = (*_ends(outcome, book), *_recencies(outcome, book, facts))
    end = min(ends, key=lambda each: each.last_day, default=None)
    last_day = None if end is None else end.last_day
    is_awarded = outcome.awarded_on <= on
    return Validity(
        is_valid=is_awarded and (last_day is None or checked_on <= last_day),
        checked_on=checked_on,
        last_day=last_day,
        bound=None if end is None else end.bound,
        months=None if end is None else end.months,
        is_awarded=is_awarded,
        life_months=FOREVER if last_day is None else _life(on, last_day),
        article=None if end is None else end.article,
    )


def setting_of(book: RuleBook, kind: OutcomeKind) -> KindSetting:
    """How the book treats outcomes of a kind; what it does not say has the setting's defaults."""
    return next((setting for setting in book.kinds if setting.kind is kind), KindSetting(kind))


def add_months(start: date, months: int) -> date:
    """The corresponding day so many months later, or that month's last day (Civil Code, art. 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _ends(outcome: HeldOutcome, book: RuleBook) -> list[_End]:
    """Each last day that someone sets. The day of the award does not count, so the corresponding day is the last."""
    shelf = setting_of(book, outcome.kind).shelf_life_months
    limits = [(shelf, Bound.ACCEPTER), (book.ceiling_months, Bound.CEILING)]
    ends = [
        _End(add_months(outcome.awarded_on, months), bound, months) for months, bound in limits if months is not None
    ]
    return ends if outcome.expires_on is None else [_End(outcome.expires_on, Bound.AWARDER), *ends]


def _recencies(outcome: HeldOutcome, book: RuleBook, facts: Facts | None) -> list[_End]:
    """The last day by each row of recency. Where a fact that the row asks is not known the row applies."""
    rows = [] if facts is None else [row for row in book.recencies if holds(row.when, facts) is not Truth.NO]
    return [_End(add_months(outcome.awarded_on, row.months), Bound.RECENCY, row.months, row.article) for row in rows]


def _life(on: date, last_day: date) -> int:
    return min(FOREVER, months_between(on, last_day)) if last_day >= on else 0
