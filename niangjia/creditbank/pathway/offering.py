"""Open a term, offer groups in it, and say which course comes before which."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.pathway.models import CourseGroup, GroupSitting, Prerequisite, Semester
from niangjia.creditbank.pathway.types import NewGroup, NewSemester
from niangjia.creditbank.programmes.models import Course, Programme
from niangjia.kernel.access.queries import require

OTHER_COLLEGE: Final = Term(
    "有课程不属于本院的培养方案，没有保存。请核对课程。",
    "A course is of no programme of this college, so nothing was kept. Check the courses.",
)
CIRCLE: Final = Term(
    "先修关系绕成了圈：{courses}。请去掉其中一条。", "Prerequisites run in a circle: {courses}. Leave one out."
)


def open_semester(term: NewSemester, *, college_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Open a term of a college. Refuses ``act_not_allowed``, ``one_term_at_a_time`` and its other constraints."""
    require(actor, "term.keep", on=college_id, at=day_of(at))
    row = Semester(
        college_id=college_id,
        name=term.name.strip(),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        credit_limit=term.credit_limit,
        missed_part=term.missed_part,
        missed_whole=term.missed_whole,
    )
    refuse_too_long([row])
    with constraints_as_refusals():
        row.save(force_insert=True)
    log(actor=actor, act="term.open", about=row.id, at=at)
    return row.id


def offer_groups(semester_id: UUID, groups: Sequence[NewGroup], *, actor: Actor, at: datetime) -> list[UUID]:
    """Offer groups in a term, all or none; one of the same course and name takes the new particulars.

    Refuses ``act_not_allowed``, ``course_of_another_college``, ``text_too_long`` and constraints such as
    ``group_within_capacity``.
    """
    semester = Semester.objects.select_for_update().get(id=semester_id)
    require(actor, "term.keep", on=semester.college_id, at=day_of(at))
    courses = {each.course_id for each in groups}
    if Course.objects.filter(id__in=courses, programme__college_id=semester.college_id).count() < len(courses):
        raise Refusal("course_of_another_college", OTHER_COLLEGE)
    standing = {(row.course_id, row.name): row for row in CourseGroup.objects.filter(semester=semester)}
    rows = [_filled(standing.get((each.course_id, each.name)) or CourseGroup(), semester, each) for each in groups]
    refuse_too_long(rows)
    with constraints_as_refusals():
        CourseGroup.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["semester", "course", "name"],
            update_fields=["capacity", "teacher", "mode", "place", "price", "hours"],
        )
        GroupSitting.objects.filter(group__in=[row.id for row in rows]).delete()
        GroupSitting.objects.bulk_create(
            GroupSitting(group_id=row.id, weekday=each.weekday, starts=each.starts, ends=each.ends)
            for row, group in zip(rows, groups, strict=True)
            for each in group.sittings
        )
    log_many(actor=actor, act="group.offer", about=[row.id for row in rows], at=at)
    return [row.id for row in rows]


def _filled(row: CourseGroup, semester: Semester, group: NewGroup) -> CourseGroup:
    row.semester, row.course_id, row.name = semester, group.course_id, group.name
    row.capacity, row.teacher, row.mode, row.place = group.capacity, group.teacher, group.mode, group.place
    row.price, row.hours = group.price, group.hours
    return row


def set_prerequisites(programme_id: UUID, pairs: Iterable[tuple[UUID, UUID]], *, actor: Actor, at: datetime) -> None:
    """Say anew which course (first) needs which before it (second), for a version of a programme.

    Refuses ``act_not_allowed``, ``course_of_another_college``, ``prerequisites_in_a_circle`` and constraints.
    """
    programme = Programme.objects.get(id=programme_id)
    require(actor, "programme.change", on=programme.college_id, at=day_of(at))
    names = dict(Course.objects.filter(programme=programme).values_list("id", "name"))
    wanted = list(dict.fromkeys(pairs))
    if any(key not in names for pair in wanted for key in pair):
        raise Refusal("course_of_another_college", OTHER_COLLEGE)
    _refuse_circle(wanted, names)
    Prerequisite.objects.filter(course__programme=programme).delete()
    with constraints_as_refusals():
        Prerequisite.objects.bulk_create(Prerequisite(course_id=course, before_id=before) for course, before in wanted)
    log(actor=actor, act="programme.set_prerequisites", about=programme_id, at=at, detail={"count": str(len(wanted))})


def _refuse_circle(pairs: Sequence[tuple[UUID, UUID]], names: dict[UUID, str]) -> None:
    graph: dict[UUID, set[UUID]] = {}
    for course, before in pairs:
        graph.setdefault(course, set()).add(before)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        courses = " → ".join(f"《{names[key]}》" for key in error.args[1])
        raise Refusal("prerequisites_in_a_circle", CIRCLE.format(courses=courses)) from None
