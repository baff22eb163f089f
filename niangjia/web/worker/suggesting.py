"""The certificates next in reach, with what each would bring."""

from dataclasses import dataclass
from decimal import Decimal

from niangjia.core.terms import Term
from niangjia.web.worker.answers import Answer, suggestions_of


@dataclass(frozen=True, slots=True)
class NextView:
    """One certificate: credits gained for certain, or possibly; names of courses freed by it and no longer freed.

    ``occupations`` are the names of all in which it would bring this, where it is not one alone.
    """

    text: Term
    gained: Decimal
    possible: Decimal
    freed: tuple[str, ...]
    lost: tuple[str, ...]
    occupations: tuple[str, ...]


def next_views(answer: Answer) -> tuple[NextView, ...]:
    """The suggestions, best first. One query."""
    found = suggestions_of(answer)
    if answer.learner is None or not found:
        return ()
    courses = {course.code: course.name for course in answer.learner.case.programme.courses}
    return tuple(
        NextView(
            text=each.text,
            gained=each.brings.gained,
            possible=each.brings.gained_possible,
            freed=tuple(courses[code] for code in each.brings.freed),
            lost=tuple(courses[code] for code in each.brings.no_longer_freed),
            occupations=each.occupations if len(each.occupations) > 1 else (),
        )
        for each in found
    )
