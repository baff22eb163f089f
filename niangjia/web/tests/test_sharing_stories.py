"""A worker shows her record to others and sees who looked, in a real browser: every page examined."""

import pytest

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import ALL, PASSWORD, build_college
from niangjia.web.tests.english import chinese_left
from niangjia.web.tests.test_sharing_pages import add_enterprise
from tests.worlds import worker_paper

pytestmark = [pytest.mark.browser, pytest.mark.long]
BOTH = (PHONE, DESK)


def posted_college():
    made = build_college(*ALL)
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return made


def test_she_takes_a_paper_and_anyone_checks_it(page):
    posted_college()
    log_in(page, "zhou", PASSWORD)
    page.get_by_role("link", name="我的", exact=True).click()
    examined(page, "sharing-account", looks=BOTH)
    page.get_by_role("link", name="成绩单和证明").click()
    examined(page, "sharing-transcript", looks=BOTH)
    page.get_by_role("button", name="出具").click()
    code = page.locator(".nj-code").inner_text()
    assert page.locator("img.nj-sheet").count() == 1
    examined(page, "sharing-paper", looks=BOTH)
    page.goto("/verify/paper/")
    examined(page, "sharing-code", looks=BOTH)
    page.fill("#code", code.lower().replace("-", " "))
    page.get_by_role("button", name="核验").click()
    assert "现在仍然有效" in page.locator("main").inner_text()
    examined(page, "sharing-checked", looks=BOTH)
    page.goto("/verify/7K2M-9QXD-41RT-ZW08/")
    assert "没有这个核验码" in page.locator(":focus").inner_text()
    examined(page, "sharing-unknown-code", looks=(PHONE,), status=404)


def test_she_makes_a_link_and_sees_who_opened_it(page):
    posted_college()
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/links/new/")
    examined(page, "sharing-new-link", looks=BOTH)
    page.fill("#label", "禾柏精工人事科")
    page.fill("#purpose", "应聘数控车工")
    page.fill("#passcode", "8264")
    page.get_by_role("button", name="生成链接").click()
    examined(page, "sharing-link-made", looks=BOTH)
    address = "/s/" + page.locator("#address").input_value().split("/s/")[1]
    guest = page.context.browser.new_page(base_url=page.url.split("/me/")[0], viewport={"width": 360, "height": 900})
    guest.goto(address)
    guest.fill("#passcode", "1111")
    guest.get_by_role("button", name="打开看").click()
    assert "口令不对" in guest.locator("[role=alert]").inner_text()
    guest.fill("#passcode", "8264")
    guest.get_by_role("button", name="打开看").click()
    assert guest.locator("h1").inner_text() == "周*岚"
    guest.close()
    page.goto("/me/looks/")
    assert "打开了您给“禾柏精工人事科”的链接，用途：应聘数控车工" in page.locator("main").inner_text()
    examined(page, "sharing-looks", looks=BOTH)
    page.goto(address)
    examined(page, "sharing-door", looks=BOTH)
    page.fill("#passcode", "8264")
    page.get_by_role("button", name="打开看").click()
    examined(page, "sharing-opened", looks=BOTH)
    page.goto("/me/links/")
    examined(page, "sharing-links", looks=BOTH)
    page.get_by_role("button", name="停用给").click()
    page.goto(address)
    assert page.locator("h1").inner_text() == "这个链接打不开"
    examined(page, "sharing-gone", looks=(PHONE,), status=404)


def test_a_firm_asks_and_she_grants_less(page):
    made = posted_college()
    add_enterprise(made)
    log_in(page, "zhonggong", PASSWORD)
    page.goto("/organisation/asks/")
    page.fill("#name", "周晓岚")
    page.fill("#number", worker_paper(0).number)
    page.fill("#purpose", "招用数控车工")
    page.get_by_role("checkbox", name="认定和修完的课程").check()
    page.get_by_role("button", name="发出请求").click()
    examined(page, "sharing-office-asks", looks=BOTH)
    page.get_by_role("button", name="退出").click()
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/asks/")
    examined(page, "sharing-asks", looks=BOTH)
    page.get_by_role("link", name="望溪重工有限公司").click()
    examined(page, "sharing-ask", looks=BOTH)
    page.get_by_role("checkbox", name="认定和修完的课程").uncheck()
    page.get_by_role("button", name="同意，给看勾选的").click()
    examined(page, "sharing-ask-granted", looks=BOTH)
    page.context.clear_cookies()
    log_in(page, "zhonggong", PASSWORD)
    page.goto("/organisation/asks/")
    examined(page, "sharing-office-granted", looks=BOTH)
    page.get_by_role("button", name="打开看").click()
    assert "JN-2025-11-08264" in page.locator("main").inner_text()
    assert "数控编程" not in page.locator("main").inner_text()
    examined(page, "sharing-office-record", looks=BOTH)


def test_the_pages_are_english_after_the_switch(page):
    posted_college()
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/transcript/")
    page.get_by_role("button", name="English").click()
    for path in ("/me/transcript/", "/me/links/", "/me/links/new/", "/me/asks/", "/me/looks/", "/verify/paper/"):
        page.goto(path)
        assert chinese_left(page) == [], path
    page.goto("/me/transcript/")
    page.select_option("#kind", "transcript")
    page.select_option("#language", "en")
    page.get_by_role("button", name="Issue").click()
    examined(page, "sharing-paper-english", looks=BOTH)
