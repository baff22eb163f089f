"""A cohort: two gates before an enrolment, and its sender sees counts, names by consent alone."""

from datetime import date

import pytest

from niangjia.core.refusals import Refusal
from niangjia.creditbank.pathway.cohorts import (
    check_entrance,
    enrol_candidate,
    list_candidates,
    share_progress,
    state_entrance,
    withdraw_candidate,
)
from niangjia.creditbank.pathway.models import Candidate, Cohort
from niangjia.creditbank.pathway.queries import candidates_of, cohort_counts, cohorts_sent_by, shared_progress
from niangjia.creditbank.pathway.tests.school import build_school
from niangjia.creditbank.pathway.types import CandidateState, Entrance, StatedEntrance
from niangjia.creditbank.programmes.changes import end_enrolment
from niangjia.web.tests.college import build_college

pytestmark = pytest.mark.django_db
STATED = StatedEntrance(Entrance.EXAM, "2534080011", date(2026, 2, 20), "录取通知书原件")


@pytest.fixture
def school():
    """周晓岚 has left her earlier enrolment and is listed anew."""
    found = build_school(build_college(book=None))
    found.act("jiaowu1", end_enrolment, found.made.enrolment, on=date(2026, 4, 1), reason="转入培养班")
    found.act("jiaowu1", list_candidates, found.cohort, [found.made.person])
    return found


def candidate(school):
    return school.see("jiaowu1", candidates_of, school.cohort)[0].record_id


def refused(school, username, function, *args, **settings):
    with pytest.raises(Refusal) as caught:
        school.act(username, function, *args, **settings)
    return caught.value.code


def test_nobody_is_enrolled_before_a_second_person_checked_the_entrance(school):
    key = candidate(school)
    number = {"student_number": "2026001"}
    assert refused(school, "jiaowu1", enrol_candidate, key, **number) == "candidate_elsewhere"
    school.act("jiaowu1", state_entrance, key, STATED)
    assert refused(school, "jiaowu1", enrol_candidate, key, **number) == "candidate_elsewhere"
    assert refused(school, "jiaowu1", check_entrance, key) == "entrance_checked_by_another"
    school.act("jiaowu2", check_entrance, key)
    assert refused(school, "jiaowu1", enrol_candidate, key, student_number=" ") == "student_number_missing"
    school.act("jiaowu1", enrol_candidate, key, **number)
    (row,) = school.see("jiaowu1", candidates_of, school.cohort)
    assert (row.record.state, row.enrolment.student_number) == (CandidateState.ENROLLED, "2026001")


def test_the_database_itself_enrols_nobody_unchecked(school):
    key = candidate(school)
    with pytest.raises(Refusal) as caught:
        school.see("jiaowu1", Candidate.objects.filter(record_id=key).update, enrolment_id=school.made.enrolment)
    assert caught.value.code == "enrolled_after_entrance_checked"


def test_what_was_seen_must_be_said(school):
    blank = StatedEntrance(Entrance.EXEMPTION, "免试2026-3", date(2026, 2, 20), "")
    assert refused(school, "jiaowu1", state_entrance, candidate(school), blank) == "entrance_incomplete"


def test_more_people_than_places_are_refused_whole_and_a_place_given_up_is_free_again(school):
    made = school.made
    school.act("jiaowu1", list_candidates, school.cohort, [made.person, made.other])
    assert cohort_states(school) == [CandidateState.LISTED, CandidateState.LISTED]
    narrow = school.see("jiaowu1", Cohort.objects.filter(id=school.cohort).update, places=1)
    assert narrow == 1
    school.act("jiaowu1", withdraw_candidate, candidate(school), reason="本人不去了")
    assert refused(school, "jiaowu2", check_entrance, candidate(school)) == "candidate_elsewhere"


def cohort_states(school):
    return [row.record.state for row in school.see("jiaowu1", candidates_of, school.cohort)]


def test_after_intake_nobody_is_added():
    school = build_school(build_college(book=None), closes=date(2026, 3, 2))
    assert refused(school, "jiaowu1", list_candidates, school.cohort, [school.made.person]) == "cohort_not_open"


def test_the_sender_sees_counts_and_a_name_only_after_the_worker_agreed(school):
    assert [row.id for row in school.see("qiye", cohorts_sent_by, [school.firm])] == [school.cohort]
    assert school.see("qiye", candidates_of, school.cohort) == []
    assert school.see("qiye", cohort_counts, school.cohort) == {"listed": 1}
    assert school.see("qiye", shared_progress, school.cohort) == ()
    key = candidate(school)
    assert refused(school, "jiaowu1", share_progress, key, shares=True) == "act_not_allowed"
    school.act("zhou", share_progress, key, shares=True)
    school.act("zhou", share_progress, key, shares=True)
    (shown,) = school.see("qiye", shared_progress, school.cohort)
    assert (shown.name, shown.state, shown.got) == ("周晓岚", CandidateState.LISTED, 0)
    school.act("zhou", share_progress, key, shares=False)
    assert school.see("qiye", shared_progress, school.cohort) == ()


def test_who_does_not_send_it_sees_nothing_of_a_cohort(school):
    assert school.see("renzheng", cohort_counts, school.cohort) == {}
    assert school.see("lin", candidates_of, school.cohort) == []
    assert school.see("renzheng", cohorts_sent_by, [school.firm]) == []
