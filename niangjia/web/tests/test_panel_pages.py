"""A panel from the worker's request to the posted decision, in a real browser."""

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.operations import create_account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import AT, INNOVATION, PASSWORD, build_college

pytestmark = [pytest.mark.browser, pytest.mark.long]
LOOKS = (PHONE, DESK)
EXPERTS = ("shi1", "shi2", "shi3")


def switch(page, username):
    page.context.clear_cookies()
    log_in(page, username, PASSWORD)


def test_experts_decide_what_the_book_leaves_to_them(page):
    page.set_default_timeout(30_000)  # the first plan of a process is compiled
    build_college(INNOVATION)
    with unit_of_work(SYSTEM):
        for username in EXPERTS:
            create_account(username, label=f"专家{username}", password=PASSWORD, actor=SYSTEM, at=AT)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/credits/GX/")
    page.get_by_role("link", name="请专家评审").click()
    examined(page, "panel-ask", looks=LOOKS)
    page.get_by_role("button", name="提交评审").click()
    panel = page.url.rstrip("/").rpartition("/")[2]

    switch(page, "jiaowu1")
    page.goto("/registrar/experts/")
    for username in EXPERTS:
        page.fill("#username", username)
        page.fill("#field", "数控加工")
        page.get_by_role("button", name="加入名册").click()
    examined(page, "panel-experts", looks=LOOKS)
    page.goto("/registrar/panels/")
    examined(page, "panel-queue", looks=LOOKS)
    page.get_by_role("link", name="周晓岚").click()
    for box in page.locator("input[name=expert]").all():
        box.check()
    examined(page, "panel-name", looks=LOOKS)
    page.get_by_role("button", name="请选中的专家").click()

    for username in EXPERTS:
        switch(page, username)
        page.get_by_role("link", name="技术革新实践").click()
        page.locator("textarea").fill("看过实物，原理新")
        if username == "shi1":
            examined(page, "panel-vote", looks=LOOKS)
        page.get_by_role("button", name="同意认定", exact=True).click()
        assert "您同意" in page.locator("main").inner_text()

    switch(page, "jiaowu1")
    page.goto(f"/registrar/panels/{panel}/")
    page.fill("#minutes", "三位专家到会，看了实物和图纸。")
    examined(page, "panel-conclude", looks=LOOKS)
    page.get_by_role("button", name="作出结论").click()
    page.get_by_role("button", name="入账", exact=True).click()
    assert "已入账" in page.locator("main").inner_text()

    switch(page, "zhou")
    page.goto(f"/me/panels/{panel}/")
    examined(page, "panel-own", looks=LOOKS)
    assert "3 票同意，0 票不同意" in page.locator("main").inner_text()
