"""A certificate in doubt is suspended, not revoked: nothing is undone, nothing can be claimed with it, she is told."""

import pytest
from django.db import DatabaseError

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.suspending import restore_outcome, suspend_outcome
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.credentials.operations import issue_credentials
from niangjia.creditbank.credentials.queries import credentials_of
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance
from niangjia.kernel.notices.queries import notices_of
from niangjia.kernel.records.operations import move_record
from niangjia.kernel.records.types import NewMove
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import LATHE, PASSWORD, build_college

pytestmark = pytest.mark.django_db


def lathe(college):
    with unit_of_work(college.actor("renzheng")):
        return Outcome.objects.get().record_id


def done(college, act, key, *, username="renzheng", **settings):
    actor = college.actor(username)
    with unit_of_work(actor):
        return act(key, actor=actor, at=clock.now(), **settings)


def shown(college):
    """Its credential as she finds it."""
    worker = college.actor("zhou")
    with unit_of_work(worker):
        issue_credentials(college.person, actor=worker, at=clock.now())
        return next((each for each in credentials_of(college.person) if each.held == "outcome"), None)


def test_while_it_is_looked_into_nothing_is_claimed_with_it_and_then_it_holds_again():
    college = build_college(LATHE)
    key = lathe(college)
    held = shown(college)
    done(college, suspend_outcome, key, reason="有人举报")
    assert shown(college).id == held.id
    assert (shown(college).suspended_at is not None, shown(college).holds) == (True, False)
    with pytest.raises(Refusal):
        done(college, claim_courses, college.enrolment, username="zhou")
    done(college, restore_outcome, key, reason="核对无误")
    assert shown(college).holds
    done(college, claim_courses, college.enrolment, username="zhou")
    with unit_of_work(college.actor("zhou")):
        assert [row.kind for row in notices_of(college.person)][:2] == ["outcome.restored", "outcome.suspended"]


def test_a_claim_that_waits_is_not_posted_meanwhile_and_what_was_posted_stands():
    college = build_college(LATHE)
    decision = done(college, claim_courses, college.enrolment, username="zhou")
    done(college, suspend_outcome, lathe(college), reason="有人举报")
    with pytest.raises(Refusal, match="claim_no_longer_holds"):
        college.post(decision)
    done(college, restore_outcome, lathe(college), reason="核对无误")
    college.post(decision)
    done(college, suspend_outcome, lathe(college), reason="又有人举报")
    with unit_of_work(college.actor("jiaowu1")):
        assert balance(college.enrolment) == 700


def test_found_false_it_is_revoked_from_there():
    college = build_college(LATHE)
    key = lathe(college)
    done(college, suspend_outcome, key, reason="有人举报")
    with unit_of_work(college.actor("renzheng")):
        seen = revocation_of(key).seen
    done(college, revoke_outcome, key, reason="证书系伪造", seen=seen)
    with unit_of_work(college.actor("zhou")):
        assert (Outcome.objects.get().record.state, balance(key)) == ("revoked", 0)


def test_only_a_certifier_of_its_body_and_only_for_a_reason():
    college = build_college(LATHE)
    key = lathe(college)
    with pytest.raises(Refusal, match="reason_missing"):
        done(college, suspend_outcome, key, reason=" ")
    for username in ("jiaowu1", "gonghui1", "zhou"):
        with pytest.raises((Refusal, Outcome.DoesNotExist)):
            done(college, suspend_outcome, key, username=username, reason="有人举报")
    with pytest.raises(Refusal, match="outcome_elsewhere"):
        done(college, restore_outcome, key, reason="核对无误")
    with pytest.raises(DatabaseError):
        done(college, hold_by_hand, key, username="jiaowu1")


def hold_by_hand(key, *, actor, at):
    move_record(NewMove(key, "hold", "certified", "suspended"), actor=actor, at=at)


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_certifier_suspends_and_restores_on_a_page(page):
    college = build_college(LATHE)
    shown(college)
    log_in(page, "renzheng", PASSWORD)
    page.goto("/certifier/done/")
    page.get_by_role("link", name="暂停核查 车工").click()
    examined(page, "suspend", looks=(PHONE, DESK))
    page.fill("#why", "有人举报")
    page.get_by_role("button", name="暂停使用").click()
    assert "已暂停《车工》" in page.get_by_role("status").first.inner_text()
    examined(page, "suspend-done", looks=(PHONE, DESK))
    page.get_by_role("link", name="恢复或撤销 车工").click()
    examined(page, "restore", looks=(PHONE, DESK))
    page.context.clear_cookies()
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/credentials/")
    page.get_by_role("link", name="车工").click()
    assert "起暂停使用" in page.locator("main").inner_text()
    examined(page, "credential-suspended", looks=(PHONE, DESK))
    page.goto("/me/outcomes/")
    assert "暂停使用，机构在核查" in page.locator("main").inner_text()
    examined(page, "outcome-suspended", looks=(PHONE, DESK))
