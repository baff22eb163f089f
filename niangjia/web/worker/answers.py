"""The engine's answer for one learner, kept a while in this process: the same case has the same answer."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.claims import learner_case
from niangjia.creditbank.conversion.types import LearnerCase
from niangjia.creditbank.engine.binding import Bindings, what_binds
from niangjia.creditbank.engine.books import Case
from niangjia.creditbank.engine.bringing import ways_to
from niangjia.creditbank.engine.canonical import case_hash
from niangjia.creditbank.engine.conversion import Conversion, convert
from niangjia.creditbank.engine.explanation import why_course
from niangjia.creditbank.engine.suggesting import Suggestion, suggestions
from niangjia.creditbank.engine.why import Way, Why
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.people.queries import occupations_under

KEPT: Final = 128
BINDING_SECONDS: Final = 1.0  # for each of the three or four questions of a page that may take four seconds
WAY_SECONDS: Final = 2.0  # for each thing tried; what takes longer is left out of a page


@dataclass(frozen=True, slots=True)
class _Asked:
    """A case that is told apart by its hash alone."""

    digest: str
    case: Case = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of an enrolment today; without a rule book in force, only why there is no answer."""

    learner: LearnerCase | None
    conversion: Conversion | None
    digest: str = ""
    missing: Term | None = None


def answer_for(enrolment: Enrolment, *, at: datetime) -> Answer:
    """The answer for an enrolment, solved unless this process knows it."""
    try:
        learner = learner_case(enrolment, at=at)
    except Refusal as refused:
        return Answer(None, None, missing=refused.term)
    asked = _Asked(case_hash(learner.case), learner.case)
    return Answer(learner, _conversion(asked), asked.digest)


def whys_of(answer: Answer) -> dict[str, Why]:
    """Why each course of the programme is freed or not, by its code."""
    return {} if answer.learner is None else _whys(_Asked(answer.digest, answer.learner.case))


def ways_of(answer: Answer, code: str) -> tuple[Way, ...]:
    """What would free a course, each tried by solving again."""
    return () if answer.learner is None else _ways(_Asked(answer.digest, answer.learner.case), code)


def suggestions_of(answer: Answer) -> tuple[Suggestion, ...]:
    """The certificates next in reach. One query, for the occupations of the programme's field."""
    if answer.learner is None:
        return ()
    occupations = occupations_under(answer.learner.case.programme.occupations)
    return _suggestions(_Asked(answer.digest, answer.learner.case), tuple(occupations.items()))


def bindings_of(answer: Answer) -> Bindings | None:
    """The limits that together forbid more, and what one more step of each would bring: solved many times over."""
    return None if answer.learner is None else _bindings(_Asked(answer.digest, answer.learner.case))


@lru_cache(maxsize=KEPT)
def _conversion(asked: _Asked) -> Conversion:
    return convert(asked.case)


@lru_cache(maxsize=KEPT)
def _whys(asked: _Asked) -> dict[str, Why]:
    conversion = _conversion(asked)
    return {course.code: why_course(conversion, course.code) for course in asked.case.programme.courses}


@lru_cache(maxsize=KEPT * 8)
def _ways(asked: _Asked, code: str) -> tuple[Way, ...]:
    return ways_to(_conversion(asked), code, time_limit_seconds=WAY_SECONDS)


@lru_cache(maxsize=KEPT)
def _bindings(asked: _Asked) -> Bindings:
    return what_binds(_conversion(asked), time_limit_seconds=BINDING_SECONDS)


@lru_cache(maxsize=KEPT)
def _suggestions(asked: _Asked, occupations: tuple[tuple[str, str], ...]) -> tuple[Suggestion, ...]:
    before = _conversion(asked)
    return suggestions(asked.case, occupations=dict(occupations), before=before, time_limit_seconds=WAY_SECONDS)
