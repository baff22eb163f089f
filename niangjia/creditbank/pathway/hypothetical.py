"""Another major: the same person's case there, as if she had begun in it with all that she holds."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from niangjia.core.clock import day_of
from niangjia.creditbank.conversion.cases import learner
from niangjia.creditbank.engine.books import Case
from niangjia.creditbank.outcomes.queries import certified_of
from niangjia.creditbank.programmes.models import Enrolment, Programme
from niangjia.creditbank.programmes.queries import engine_programmes
from niangjia.creditbank.rulebooks.queries import book_for, engine_book


def case_in(programme_id: UUID, enrolment: Enrolment, *, at: datetime) -> Case | None:
    """Her case in another programme; None where no rule book is in force for it.

    Nothing is posted there, and what her outcomes gave to her own programme is theirs again: changing the major would
    reverse it. Courses that she passed count where the other programme has them under the same code.
    """
    programme = Programme.objects.get(id=programme_id)
    book = book_for(programme.code, college_id=programme.college_id, on=day_of(at))
    if book is None:
        return None
    outcomes = certified_of([enrolment.person_id]).get(enrolment.person_id, ())
    return Case(
        learner=learner(enrolment, day_of(at)),
        programme=engine_programmes([programme_id])[programme_id],
        book=engine_book(book),
        outcomes=tuple(replace(outcome, balance=None) for outcome in outcomes),
        on=day_of(at),
    )
