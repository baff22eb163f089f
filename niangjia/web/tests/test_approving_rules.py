"""A rule book that asks for two approvals, as registrars see it: who approved, who is missing, what a change undoes."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, examined, log_in
from niangjia.web.tests.college import AT, BOOK, PASSWORD, add_registrar, build_college
from niangjia.web.tests.english import chinese_left

TWO = replace(BOOK, version=4, quorum=2)


def drafted(college, book=TWO):
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        return draft_rule_book(book, publisher_id=college.college, actor=registrar, at=AT)


def college_of_three():
    college = build_college()
    add_registrar(college, "jiaowu3")
    return college


@pytest.mark.browser
def test_two_colleagues_approve_and_the_second_publishes(page):
    key = drafted(college_of_three())
    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    assert "由第二个人发布" in page.locator("aside").last.inner_text()
    examined(page, "approvals-own")
    page.context.clear_cookies()
    log_in(page, "jiaowu2", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    assert page.get_by_role("button", name="发布", exact=False).count() == 0
    page.get_by_role("button", name="同意这份草稿").click()
    assert "还差 1 人" in page.get_by_role("status").first.inner_text()
    examined(page, "approvals-one-of-two")
    page.get_by_role("button", name="English").click()
    page.set_viewport_size({"width": DESK.width, "height": 900})
    assert chinese_left(page) == []
    examined(page, "approvals-one-of-two-en", looks=(DESK,))
    page.context.clear_cookies()
    log_in(page, "jiaowu3", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    examined(page, "approvals-last")
    page.get_by_role("button", name="同意并发布第 4 版").click()
    assert "已发布" in page.get_by_role("status").first.inner_text()
    examined(page, "approvals-published")


@pytest.fixture
def colleague(client, db):  # noqa: ARG001 - its effect is needed before a log-in
    college = college_of_three()
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="jiaowu2"))
    return client, college


def approve(client, key, seen):
    return client.post(f"/registrar/rules/{key}/approve/", {"hash": seen})


def test_what_was_changed_meanwhile_is_neither_approved_nor_published(colleague):
    client, college = colleague
    key = drafted(college)
    seen = RuleBook.objects.get(id=key).content_hash
    drafted(college, replace(TWO, title="改过的规则（示例）"))
    for act in ("approve", "publish"):
        answer = client.post(f"/registrar/rules/{key}/{act}/", {"hash": seen})
        assert answer.status_code == 422
        assert "草稿又改过了" in answer.content.decode()
    assert not RuleBook.objects.get(id=key).approvals.exists()


def test_publishing_with_one_missing_is_refused_and_changes_nothing(colleague):
    client, college = colleague
    key = drafted(college)
    seen = RuleBook.objects.get(id=key).content_hash
    answer = client.post(f"/registrar/rules/{key}/publish/", {"hash": seen})
    assert answer.status_code == 422
    assert "算上您还差 1 人" in answer.content.decode()
    row = RuleBook.objects.get(id=key)
    assert (row.published_at, row.approvals.count()) == (None, 0)


def test_approvals_that_a_change_made_void_stay_in_sight(colleague):
    client, college = colleague
    key = drafted(college)
    assert approve(client, key, RuleBook.objects.get(id=key).content_hash).status_code == 302
    drafted(college, replace(TWO, title="改过的规则（示例）"))
    assert "草稿改过，已作废的同意" in client.get(f"/registrar/rules/{key}/").content.decode()


def test_a_book_of_another_college_is_not_there(colleague):
    client, college = colleague
    assert approve(client, college.college, "").status_code == 404


def test_approvals_cost_the_page_no_query_each(colleague):
    client, college = colleague
    key = drafted(college, replace(TWO, quorum=9))

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(f"/registrar/rules/{key}/")
        return len(found)

    before = queries()
    for number in range(4, 8):
        add_registrar(college, f"jiaowu{number}")
        with unit_of_work(SYSTEM):
            client.force_login(Account.objects.get(username=f"jiaowu{number}"))
        approve(client, key, RuleBook.objects.get(id=key).content_hash)
    assert queries() == before
