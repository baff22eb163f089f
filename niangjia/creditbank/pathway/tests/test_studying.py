"""Groups, hours and marks: never more learners than places, nothing passed twice, no mark by one person alone."""

from datetime import date

import pytest
from django.db import ProgrammingError

from niangjia.core.refusals import Refusal
from niangjia.creditbank.pathway.audits import audits_of
from niangjia.creditbank.pathway.models import CourseGroup, MarkConfirmation, Participation
from niangjia.creditbank.pathway.offering import offer_groups, set_prerequisites
from niangjia.creditbank.pathway.planning.audit import Standing
from niangjia.creditbank.pathway.queries import groups_of, participations_of, standing_marks
from niangjia.creditbank.pathway.studying import (
    confirm_marks,
    correct_mark,
    enter_marks,
    leave_group,
    note_attendance,
    take_groups,
)
from niangjia.creditbank.pathway.tests.school import AUTUMN, build_school, evening
from niangjia.creditbank.pathway.types import Attempt, NewGroup, NewMark
from niangjia.creditbank.programmes.models import Enrolment, PassedCourse
from niangjia.web.tests.college import AT, build_college

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 10)


@pytest.fixture
def school():
    return build_school(build_college(book=None))


def refused(school, username, function, *args, **settings):
    with pytest.raises(Refusal) as caught:
        school.act(username, function, *args, **settings)
    return caught.value.code


def seated(school, code="NC"):
    """周晓岚 sits in a group of a course: the group and her participation."""
    group = school.group(school.term(), code, evening(2))
    school.act("jiaowu1", take_groups, group, [school.made.enrolment])
    return group, school.see("jiaowu1", participations_of, group)[0].id


def standing(school, code):
    def found():
        row = Enrolment.objects.get(id=school.made.enrolment)
        return next(each for each in audits_of([row], on=ON)[row.id].courses if each.course.code == code)

    return school.see("jiaowu1", found).standing


def marked(school, participation, mark, **settings):
    new = NewMark(participation, mark, is_passed=settings.pop("passed", True), **settings)
    return school.act("jiaowu1", enter_marks, [new])[0]


def test_a_group_offered_again_takes_the_new_particulars(school):
    term = school.term()
    first = school.group(term, "NC", evening(2), evening(4))
    assert school.group(term, "NC", evening(3), capacity=12) == first
    (row,) = school.see("jiaowu1", groups_of, term)
    assert (row.capacity, [each.weekday for each in row.sittings.all()]) == (12, [3])


def test_two_times_of_a_group_may_not_overlap(school):
    with pytest.raises(Refusal) as caught:
        school.group(school.term(), "NC", evening(2), evening(2))
    assert caught.value.code == "group_sits_once_at_a_time"


def test_two_terms_may_not_overlap(school):
    school.term()
    with pytest.raises(Refusal) as caught:
        school.term(AUTUMN.__class__("另一学期", date(2027, 1, 15), date(2027, 7, 1), 1200))
    assert caught.value.code == "one_term_at_a_time"


def test_a_course_of_another_college_is_not_offered(school):
    group = school.group(school.term(), "NC")
    row = school.see("jiaowu1", CourseGroup.objects.get, id=group)
    new = NewGroup(school.made.college, "二班", 1, "", row.mode, "", 0, 1)
    assert refused(school, "jiaowu1", offer_groups, row.semester_id, [new]) == "course_of_another_college"


def test_prerequisites_in_a_circle_are_refused(school):
    first, second = school.courses["NC"], school.courses["CG"]
    pairs = [(first, second), (second, first)]
    assert refused(school, "jiaowu1", set_prerequisites, school.programme, pairs) == "prerequisites_in_a_circle"


def test_no_more_learners_than_places(school):
    group = school.group(school.term(), "NC", capacity=1)
    both = [school.made.enrolment, school.made.other_enrolment]
    assert refused(school, "jiaowu1", take_groups, group, both) == "group_within_capacity"
    school.act("jiaowu1", take_groups, group, both[:1])
    with pytest.raises(Refusal) as caught:  # the database counts for itself
        school.see(
            "jiaowu1",
            Participation.objects.bulk_create,
            [Participation(enrolment_id=both[1], group_id=group, taken_at=AT)],
        )
    assert caught.value.code == "group_within_capacity"


def test_a_place_that_is_left_is_free_again(school):
    group, participation = seated(school)
    school.act("jiaowu1", leave_group, participation)
    assert school.act("jiaowu1", take_groups, group, [school.made.enrolment]) == 1


def test_what_is_passed_is_not_studied_again(school):
    group = school.group(school.term(), "ZT")  # 周晓岚 passed it
    assert refused(school, "jiaowu1", take_groups, group, [school.made.enrolment]) == "course_done_already"


def test_a_mark_counts_when_a_second_person_confirmed_it(school):
    _, participation = seated(school)
    key = marked(school, participation, "82")
    assert standing(school, "NC") is Standing.IN_PROGRESS
    assert refused(school, "jiaowu1", confirm_marks, [key]) == "own_mark"
    assert school.act("jiaowu2", confirm_marks, [key]) == 1
    assert standing(school, "NC") is Standing.STUDIED
    assert refused(school, "jiaowu2", confirm_marks, [key]) == "mark_confirmed_already"


def test_the_database_lets_nobody_confirm_her_own_mark(school):
    _, participation = seated(school)
    key, registrar = marked(school, participation, "82"), school.made.actor("jiaowu1")
    row = MarkConfirmation(mark_id=key, at=AT, by=registrar.account_id)
    with pytest.raises(ProgrammingError, match="row-level security"):
        school.see("jiaowu1", MarkConfirmation.objects.bulk_create, [row])


def test_after_a_fail_the_make_up_examination_counts(school):
    _, participation = seated(school)
    first = marked(school, participation, "51", passed=False)
    school.act("jiaowu2", confirm_marks, [first])
    second = marked(school, participation, "66", attempt=Attempt.MAKE_UP)
    school.act("jiaowu2", confirm_marks, [second])
    assert standing(school, "NC") is Standing.STUDIED
    kept = school.see(
        "jiaowu1", lambda: list(PassedCourse.objects.filter(course__code="NC").values_list("mark", flat=True))
    )
    assert kept == ["66"]


def test_a_mark_is_entered_once_and_corrected_by_a_further_row(school):
    group, participation = seated(school)
    first = marked(school, participation, "82")
    with pytest.raises(Refusal) as caught:
        marked(school, participation, "83")
    assert caught.value.code == "mark_once_an_attempt"
    school.act("jiaowu2", confirm_marks, [first])
    changed = {"mark": "28", "is_passed": False, "reason": "登分时看错一行"}
    assert refused(school, "jiaowu1", correct_mark, first, **{**changed, "reason": " "}) == "correction_has_reason"
    second = school.act("jiaowu1", correct_mark, first, **changed)
    assert standing(school, "NC") is Standing.STUDIED
    school.act("jiaowu2", confirm_marks, [second])
    assert standing(school, "NC") is Standing.IN_PROGRESS  # the term is not over: a make-up examination may follow
    (row,) = school.see("jiaowu1", lambda: list(participations_of(group)))
    assert [mark.mark for mark in standing_marks(row)] == ["28"]


def test_hours_on_paper_are_summed(school):
    group, participation = seated(school)
    for day in (8, 15):
        school.act("jiaowu1", note_attendance, {participation: 200}, on=date(2026, 9, day))
    assert (
        refused(school, "jiaowu1", note_attendance, {participation: 200}, on=date(2026, 9, 8))
        == "attendance_once_a_day"
    )
    (row,) = school.see("jiaowu1", participations_of, group)
    assert row.attended == 400


def test_another_learner_sees_neither_seat_nor_mark(school):
    group, participation = seated(school)
    marked(school, participation, "82")
    assert school.see("lin", participations_of, group) == []
    (row,) = school.see("zhou", lambda: list(participations_of(group)))
    assert [mark.mark for mark in row.marks.all()] == ["82"]
