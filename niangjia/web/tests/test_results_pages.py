"""A wrong mark corrected on its page, and results exported in the college's own columns, in a real browser."""

import pytest

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import LATHE, PASSWORD, build_college

pytestmark = [pytest.mark.browser, pytest.mark.long]
LOOKS = (PHONE, DESK)


def test_a_corrected_mark_is_exported_in_the_colleges_columns(page):
    page.set_default_timeout(30_000)
    made = build_college(LATHE)
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    log_in(page, "jiaowu2", PASSWORD)
    page.goto(f"/registrar/claims/{key}/")
    page.get_by_text("成绩记错了，更正").click()
    page.fill("#mark", "良好")
    page.fill("#slip", "抄错了")
    examined(page, "mark-correct", looks=LOOKS)
    page.get_by_role("button", name="更正成绩").click()
    assert "（原记 合格）" in page.locator("main").inner_text()

    page.goto("/registrar/papers/")
    page.get_by_text("设置列名和顺序").click()
    page.fill("[name=header_student_number]", "XH")
    examined(page, "export-columns", looks=LOOKS)
    page.get_by_role("button", name="保存列的设置").click()
    told = page.request.get("/registrar/papers/export/?as=csv").text()
    assert told.lstrip("\ufeff").splitlines()[0].startswith("XH,")
    assert "良好" in told
