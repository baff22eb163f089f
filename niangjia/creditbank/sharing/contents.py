"""What is on record of a worker, as screens, links, grants and papers show it. Row-level security is the asker's.

A link and a grant are looked at with the worker's own eyes, and in their scope alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Count, Sum

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State as DecisionState
from niangjia.creditbank.engine.wording import KINDS, RECOGNITIONS, title_of
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held, outcomes_of_person
from niangjia.creditbank.outcomes.types import State
from niangjia.creditbank.programmes.models import Enrolment, PassedCourse
from niangjia.creditbank.sharing.codes import masked_name
from niangjia.creditbank.sharing.types import CourseLine, DecisionLine, OnRecord, OutcomeLine, Scope, Studies
from niangjia.creditbank.transcript.queries import Transcript, transcript
from niangjia.kernel.access.unit_of_work import DEFAULT, acting
from niangjia.kernel.ledger.queries import balances
from niangjia.kernel.people.queries import person_name
from niangjia.kernel.records.models import Move

EVERYTHING: Final = Scope(outcomes=True, courses=True, decisions=True, marks=True)
HISTORY: Final = 30
STUDIED: Final = Term("修读", "studied")


def learning_record(
    person_id: UUID, *, scope: Scope = EVERYTHING, college_id: UUID | None = None, full_name: bool = True
) -> OnRecord:
    """What is on record of a worker in a scope; of one college's enrolments where it is named.

    Refuses ``person_not_seen``. Three queries, and five for each enrolment.
    """
    name = person_name(person_id)
    enrolments = _enrolments(person_id, college_id) if scope.courses or scope.decisions else []
    return OnRecord(
        name=name if full_name else masked_name(name),
        outcomes=_outcomes(person_id, scope) if scope.outcomes else (),
        studies=tuple(_studies(enrolment, scope) for enrolment in enrolments),
        scope=scope,
    )


def shared_record(
    person_id: UUID, *, scope: Scope, full_name: bool = True, reader: Actor, federation: str = DEFAULT
) -> OnRecord:
    """What a worker shared, seen with her own eyes for this one look; ``reader`` sees as before afterwards.

    Call it only for what a link or a grant has just opened.
    """
    with acting(Actor(None, person_id, (), "shared"), before=reader, federation=federation):
        return learning_record(person_id, scope=scope, full_name=full_name)


def history_of(person_id: UUID, *, most: int = HISTORY) -> list[Move]:
    """What happened to her outcomes and claims, latest first, as moves with their records. One query."""
    found = Move.objects.filter(record__subject_id=person_id, record__kind__in=("outcome", "decision"))
    return list(found.select_related("record").order_by("-at", "-id")[:most])


def _enrolments(person_id: UUID, college_id: UUID | None) -> list[Enrolment]:
    found = Enrolment.objects.filter(person_id=person_id).select_related("programme", "college")
    if college_id is not None:
        found = found.filter(college_id=college_id)
    return list(found.order_by("-enrolled_on", "id"))


def _outcomes(person_id: UUID, scope: Scope) -> tuple[OutcomeLine, ...]:
    found = outcomes_of_person(person_id).filter(record__state=State.CERTIFIED)
    if scope.outcome_ids:
        found = found.filter(record_id__in=scope.outcome_ids)
    rows = list(found)
    left = balances([row.record_id for row in rows])
    return tuple(_outcome(row, left.get(row.record_id, 0)) for row in rows)


def _outcome(row: Outcome, left: int) -> OutcomeLine:
    return OutcomeLine(
        id=row.record_id,
        title=title_of(as_held(row)),
        kind=KINDS[row.kind],
        number=row.certificate_number or "",
        issuer=row.issuer or "",
        body=row.body.name,
        awarded_on=row.awarded_on,
        expires_on=row.expires_on,
        value=from_units(row.standard_value or 0, Unit.STANDARD_CREDIT),
        left=from_units(left, Unit.STANDARD_CREDIT),
    )


def _studies(enrolment: Enrolment, scope: Scope) -> Studies:
    held = transcript(enrolment.id)
    return Studies(
        college=enrolment.college.name,
        programme=enrolment.programme.title,
        student_number=enrolment.student_number,
        class_name=enrolment.class_name,
        enrolled_on=enrolment.enrolled_on,
        courses=(*_recognised(held, scope), *_passed(enrolment.id, scope)) if scope.courses else (),
        decisions=_decisions(enrolment.id) if scope.decisions else (),
        recognised=held.balance,
    )


def _recognised(held: Transcript, scope: Scope) -> Sequence[CourseLine]:
    return [
        CourseLine(
            code=line.course_code,
            name=line.course_name,
            category=line.category,
            credits=line.credited,
            way=RECOGNITIONS[line.recognition],
            mark=line.mark if scope.marks else "",
            on=day_of(line.posted_at),
            decision=line.decision_number,
        )
        for line in held.lines
    ]


def _passed(enrolment_id: UUID, scope: Scope) -> Sequence[CourseLine]:
    rows = PassedCourse.objects.filter(enrolment_id=enrolment_id).select_related("course")
    return [
        CourseLine(
            code=row.course.code,
            name=row.course.name,
            category=row.course.category,
            credits=from_units(row.course.credits, Unit.COURSE_CREDIT),
            way=STUDIED,
            mark=row.mark if scope.marks else "",
            on=row.passed_on,
            decision="",
        )
        for row in rows.order_by("course__position", "id")
    ]


def _decisions(enrolment_id: UUID) -> tuple[DecisionLine, ...]:
    settled = [DecisionState.POSTED, DecisionState.REVERSED]
    rows = (
        Decision.objects.filter(enrolment_id=enrolment_id, record__state__in=settled)
        .select_related("record", "rule_book")
        .annotate(courses_count=Count("courses"), credited=Sum("courses__credited", default=Decimal(0)))
        .order_by("record_id")
    )
    return tuple(
        DecisionLine(
            id=row.record_id,
            number=row.record.number or "",
            on=day_of(row.record.state_at),
            book=row.rule_book.title,
            version=row.rule_book.version,
            courses_count=row.courses_count,
            credits=from_units(int(row.credited), Unit.COURSE_CREDIT),
            is_reversed=row.record.state == DecisionState.REVERSED,
        )
        for row in rows
    )
