"""A graduation as a credential: in doubt while it waits for review, revoked once it is withdrawn."""

import json

import pytest

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import reverse_decision
from niangjia.creditbank.credentials.operations import issue_credentials
from niangjia.creditbank.credentials.queries import credentials_of
from niangjia.creditbank.credentials.tests.test_issuing import verdicts
from niangjia.creditbank.pathway.graduating import decide_review, draw_list, issue_list, sign_list
from niangjia.creditbank.pathway.models import Graduation
from niangjia.creditbank.pathway.tests.school import build_school
from niangjia.creditbank.programmes.models import Course, Enrolment
from niangjia.creditbank.programmes.operations import note_passed
from niangjia.kernel.credentials.queries import places_of, status_bit
from niangjia.kernel.credentials.types import Purpose
from niangjia.web.tests.college import LATHE, build_college

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    """周晓岚 has graduated: two courses recognised for her certificate, all others passed."""
    made = build_school(build_college(LATHE))
    now = clock.now()
    made.made.post(made.act("zhou", claim_courses, made.made.enrolment, at=now))

    def passed(*, actor, at):
        codes = set(Course.objects.values_list("code", flat=True)) - {"NC", "CG"}
        note_passed({made.made.enrolment: codes}, actor=actor, on=at.date())

    made.act("jiaowu1", passed, at=now)
    drawn = made.act("jiaowu1", draw_list, programme_id=made.programme, at=now)
    made.act("jiaowu1", sign_list, drawn, at=now)
    made.act("jiaowu2", issue_list, drawn, prefix="5104052026", at=now)
    return made


def diploma(school):
    """Her graduation's credential, issued as soon as she looks for it; None where there is none."""
    school.act("zhou", issue_credentials, school.made.person, at=clock.now())
    held = school.see("zhou", credentials_of, school.made.person)
    return next((each for each in held if each.held == "graduation"), None)


def reversed_decision(school):
    key = school.see("jiaowu1", lambda: Enrolment.objects.get(id=school.made.enrolment).decisions.get().record_id)
    school.act("jiaowu1", reverse_decision, key, reason="登记有误", at=clock.now())


def reviewed(school, *, stands):
    graduation = school.see("jiaowu1", Graduation.objects.get).record_id
    school.act("jiaowu1", decide_review, graduation, stands=stands, reason="已复核", at=clock.now())


def bits(school, held):
    """What the public lists say of it: revoked, suspended."""

    def read():
        place = places_of([held.about_id])[held.about_id]
        return tuple(
            status_bit(place.list_id, purpose, place.index) for purpose in (Purpose.REVOCATION, Purpose.SUSPENSION)
        )

    return school.see("zhou", read)


def test_a_graduate_holds_a_diploma_of_her_college_that_anyone_verifies(school):
    held = diploma(school)
    document = json.loads(held.text)
    assert verdicts(document).accepted
    assert document["issuer"]["name"] == "望溪工匠学院"
    subject = document["credentialSubject"]
    assert subject["achievement"]["achievementType"] == "Diploma"
    assert subject["licenseNumber"] == "5104052026000001"
    assert [each["value"] for each in subject["result"]] == ["7", "23"]
    assert subject["achievement"]["criteria"] == {
        "narrative": "望溪工匠学院按《数控技术（示例）》培养方案第 1 版审核，准予毕业"
    }
    assert "周晓岚" not in held.text


def test_it_is_in_doubt_while_its_grounds_are_taken_back_and_holds_again_once_upheld(school):
    held = diploma(school)
    assert bits(school, held) == (False, False)
    reversed_decision(school)
    assert bits(school, held) == (False, True)
    assert not diploma(school).holds
    reviewed(school, stands=True)
    assert bits(school, held) == (False, False)
    assert diploma(school).holds


def test_withdrawn_after_review_it_is_revoked_for_good(school):
    held = diploma(school)
    reversed_decision(school)
    reviewed(school, stands=False)
    assert bits(school, held) == (True, False)
    assert diploma(school).revoked_at is not None


def test_what_is_flagged_before_she_looks_is_not_issued_until_it_was_upheld(school):
    reversed_decision(school)
    assert diploma(school) is None
    reviewed(school, stands=True)
    assert diploma(school).holds
