"""Read learners' cases for the engine from the records: a fixed number of queries for any number of learners."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from niangjia.core.clock import day_of
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import LearnerCase, State
from niangjia.creditbank.engine import books
from niangjia.creditbank.outcomes.queries import certified_of
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.queries import course_ids, engine_programmes
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book

History = tuple[tuple[books.PostedLine, ...], tuple[books.PostedCourse, ...]]


def learner_cases(
    enrolment_ids: Iterable[UUID], *, rule_book: RuleBook, on: date, redeemed_on: date | None = None
) -> list[LearnerCase]:
    """The cases of these enrolments under one book on one day, by student number.

    ``redeemed_on`` is the day of the posting, where that is another than the day of the claim.
    """
    enrolments = list(
        Enrolment.objects.filter(id__in=set(enrolment_ids))
        .select_related("person", "programme")
        .prefetch_related("passed__course")
        .order_by("student_number", "id")
    )
    programme_ids = {enrolment.programme_id for enrolment in enrolments}
    programmes, courses = engine_programmes(programme_ids), course_ids(programme_ids)
    outcomes = certified_of(enrolment.person_id for enrolment in enrolments)
    history = posted_history([enrolment.id for enrolment in enrolments])
    book = engine_book(rule_book)
    return [
        LearnerCase(
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            college_id=enrolment.college_id,
            programme_id=enrolment.programme_id,
            rule_book_id=rule_book.id,
            book_hash=rule_book.content_hash,
            programme_hash=enrolment.programme.content_hash,
            courses=courses.get(enrolment.programme_id, {}),
            case=books.Case(
                learner=learner(enrolment, on),
                programme=programmes[enrolment.programme_id],
                book=book,
                outcomes=outcomes.get(enrolment.person_id, ()),
                history=history[enrolment.id][0],
                credited=history[enrolment.id][1],
                on=on,
                redeemed_on=redeemed_on,
            ),
        )
        for enrolment in enrolments
    ]


def learner(enrolment: Enrolment, on: date) -> books.Learner:
    """The person as far as a rule book may ask."""
    return books.Learner(
        id=str(enrolment.id),
        age_years=age_on(enrolment.person.born_on, on),
        is_enrolled=enrolment.is_attending and enrolment.ended_on is None,
        enrolled_on=enrolment.enrolled_on,
        passed_courses=frozenset(passed.course.code for passed in enrolment.passed.all()),
    )


def age_on(born_on: date | None, on: date) -> int | None:
    """The age in whole years on a day."""
    return None if born_on is None else on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def posted_history(enrolment_ids: Sequence[UUID]) -> dict[UUID, History]:
    """For each enrolment, what decisions posted and not reversed gave and took. Four queries."""
    decisions = (
        Decision.objects.filter(enrolment_id__in=enrolment_ids, record__state=State.POSTED)
        .select_related("record")
        .prefetch_related("lines__course", "courses__course", "spends")
        .order_by("record_id")
    )
    lines: dict[UUID, list[books.PostedLine]] = defaultdict(list)
    credited: dict[UUID, list[books.PostedCourse]] = defaultdict(list)
    for decision in decisions:
        lines[decision.enrolment_id] += _posted_lines(decision)
        credited[decision.enrolment_id] += [
            books.PostedCourse(str(decision.record_id), row.course.code, from_units(row.credited, Unit.COURSE_CREDIT))
            for row in decision.courses.all()
        ]
    return {key: (tuple(lines[key]), tuple(credited[key])) for key in enrolment_ids}


def _posted_lines(decision: Decision) -> list[books.PostedLine]:
    """The decision's lines; what an outcome consumed beyond its lines (a lost remainder) stands on its first line."""
    lines = sorted(decision.lines.all(), key=lambda line: line.id)
    beyond = {spend.outcome_id: spend.consumed for spend in decision.spends.all()}
    for line in lines:
        beyond[line.outcome_id] -= line.amount
    posted = []
    for line in lines:
        consumed = line.amount + beyond.pop(line.outcome_id, 0)
        posted.append(
            books.PostedLine(
                decision=str(decision.record_id),
                outcome=str(line.outcome_id),
                course=line.course.code,
                amount=Fraction(line.amount, decision.grain),
                consumed=Fraction(consumed, decision.grain),
                row=line.row,
                book_hash=decision.book_hash,
                decided_on=day_of(decision.record.state_at),
            )
        )
    return posted
