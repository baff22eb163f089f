"""What changes in an enrolment after it began: class, leave of absence, its end. Each change is in the audit trail."""

from datetime import date, datetime
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.queries import require

ENDED = Term(
    "学员 {number} 的学籍已于 {on} 结束，不能再改。重新入学的，请用新的学号登记。",
    "The enrolment of learner {number} ended on {on} and changes no more. Enrol her under a new number.",
)
ENDS_BEFORE = Term(
    "学员 {number} 于 {since} 入学，学籍不能在这之前结束。",
    "Learner {number} enrolled on {since}: no end before.",
)


def end_enrolment(enrolment_id: UUID, *, on: date, reason: str, actor: Actor, at: datetime) -> None:
    """The learner left: ``on`` is the first day on which she is enrolled no more. What was posted stays.

    Refuses ``act_not_allowed``, ``enrolment_ended`` and ``enrolment_ends_before_it_began``.
    """
    row = _standing(enrolment_id, actor, at)
    if on < row.enrolled_on:
        told = ENDS_BEFORE.format(number=row.student_number, since=row.enrolled_on)
        raise Refusal("enrolment_ends_before_it_began", told)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    detail = {"on": on.isoformat(), "reason": reason}
    log(actor=actor, act="enrolment.end", about=row.id, at=at, detail=detail)


def change_class(enrolment_id: UUID, class_name: str, *, actor: Actor, at: datetime) -> None:
    """The learner goes to another class. Refuses ``act_not_allowed``, ``enrolment_ended`` and ``text_too_long``."""
    row = _standing(enrolment_id, actor, at)
    before, row.class_name = row.class_name, class_name
    refuse_too_long([row])
    row.save(update_fields=["class_name"])
    log(actor=actor, act="enrolment.change_class", about=row.id, at=at, detail={"from": before, "to": class_name})


def note_attendance(enrolment_id: UUID, *, is_attending: bool, actor: Actor, at: datetime) -> None:
    """The learner takes leave of absence, or is back. Refuses ``act_not_allowed`` and ``enrolment_ended``."""
    row = _standing(enrolment_id, actor, at)
    row.is_attending = is_attending
    row.save(update_fields=["is_attending"])
    act = "enrolment.return" if is_attending else "enrolment.leave"
    log(actor=actor, act=act, about=row.id, at=at)


def _standing(enrolment_id: UUID, actor: Actor, at: datetime) -> Enrolment:
    row = Enrolment.objects.select_for_update().get(id=enrolment_id)
    require(actor, "learner.enrol", on=row.college_id, at=day_of(at))
    if row.ended_on is not None:
        raise Refusal("enrolment_ended", ENDED.format(number=row.student_number, on=row.ended_on))
    return row
