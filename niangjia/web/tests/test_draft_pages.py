"""A draft in public notice, as colleagues and everyone else see it, in a real browser."""

from dataclasses import replace

import pytest

from niangjia.core import clock
from niangjia.creditbank.rulebooks.operations import draft_rule_book
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import BOOK, PASSWORD, build_college

LOOKS = (PHONE, DESK)
HIGHER = replace(BOOK.rows[0], mark="70")
DRAFT = replace(BOOK, version=4, consult_days=7, rows=(HIGHER, *BOOK.rows[2:]))


def drafted(college, book=DRAFT):
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        return draft_rule_book(book, publisher_id=college.college, actor=registrar, at=clock.now())


@pytest.mark.browser
@pytest.mark.long
def test_a_draft_is_shown_objected_to_and_answered(page):
    page.set_default_timeout(30_000)
    key = drafted(build_college())
    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    page.get_by_role("button", name="开始公示").click()
    page.goto(f"/registrar/rules/{key}/changes/")
    examined(page, "rule-changes", looks=LOOKS)
    page.context.clear_cookies()

    page.goto("/rules/")
    page.get_by_role("link", name="第 4 版草稿").click()
    page.fill("#name", "王建国")
    page.fill("#why", "第 12 行成绩记 70 太低")
    examined(page, "draft-public", looks=LOOKS)
    page.get_by_role("button", name="提交异议").click()
    assert "第 12 行成绩记 70 太低" in page.locator("main").inner_text()
    assert "王建国" not in page.locator("main").inner_text()

    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    assert "王建国" in page.locator("main").inner_text()
    page.locator("textarea[name=reason]").fill("下一稿改回合格")
    examined(page, "draft-registrar", looks=LOOKS)
    page.get_by_role("button", name="采纳，会改草稿").click()
    page.goto(f"/rules/drafts/{key}/")
    assert "下一稿改回合格" in page.locator("main").inner_text()


@pytest.mark.django_db
def test_a_draft_that_is_not_shown_is_nobodys_to_read(client):
    key = drafted(build_college())
    assert client.get(f"/rules/drafts/{key}/").status_code == 404


@pytest.mark.django_db
def test_what_a_book_in_earnest_leaves_untried_stands_on_its_page(client):
    key = drafted(build_college(), replace(DRAFT, is_sample=False))
    assert client.login(username="jiaowu2", password=PASSWORD)
    told = client.get(f"/registrar/rules/{key}/").content.decode()
    assert "缺样例" in told
    assert "正好等于 4 的成果" in told
