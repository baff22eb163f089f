"""Graduation: two people sign, and what it rests on is watched: nothing is undone silently, a registrar decides."""

import pytest
from django.db import ProgrammingError

from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import reverse_decision
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.pathway.audits import audits_of
from niangjia.creditbank.pathway.graduating import decide_review, draw_list, drop_list, issue_list, sign_list
from niangjia.creditbank.pathway.models import Graduation, GraduationRow
from niangjia.creditbank.pathway.queries import graduations_of, lists_of
from niangjia.creditbank.pathway.tests.school import build_school
from niangjia.creditbank.pathway.types import GraduationState, ListState
from niangjia.creditbank.programmes.models import Course, Enrolment
from niangjia.creditbank.programmes.operations import note_passed
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.models import Move
from niangjia.web.tests.college import AT, LATHE, build_college

pytestmark = pytest.mark.django_db
PREFIX = "5104052026"


@pytest.fixture
def school():
    """周晓岚: two courses recognised for her certificate, all others passed; 林静 has passed nothing."""
    made = build_college(LATHE)
    zhou = made.actor("zhou")
    with unit_of_work(zhou):
        decision = claim_courses(made.enrolment, actor=zhou, at=AT)
    made.post(decision)
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        codes = set(Course.objects.values_list("code", flat=True)) - {"NC", "CG"}
        note_passed({made.enrolment: codes}, actor=registrar, on=AT.date())
    return build_school(made)


def drawn(school):
    return school.act("jiaowu1", draw_list, programme_id=school.programme)


def issued(school):
    key = drawn(school)
    school.act("jiaowu1", sign_list, key)
    return key, school.act("jiaowu2", issue_list, key, prefix=PREFIX)


def refused(school, username, function, *args, **settings):
    with pytest.raises(Refusal) as caught:
        school.act(username, function, *args, **settings)
    return caught.value.code


def state(school, key):
    return GraduationState(school.see("jiaowu1", lambda: Graduation.objects.get(record_id=key).record.state))


def revoked(school):
    """A certifier of the body finds the certificate false."""
    outcome = school.see("renzheng", Outcome.objects.get).record_id
    seen = school.see("renzheng", revocation_of, outcome).seen
    school.act("renzheng", revoke_outcome, outcome, reason="证书系伪造", seen=seen)


def test_two_people_sign_and_who_meets_everything_graduates(school):
    key, (graduation,) = issued(school)
    (row,) = school.see("jiaowu1", lists_of, school.made.college)
    assert (row.record.state, row.rows_count, row.met_count) == (ListState.ISSUED, 2, 1)
    (conferred,) = school.see("zhou", lambda: list(Graduation.objects.all()))
    assert (conferred.record_id, conferred.certificate_number) == (graduation, PREFIX + "000001")
    kept = school.see(
        "zhou", lambda: list(GraduationRow.objects.get().requirements.values_list("requirement", flat=True))
    )
    assert {"total", "residency", "course"} == set(kept)
    assert refused(school, "jiaowu1", drop_list, key) == "graduation_list_elsewhere"


def test_one_person_does_not_sign_twice(school):
    key = drawn(school)
    school.act("jiaowu1", sign_list, key)
    assert refused(school, "jiaowu1", issue_list, key, prefix=PREFIX) == "graduation_list_signed_by_two"


def test_a_list_that_was_overtaken_is_not_issued_and_put_aside(school):
    key = drawn(school)
    school.act("jiaowu1", sign_list, key)
    revoked(school)
    assert refused(school, "jiaowu2", issue_list, key, prefix=PREFIX) == "graduation_list_overtaken"
    school.act("jiaowu2", drop_list, key)
    assert school.see("jiaowu1", graduations_of, school.made.college) == []


def test_a_graduate_is_not_listed_again(school):
    issued(school)
    again = drawn(school)
    rows = school.see("jiaowu1", lambda: list(GraduationRow.objects.filter(list_id=again)))
    assert [row.enrolment_id for row in rows] == [school.made.other_enrolment]


def test_a_certificate_revoked_after_graduation_flags_it_and_says_which_requirement_no_longer_holds(school):
    _, (graduation,) = issued(school)
    revoked(school)
    assert state(school, graduation) is GraduationState.TO_REVIEW
    last = school.see("jiaowu1", lambda: Move.objects.filter(record_id=graduation).latest("version"))
    assert (last.verb, last.reason) == ("flag", "证书系伪造")

    def unmet():
        row = Enrolment.objects.get(id=school.made.enrolment)
        return [(line.requirement.value, line.key) for line in audits_of([row], on=AT.date())[row.id].unmet]

    assert school.see("jiaowu1", unmet) == [("total", ""), ("course", "NC"), ("course", "CG")]


@pytest.mark.parametrize(("stands", "outcome"), [(True, GraduationState.UPHELD), (False, GraduationState.WITHDRAWN)])
def test_a_registrar_decides_for_a_reason_that_the_graduate_reads(school, stands, outcome):
    _, (graduation,) = issued(school)
    assert (
        refused(school, "jiaowu1", decide_review, graduation, stands=stands, reason="复核") == "graduation_not_flagged"
    )
    revoked(school)
    assert refused(school, "jiaowu1", decide_review, graduation, stands=stands, reason=" ") == "reason_missing"
    school.act("jiaowu1", decide_review, graduation, stands=stands, reason="已补修两门课")
    assert state(school, graduation) is outcome


def test_any_reversal_flags_it_again_after_it_was_upheld(school):
    _, (graduation,) = issued(school)
    decision = school.see("jiaowu1", lambda: Enrolment.objects.get(id=school.made.enrolment).decisions.get().record_id)
    school.act("jiaowu1", reverse_decision, decision, reason="登记有误")
    school.act("jiaowu1", decide_review, graduation, stands=True, reason="不影响毕业")
    assert state(school, graduation) is GraduationState.UPHELD


def test_nobody_graduates_by_hand(school):
    """What was signed is never changed, and only a registrar's move confers anything."""
    _, (graduation,) = issued(school)
    with pytest.raises(ProgrammingError, match="permission denied"):
        school.see("jiaowu1", Graduation.objects.filter(record_id=graduation).update, certificate_number="1")
