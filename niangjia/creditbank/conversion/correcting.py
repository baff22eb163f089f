"""Correct a clerical mistake in the mark of a posted decision: a further row, never an edit."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.models import Decision, DecisionCourse, MarkCorrection
from niangjia.creditbank.conversion.proving import note_corrected
from niangjia.creditbank.conversion.types import State
from niangjia.kernel.access.queries import require
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import comment_on

INCOMPLETE: Final = Term(
    "更正成绩要写正确的成绩和理由，学员会看到。", "Write the right mark and the reason; the learner reads both."
)
NOT_POSTED: Final = Term(
    "{number} 没有入账，没有可以更正的成绩。", "{number} is not posted, so it has no mark to correct."
)
SAME: Final = Term("《{course}》的成绩已经是“{mark}”，没有改动。", "The mark of {course} is {mark} already.")
OWN: Final = Term(
    "{number} 是您本人的认定，不能由您更正。请转给另一位同事。",
    "{number} is your own decision: another colleague must correct it.",
)
CORRECTED: Final = Term(
    "《{course}》的成绩由“{before}”更正为“{after}”。理由：{reason}",
    "The mark of {course} was corrected from {before} to {after}. Reason: {reason}",
)


def correct_mark(decision_id: UUID, course_id: UUID, *, mark: str, reason: str, actor: Actor, at: datetime) -> UUID:
    """Put the mark of one course of a posted decision right, and tell the learner. Credits are not touched.

    Refuses ``act_not_allowed``, ``correction_incomplete``, ``own_decision``, ``decision_not_posted`` and ``same_mark``.
    """
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("record", "enrolment")
        .get(record_id=decision_id)
    )
    require(actor, "conversion.post", on=decision.enrolment.college_id, at=day_of(at))
    number = decision.record.number or ""
    if not mark.strip() or not reason.strip():
        raise Refusal("correction_incomplete", INCOMPLETE)
    if actor.person_id is not None and decision.enrolment.person_id == actor.person_id:
        raise Refusal("own_decision", OWN.format(number=number))
    if decision.record.state != State.POSTED:
        raise Refusal("decision_not_posted", NOT_POSTED.format(number=number))
    decided = DecisionCourse.objects.select_related("course", "decision__enrolment").get(
        decision=decision, course_id=course_id
    )
    before = decided.mark_now
    if before == mark.strip():
        raise Refusal("same_mark", SAME.format(course=decided.course.name, mark=before))
    row = MarkCorrection(
        decided=decided, mark=mark.strip(), reason=reason.strip(), at=at, by=actor.account_id, label=actor.label
    )
    refuse_too_long([row])
    row.save(force_insert=True)
    told = CORRECTED.format(course=decided.course.name, before=before or "—", after=row.mark, reason=row.reason)
    comment_on(decision.record_id, told.zh, actor=actor, at=at)
    notice = NewNotice(decision.enrolment.person_id, "decision.corrected", decision.record_id, told)
    notify([notice], actor=actor, at=at)
    note_corrected(row, at=at)
    log(actor=actor, act="decision.correct", about=decision.record_id, at=at, detail={"course": str(course_id)})
    return row.id
