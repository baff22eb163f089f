"""What anyone may read, in a real browser: at phone and desk width, light and dark, in both languages."""

import json

import pytest

from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.tests.badges import badge
from niangjia.core.proofs.tests.credentials import BANK, ISSUED
from niangjia.web.tests.browser import DESK, PHONE, examined
from niangjia.web.tests.college import build_college
from niangjia.web.tests.english import chinese_left

pytestmark = [pytest.mark.browser]


def test_the_home_page_says_what_this_is(page):
    page.goto("/")
    assert page.locator("h1").inner_text() == "学过的、做成的、赢来的，换成学历的学分"
    examined(page)


def test_anyone_may_read_a_rule_book_row_by_row(page):
    build_college()
    page.goto("/")
    page.get_by_role("link", name="学习成果认定规则（示例）").click()
    row = page.locator("#row-17").inner_text()
    assert "不低于四级（中级工）" in row
    assert "第七条" in row
    examined(page, "rule-book")
    page.goto("/rules/")
    examined(page, "rules-with-a-book")


@pytest.mark.parametrize("path", ["/rules/", "/accessibility/", "/login/"])
def test_a_public_page_reads_well_everywhere(page, path):
    page.goto(path)
    examined(page)


@pytest.mark.parametrize("path", ["/", "/rules/", "/verify/", "/accessibility/", "/login/"])
def test_a_public_page_is_english_after_the_switch(page, path):
    page.goto(path)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    examined(page, f"en{path.replace('/', '-')}", looks=(PHONE, DESK))
    assert chinese_left(page) == []


def test_the_reader_keeps_the_large_type_that_she_chose(page):
    page.goto("/")
    page.get_by_role("button", name="大字版").click()
    page.goto("/rules/")
    assert page.locator("html").get_attribute("data-type") == "large"


def test_a_page_that_is_not_there_says_so(page):
    answer = page.goto("/nowhere/")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "没有这一页"
    examined(page, status=404)


def test_a_wrong_password_is_told_in_the_summary_which_has_the_focus(page):
    page.goto("/login/")
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "wrong")
    page.click("main button")
    assert "用户名或密码不对" in page.locator(":focus").inner_text()
    examined(page, "login-wrong", status=401)


def test_a_credential_is_verified_by_pasting_it(page):
    page.goto("/verify/")
    examined(page)
    good, changed = (sign_credential(badge(), BANK, created=ISSUED) | more for more in ({}, {"name": "焊工 高级技师"}))
    page.fill("#text", json.dumps(good, ensure_ascii=False))
    page.click("main button")
    assert page.locator("h3").inner_text() == "焊工 中级"
    assert page.locator(".nj-verdicts li").count() == 8
    examined(page, "verified")
    page.fill("#text", json.dumps(changed, ensure_ascii=False))
    page.click("main button")
    assert "签名对不上" in page.locator(".nj-verdicts").inner_text()
    assert "高级技师" not in page.locator("main").inner_text()
    examined(page, "verified-changed", looks=(PHONE, DESK))
    page.fill("#text", "不是凭证")
    page.click("main button")
    assert "读不出凭证" in page.locator(":focus").inner_text()
    examined(page, "verified-nothing", looks=(PHONE, DESK), status=422)
