"""Learners in groups: who takes which, hours attended, marks that two people enter and confirm, corrections."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.models import DecisionCourse
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.pathway.graduating import flag_graduations
from niangjia.creditbank.pathway.models import Attendance, CourseGroup, Mark, MarkConfirmation, Participation
from niangjia.creditbank.pathway.types import Kept, NewMark
from niangjia.creditbank.programmes.models import Enrolment, PassedCourse
from niangjia.creditbank.programmes.operations import note_passed_course, take_back_passed
from niangjia.kernel.access.queries import require

NOT_HERS: Final = Term(
    "学员 {number} 不在这个专业的这一版培养方案里，不能加入这个班。请核对学号。",
    "Learner {number} is not enrolled in the programme of this course. Check the number.",
)
DONE: Final = Term(
    "学员 {number} 的《{course}》已经{how}，不能重复修读。",
    "Learner {number} has {how} {course} already, so it is not taken again.",
)
PASSED: Final = Term("修读合格", "passed")
RECOGNISED: Final = Term("认定学分（免修）", "been recognised for")
FULL: Final = Term(
    "《{course}》{group} 有 {capacity} 个名额，已有 {taken} 人，加不下 {asked} 人。请加开一个班，或调整名额。",
    "{course}, {group}, has {capacity} places and {taken} learners; {asked} more do not fit. Open another group.",
)
NOT_IN: Final = Term(
    "有学员已不在这个班里，成绩没有录入。请刷新后再录。",
    "Someone has left the group, so no mark was entered. Reload and enter again.",
)
NOTHING: Final = Term("没有选中成绩。请先勾选。", "No mark is chosen: tick some first.")
OWN_ENTRY: Final = Term("这份成绩是您录入的，要由另一位同事确认。", "You entered this mark: a colleague confirms it.")
CONFIRMED: Final = Term("有成绩已经确认过。请刷新后再看。", "A mark is confirmed already. Reload the page.")
EXEMPTED_SINCE: Final = Term(
    "学员 {number} 的《{course}》在此期间已认定学分，成绩不能再记为合格。请把成绩更正，或先冲销认定。",
    "{course} of learner {number} was recognised meanwhile, so it is not passed as well. Correct one of the two.",
)


def take_groups(group_id: UUID, enrolment_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Put learners into a group; who sits there already is left. Gives how many are new.

    Refuses ``act_not_allowed``, ``course_of_another_programme``, ``course_done_already``, ``group_within_capacity``.
    """
    group = CourseGroup.objects.select_for_update(of=("self",)).select_related("course", "semester").get(id=group_id)
    require(actor, "term.keep", on=group.semester.college_id, at=day_of(at))
    seated = set(Participation.objects.filter(group=group, left_at=None).values_list("enrolment_id", flat=True))
    fresh = list(Enrolment.objects.filter(id__in=set(enrolment_ids) - seated).order_by("student_number"))
    _refuse_done(fresh, group)
    if len(seated) + len(fresh) > group.capacity:
        told = {"group": group.name, "capacity": group.capacity, "taken": len(seated), "asked": len(fresh)}
        raise Refusal("group_within_capacity", FULL.format(course=group.course.name, **told))
    with constraints_as_refusals():
        Participation.objects.bulk_create(
            Participation(enrolment=row, group=group, taken_at=at, taken_by=actor.account_id) for row in fresh
        )
    log(actor=actor, act="group.take", about=group_id, at=at, detail={"count": str(len(fresh))})
    return len(fresh)


def _refuse_done(learners: Sequence[Enrolment], group: CourseGroup) -> None:
    """Nobody studies what is passed or recognised already, or what her programme does not have."""
    passed = set(PassedCourse.objects.filter(enrolment__in=learners, course=group.course).values_list("enrolment_id"))
    recognised = wholly_recognised(learners, [group.course_id])
    for row in learners:
        if row.programme_id != group.course.programme_id:
            raise Refusal("course_of_another_programme", NOT_HERS.format(number=row.student_number))
        how = PASSED if (row.id,) in passed else RECOGNISED if (row.id, group.course_id) in recognised else None
        if how is not None:
            told = {"number": row.student_number, "course": group.course.name, "how": how}
            raise Refusal("course_done_already", DONE.format(**told))


def wholly_recognised(learners: Collection[Enrolment], course_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Pairs of enrolment and course of which posted decisions credit every credit. One query."""
    given: dict[tuple[UUID, UUID, int], int] = defaultdict(int)
    found = DecisionCourse.objects.filter(
        decision__enrolment__in=learners, decision__record__state=State.POSTED, course_id__in=course_ids
    )
    for key, course, worth, credited in found.values_list(
        "decision__enrolment_id", "course_id", "course__credits", "credited"
    ):
        given[key, course, worth] += credited
    return {(key, course) for (key, course, worth), credited in given.items() if credited >= worth}


def leave_group(participation_id: UUID, *, actor: Actor, at: datetime) -> None:
    """A learner leaves a group; her marks and hours there stay. Refuses ``act_not_allowed``."""
    row = (
        Participation.objects.select_for_update(of=("self",)).select_related("group__semester").get(id=participation_id)
    )
    require(actor, "term.keep", on=row.group.semester.college_id, at=day_of(at))
    row.left_at = at
    row.save(update_fields=["left_at"])
    log(actor=actor, act="group.leave", about=participation_id, at=at)


def note_attendance(
    hours: Mapping[UUID, int], *, on: date, kept: Kept = Kept.PAPER, actor: Actor, at: datetime
) -> None:
    """Note the hours (1/100) that learners attended on a day, by participation.

    Refuses ``act_not_allowed``, ``attendance_once_a_day`` and ``attendance_fits_a_day``.
    """
    rows = list(Participation.objects.filter(id__in=hours).select_related("group__semester"))
    for college_id in {row.group.semester.college_id for row in rows}:
        require(actor, "mark.enter", on=college_id, at=day_of(at))
    with constraints_as_refusals():
        Attendance.objects.bulk_create(
            Attendance(participation=row, on=on, hours=hours[row.id], kept=kept, noted_at=at, noted_by=actor.account_id)
            for row in rows
        )
    log_many(actor=actor, act="attendance.note", about=[row.id for row in rows], at=at, detail={"on": on.isoformat()})


def enter_marks(marks: Sequence[NewMark], *, actor: Actor, at: datetime) -> list[UUID]:
    """Enter marks; each waits for a second person. Gives their ids.

    Refuses ``act_not_allowed``, ``learner_left_group``, ``mark_once_an_attempt``, ``mark_says_something``.
    """
    standing = Participation.objects.filter(id__in=[each.participation_id for each in marks], left_at=None)
    colleges = dict(standing.values_list("id", "group__semester__college_id"))
    for college_id in set(colleges.values()):
        require(actor, "mark.enter", on=college_id, at=day_of(at))
    if any(each.participation_id not in colleges for each in marks):
        raise Refusal("learner_left_group", NOT_IN)
    rows = [
        Mark(
            participation_id=each.participation_id,
            attempt=each.attempt,
            mark=each.mark.strip(),
            is_passed=each.is_passed,
            entered_at=at,
            entered_by=actor.account_id,
        )
        for each in marks
    ]
    return _written(rows, "mark.enter", actor=actor, at=at)


def correct_mark(mark_id: UUID, *, mark: str, is_passed: bool, reason: str, actor: Actor, at: datetime) -> UUID:
    """A further row says what the mark should have been; the old one stays. It too waits for a second person.

    Refuses ``act_not_allowed`` and ``correction_has_reason``; a mark is corrected once (its correction may be again).
    """
    wrong = Mark.objects.select_related("participation__group__semester").get(id=mark_id)
    require(actor, "mark.enter", on=wrong.participation.group.semester.college_id, at=day_of(at))
    row = Mark(
        participation_id=wrong.participation_id,
        attempt=wrong.attempt,
        mark=mark.strip(),
        is_passed=is_passed,
        corrects=wrong,
        reason=reason.strip(),
        entered_at=at,
        entered_by=actor.account_id,
    )
    return _written([row], "mark.correct", actor=actor, at=at)[0]


def _written(rows: Sequence[Mark], act: str, *, actor: Actor, at: datetime) -> list[UUID]:
    refuse_too_long(rows)
    with constraints_as_refusals():
        Mark.objects.bulk_create(rows)
    log_many(actor=actor, act=act, about=[row.id for row in rows], at=at)
    return [row.id for row in rows]


def confirm_marks(mark_ids: Collection[UUID], *, actor: Actor, at: datetime) -> int:
    """A second person confirms marks: passes count as passed courses from now on; a corrected pass counts no more.

    Refuses ``nothing_chosen``, ``act_not_allowed``, ``own_mark``, ``mark_confirmed_already``, ``recognised_meanwhile``.
    """
    found = Mark.objects.filter(id__in=mark_ids).select_related(
        "participation__enrolment", "participation__group__course", "participation__group__semester", "corrects"
    )
    marks = list(found.order_by("id"))
    if not marks:
        raise Refusal("nothing_chosen", NOTHING)
    enrolments = [mark.participation.enrolment_id for mark in marks]
    list(Enrolment.objects.select_for_update().filter(id__in=enrolments).order_by("id"))
    for college_id in {mark.participation.group.semester.college_id for mark in marks}:
        require(actor, "mark.confirm", on=college_id, at=day_of(at))
    if any(mark.entered_by == actor.account_id for mark in marks):
        raise Refusal("own_mark", OWN_ENTRY)
    if MarkConfirmation.objects.filter(mark__in=marks).exists():
        raise Refusal("mark_confirmed_already", CONFIRMED)
    MarkConfirmation.objects.bulk_create(MarkConfirmation(mark=mark, at=at, by=actor.account_id) for mark in marks)
    for mark in marks:
        _count(mark, actor=actor, at=at)
    log_many(actor=actor, act="mark.confirm", about=[mark.id for mark in marks], at=at)
    return len(marks)


def _count(mark: Mark, *, actor: Actor, at: datetime) -> None:
    """Let a confirmed mark change what is passed."""
    enrolment, course = mark.participation.enrolment, mark.participation.group.course
    if mark.is_passed:
        if wholly_recognised([enrolment], [course.id]):
            told = {"number": enrolment.student_number, "course": course.name}
            raise Refusal("recognised_meanwhile", EXEMPTED_SINCE.format(**told))
        note_passed_course(enrolment, course, mark=mark.mark, actor=actor, at=at)
    elif mark.corrects is not None and mark.corrects.is_passed and not _passed_otherwise(mark):
        take_back_passed(enrolment, course, actor=actor, at=at)
        flag_graduations([enrolment.id], reason=mark.reason, actor=actor, at=at)


def _passed_otherwise(mark: Mark) -> bool:
    """Whether another attempt or group, confirmed and not corrected, is a pass of the same course."""
    others = Mark.objects.filter(
        participation__enrolment_id=mark.participation.enrolment_id,
        participation__group__course_id=mark.participation.group.course_id,
        is_passed=True,
        confirmation__isnull=False,
    )
    return others.exclude(corrected_by__confirmation__isnull=False).exclude(corrected_by=mark).exists()
