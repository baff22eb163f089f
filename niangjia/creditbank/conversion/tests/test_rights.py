"""A clerk of the federation sees a college's claims, and is registrar elsewhere: she acts on none of them."""

from datetime import date

import pytest

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses, withdraw_claim
from niangjia.creditbank.conversion.models import Decision, ProposalRun
from niangjia.creditbank.conversion.postings import post_decision, reverse_decision
from niangjia.creditbank.conversion.proposals import start_run
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, LATHE, build_college

pytestmark = pytest.mark.django_db


@pytest.fixture
def college():
    made = build_college(LATHE)
    with unit_of_work(SYSTEM):
        clerk = Account.objects.get(username="gonghui1")
        give_role(clerk.id, Role.REGISTRAR, organisation_id=made.body, since=date(2026, 1, 1), actor=SYSTEM, at=AT)
    return made


def refused(college, act):
    clerk = college.actor("gonghui1")
    with pytest.raises(Refusal) as caught, unit_of_work(clerk):
        act(clerk)
    return caught.value.code


def claimed(college):
    worker = college.actor("zhou")
    with unit_of_work(worker):
        return claim_courses(college.enrolment, actor=worker, at=clock.now())


def test_she_claims_for_nobody(college):
    assert refused(college, lambda who: claim_courses(college.enrolment, actor=who, at=AT)) == "act_not_allowed"
    with unit_of_work(college.actor("jiaowu1")):
        assert not Decision.objects.exists()


def test_she_withdraws_and_posts_no_claim(college):
    key = claimed(college)
    assert refused(college, lambda who: withdraw_claim(key, actor=who, at=AT)) == "act_not_allowed"
    assert refused(college, lambda who: post_decision(key, actor=who, at=AT)) == "act_not_allowed"
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get().record.state == "claimed"


def test_she_reverses_no_decision(college):
    key = claimed(college)
    college.post(key)
    assert (
        refused(college, lambda who: reverse_decision(key, reason="不该由我办", actor=who, at=AT)) == "act_not_allowed"
    )
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get().record.state == "posted"


def test_she_computes_no_proposals(college):
    with unit_of_work(college.actor("jiaowu1")):
        book = RuleBook.objects.get(publisher_id=college.college)
    assert refused(college, lambda who: start_run(book.id, actor=who, at=AT)) == "act_not_allowed"
    with unit_of_work(college.actor("jiaowu1")):
        assert not ProposalRun.objects.exists()
