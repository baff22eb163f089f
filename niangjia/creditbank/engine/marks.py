"""Marks in the mark book (family 12): a pass mark or a fixed mark by the row, a mapping, the own score, or none.

They are given after the plan stands and change nothing in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import PackageRow, RecognitionRow, RuleBook, SeveralMarks
from niangjia.creditbank.engine.standing import OutcomeStanding

_WHOLE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Given:
    """The mark of one line and the credits that it gave; ``mark`` None: the book gives none."""

    mark: str | None
    amount: Fraction


def mark_of(row: RecognitionRow | PackageRow, standing: OutcomeStanding | None) -> str | None:
    """The mark of one outcome by one row: the row's own, else that of the first mapping row that matches."""
    if row.mark is not None or standing is None:
        return row.mark
    for mapping in standing.book.marks:
        match holds(mapping.when, standing.facts):
            case Truth.YES:
                return mapping.mark if mapping.mark is not None else _own_score(standing)
            case Truth.UNKNOWN:
                return None  # what would settle it is not known: no mark is better than a wrong one
    return None


def course_mark(given: Sequence[Given], book: RuleBook) -> str | None:
    """The mark of a course from what each line gives; ``given`` with the line that gives most first.

    The least or the credit-weighted mean of marks in figures, as the book says. Marks in words have an order where the
    book's mapping lists them, best first; else the mark of the line that gives most stands.
    """
    marks = [each.mark for each in given if each.mark is not None]
    if len(set(marks)) < 2:  # noqa: PLR2004 - one mark is what they agree on
        return _main(given)
    figures = {mark: figure for mark in marks if (figure := _figure(mark)) is not None}
    if len(figures) == len(set(marks)):
        if book.several_marks is SeveralMarks.WEIGHTED_MEAN:
            return _mean(given, figures, book.mark_step or _WHOLE)
        return min(marks, key=lambda mark: figures[mark])
    order = list(dict.fromkeys(row.mark for row in book.marks if row.mark is not None))
    return max(marks, key=order.index) if set(marks) <= set(order) else _main(given)


def _main(given: Sequence[Given]) -> str | None:
    """The mark of the line that gives most; where that has none, nothing is entered."""
    return given[0].mark if given else None


def _mean(given: Sequence[Given], figures: Mapping[str, Decimal], step: Decimal) -> str:
    """Weighted by credits, of the lines that have a mark; rounded half up to the step."""
    marked = [(Fraction(figures[each.mark]), each.amount) for each in given if each.mark is not None]
    weighed, weight = (figure * amount for figure, amount in marked), (amount for _, amount in marked)
    mean = sum(weighed, Fraction()) / sum(weight, Fraction())
    steps = mean / Fraction(step)
    whole = (Decimal(steps.numerator) / Decimal(steps.denominator)).quantize(_WHOLE, ROUND_HALF_UP)
    return format(whole * step, "f")


def _own_score(standing: OutcomeStanding) -> str | None:
    score = standing.outcome.score
    return None if score is None else format(score.normalize(), "f")


def _figure(mark: str) -> Decimal | None:
    try:
        figure = Decimal(mark)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
