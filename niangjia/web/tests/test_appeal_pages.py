"""An appeal, from the worker's page to the conclusion that she reads, in a real browser."""

import pytest

from niangjia.core import clock
from niangjia.creditbank.certification.operations import refuse_outcomes
from niangjia.kernel.access.models import ReadLog
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import LATHE, PASSWORD, build_college

pytestmark = [pytest.mark.browser, pytest.mark.long]
LOOKS = (PHONE, DESK)


def refused_outcome(made):
    (key,) = made.deposit(LATHE)
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        refuse_outcomes([key], reason="编号查不到", actor=certifier, at=clock.now())
    return key


def switch(page, username):
    page.context.clear_cookies()
    log_in(page, username, PASSWORD)


def test_a_refused_outcome_is_appealed_and_comes_back(page):
    page.set_default_timeout(30_000)  # the first plan of a process is compiled
    made = build_college()
    key = refused_outcome(made)
    log_in(page, "zhou", PASSWORD)
    page.goto(f"/me/outcomes/{key}/")
    page.get_by_role("link", name="不服，我要申诉").click()
    examined(page, "appeal-file", looks=LOOKS)
    page.fill("#why", "证书在官网能查到，编号没有写错")
    page.get_by_role("button", name="提交申诉").click()
    examined(page, "appeal-own-filed", looks=LOOKS)

    switch(page, "renzheng")
    page.goto("/appeals/")
    examined(page, "appeal-queue", looks=LOOKS)
    page.get_by_role("link", name="车工").click()
    assert "您经手过，不能由您办理" in page.locator("main").inner_text()

    switch(page, "gonghui1")
    page.goto("/appeals/")
    page.get_by_role("link", name="车工").click()
    examined(page, "appeal-office", looks=LOOKS)
    page.get_by_role("button", name="受理", exact=True).click()
    page.fill("#why", "原件与官网一致")
    page.get_by_role("button", name="申诉成立").click()
    assert "成果回到待认证" in page.locator("main").inner_text()

    switch(page, "zhou")
    page.goto("/me/appeals/")
    examined(page, "appeal-own-list", looks=LOOKS)
    page.get_by_role("link", name="车工").click()
    examined(page, "appeal-own-upheld", looks=LOOKS)
    assert "原件与官网一致" in page.locator("main").inner_text()
    page.goto(f"/me/outcomes/{key}/")
    assert "等认证" in page.locator("main").inner_text()
    assert "编号查不到" not in page.locator("main").inner_text()
    with unit_of_work(made.actor("zhou")):
        assert ReadLog.objects.filter(about=made.person, purpose="appeal.read").exists()
