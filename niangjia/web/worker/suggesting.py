"""The certificates next in reach, with what each would bring."""

from dataclasses import dataclass
from decimal import Decimal

from niangjia.core.terms import Term
from niangjia.creditbank.engine.bringing import NEXT_LEVEL, Suggestion
from niangjia.creditbank.engine.wording import level
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.worker.answers import Answer, suggestions_of


@dataclass(frozen=True, slots=True)
class NextView:
    """One certificate: credits gained for certain, or possibly; names of courses freed by it and no longer freed."""

    text: Term
    gained: Decimal
    possible: Decimal
    freed: tuple[str, ...]
    lost: tuple[str, ...]


def next_views(answer: Answer) -> tuple[NextView, ...]:
    """The suggestions, best first; an occupation is called by its name. One query."""
    found = suggestions_of(answer)
    if answer.learner is None or not found:
        return ()
    courses = {course.code: course.name for course in answer.learner.case.programme.courses}
    names = occupation_names(each.brings.outcome.occupation or "" for each in found)
    return tuple(
        NextView(
            text=_text(each, names),
            gained=each.brings.gained,
            possible=each.brings.gained_possible,
            freed=tuple(courses[code] for code in each.brings.freed),
            lost=tuple(courses[code] for code in each.brings.no_longer_freed),
        )
        for each in found
    )


def _text(suggestion: Suggestion, names: dict[str, str]) -> Term:
    outcome = suggestion.brings.outcome
    if outcome.title != outcome.occupation or outcome.level is None:
        return suggestion.text
    return NEXT_LEVEL.format(title=names.get(outcome.title, outcome.title), level=level(outcome.level))
