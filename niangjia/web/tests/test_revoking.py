"""A certificate that turns out false is revoked: what goes with it is shown first, then undone as one."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import ProgrammingError, connection

from niangjia.core import clock
from niangjia.core.audit.models import Entry
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.models import Certification
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import reverse_decision
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, balances
from niangjia.kernel.records.models import Record
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import COMPUTING, INNOVATION, LATHE, PASSWORD, build_college
from niangjia.web.tests.english import chinese_left

pytestmark = pytest.mark.django_db


def claimed(college):
    worker = college.actor("zhou")
    with unit_of_work(worker):
        return claim_courses(college.enrolment, actor=worker, at=clock.now())


def keys(college):
    with unit_of_work(college.actor("renzheng")):
        return dict(Outcome.objects.values_list("title", "record_id"))


def seen(college, key, username="renzheng"):
    with unit_of_work(college.actor(username)):
        return revocation_of(key)


def revoke(college, key, *, found=None, username="renzheng", reason="证书系伪造"):
    actor = college.actor(username)
    listed = (found or seen(college, key)).seen
    with unit_of_work(actor):
        return revoke_outcome(key, reason=reason, seen=listed, actor=actor, at=clock.now())


def standing(college, decision):
    with unit_of_work(college.actor("jiaowu1")):
        row = Decision.objects.get(record_id=decision)
        return row.record.state, balance(college.enrolment)


def test_the_decision_that_spent_it_is_undone_whole_and_the_other_outcome_gets_its_credits_back():
    college = build_college(LATHE, COMPUTING)
    decision = claimed(college)
    college.post(decision)
    assert standing(college, decision) == ("posted", 900)
    lathe, computing = (keys(college)[title] for title in ("车工", "计算机应用"))
    found = seen(college, lathe)
    assert [(each.id, each.college, each.credited) for each in found.undone] == [(decision, "望溪工匠学院", 900)]
    assert {course.name for course in found.undone[0].courses} == {"数控编程", "车工工艺", "计算机应用基础"}
    revoke(college, lathe, found=found)
    assert standing(college, decision) == ("reversed", 0)
    with unit_of_work(college.actor("renzheng")):
        states = dict(Outcome.objects.values_list("title", "record__state"))
        assert states == {"车工": "revoked", "计算机应用": "certified"}
        assert balances([lathe, computing]) == {lathe: 0, computing: 200}
        assert Certification.objects.get(verdict="revoked").reason == "证书系伪造"
    with unit_of_work(college.actor("jiaowu1")):
        move = Decision.objects.get(record_id=decision).record.moves.order_by("version").last()
        assert (move.verb, move.reason, move.actor_label) == ("undo", "证书系伪造", "认证员")
    assert Entry.objects.filter(act="outcome.revoke", about=lathe).count() == 1


def test_a_decision_that_did_not_spend_it_stands():
    college = build_college(LATHE, INNOVATION)
    decision = claimed(college)
    college.post(decision)
    assert seen(college, keys(college)["快换夹具小改革"]).touched == ()
    revoke(college, keys(college)["快换夹具小改革"])
    assert standing(college, decision) == ("posted", 700)


def test_a_claim_that_waits_is_named_and_can_not_be_posted_any_more():
    college = build_college(LATHE)
    decision = claimed(college)
    lathe = keys(college)["车工"]
    found = seen(college, lathe)
    assert ([each.id for each in found.claims], found.undone) == ([decision], ())
    revoke(college, lathe, found=found)
    with pytest.raises(Refusal, match="claim_no_longer_holds"):
        college.post(decision)


@pytest.mark.parametrize("username", ["jiaowu1", "gonghui1", "zhou"])
def test_nobody_but_a_certifier_of_its_body_sees_or_does_it(username):
    college = build_college(LATHE)
    decision = claimed(college)
    college.post(decision)
    lathe = keys(college)["车工"]
    found = seen(college, lathe)
    assert seen(college, lathe, username).touched == ()
    with pytest.raises((Refusal, Outcome.DoesNotExist)):
        revoke(college, lathe, found=found, username=username)
    assert standing(college, decision) == ("posted", 700)


def test_what_changed_since_she_looked_is_not_undone_unseen():
    college = build_college(LATHE)
    lathe = keys(college)["车工"]
    before = seen(college, lathe)
    decision = claimed(college)
    college.post(decision)
    with pytest.raises(Refusal, match="revocation_changed"):
        revoke(college, lathe, found=before)
    posted = seen(college, lathe)
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        reverse_decision(decision, reason="办错了", actor=registrar, at=clock.now())
    with pytest.raises(Refusal, match="revocation_changed"):
        revoke(college, lathe, found=posted)
    revoke(college, lathe)
    with pytest.raises(Refusal, match="not_certified"):
        revoke(college, lathe)


def test_without_a_reason_nothing_is_revoked():
    college = build_college(LATHE)
    with pytest.raises(Refusal, match="reason_missing"):
        revoke(college, keys(college)["车工"], reason=" ")
    assert not Certification.objects.filter(verdict="revoked").exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_certifier_sees_what_goes_with_it_and_then_revokes(page):
    college = build_college(LATHE, COMPUTING)
    decision = claimed(college)
    college.post(decision)
    log_in(page, "renzheng", PASSWORD)
    page.goto("/certifier/done/")
    page.get_by_role("link", name="撤销认证 车工").click()
    assert "数控编程" in page.locator("main").inner_text()
    examined(page, "revoke-before")
    page.get_by_role("button", name="English").click()
    page.set_viewport_size({"width": DESK.width, "height": 900})
    assert chinese_left(page) == []
    examined(page, "revoke-before-en", looks=(DESK, PHONE))
    page.get_by_role("button", name="中文").click()
    page.fill("#why", "证书系伪造")
    page.get_by_role("button", name="撤销，一并冲销").click()
    assert "一并冲销 1 份认定" in page.get_by_role("status").first.inner_text()
    examined(page, "revoke-done", looks=(DESK, PHONE))
    page.context.clear_cookies()
    log_in(page, "zhou", PASSWORD)
    page.goto(f"/me/claims/{decision}/")
    told = page.locator("main").inner_text()
    assert "一并冲销" in told
    assert "证书系伪造" in told
    examined(page, "revoke-worker", looks=(PHONE, DESK))


def test_a_revocation_without_its_list_or_reason_is_refused(client):
    college = build_college(LATHE)
    lathe = keys(college)["车工"]
    assert client.login(username="renzheng", password=PASSWORD)
    for form, sentence in (({"reason": "伪造"}, "没有撤销"), ({"reason": "", "seen": ""}, "要写明理由")):
        answer = client.post(f"/certifier/outcomes/{lathe}/revoke/", form)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert client.get(f"/certifier/outcomes/{college.body}/revoke/").status_code == 404
    assert client.login(username="jiaowu1", password=PASSWORD)
    assert client.get(f"/certifier/outcomes/{lathe}/revoke/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_revoked_while_its_claim_is_posted_nothing_stays_recognised():
    college = build_college(LATHE)
    decision = claimed(college)
    lathe = keys(college)["车工"]

    def tried(act):
        try:
            act()
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as both:
        acts = (lambda: college.post(decision), lambda: revoke(college, lathe))
        codes = list(both.map(tried, acts))
    if codes[1] != "done":
        revoke(college, lathe)  # the list had changed, or the ledger's floor refused: she looks again
    state, credited = standing(college, decision)
    assert credited == 0
    assert state in {"claimed", "reversed"}
    with unit_of_work(college.actor("renzheng")):
        assert balance(lathe) == 0


def wait_for_a_lock():
    """Until somebody else waits for one."""
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_a_claim_posted_after_the_list_was_read_keeps_her_from_revoking():
    college = build_college(LATHE)
    decision = claimed(college)
    lathe = keys(college)["车工"]
    certifier = college.actor("renzheng")
    found = seen(college, lathe)

    def alone(act):
        try:
            act()
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as others:
        with unit_of_work(certifier):
            Record.objects.select_for_update().get(id=lathe)  # between her list and her counter-entries
            code = others.submit(alone, lambda: revoke(college, lathe, found=found))
            wait_for_a_lock()
            assert others.submit(alone, lambda: college.post(decision)).result() == "done"
        assert code.result() != "done"
    assert standing(college, decision) == ("posted", 700)


def test_past_the_program_only_what_a_revoked_outcome_was_spent_on_is_reversed():
    college = build_college(LATHE)
    decision = claimed(college)
    college.post(decision)
    lathe = keys(college)["车工"]
    statement = "SELECT conversion_reverse_touched(%s, %s::uuid[], '伪造', now(), '', '')"
    with (
        pytest.raises(ProgrammingError, match="revoked outcome"),
        unit_of_work(college.actor("renzheng")),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [lathe, [decision]])
    assert standing(college, decision) == ("posted", 700)
