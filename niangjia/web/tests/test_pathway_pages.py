"""The degree pathway in a real browser: from a roster to a graduation, and each page on a phone and on a desk."""

from datetime import timedelta

import pytest

from niangjia.core import clock
from niangjia.creditbank.pathway.cohorts import list_candidates
from niangjia.creditbank.pathway.offering import set_prerequisites
from niangjia.creditbank.pathway.planning.shifts import Sitting
from niangjia.creditbank.pathway.studying import take_groups
from niangjia.creditbank.pathway.tests.school import build_school, evening
from niangjia.creditbank.pathway.types import NewSemester
from niangjia.creditbank.programmes.models import Course
from niangjia.creditbank.programmes.operations import note_passed
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import LATHE, PASSWORD, build_college

pytestmark = [pytest.mark.browser, pytest.mark.long]
BOTH = (PHONE, DESK)


def coming(months, name):
    """A term that begins so many months from today."""
    start = clock.today() + timedelta(days=30 * months)
    return NewSemester(name, start, start + timedelta(days=120), 1200)


def school_with_terms():
    """Two coming terms: YY needs JS before it, TY sits when 周晓岚 may be at work."""
    today = clock.today()
    school = build_school(build_college(LATHE), opens=today - timedelta(days=30), closes=today + timedelta(days=60))
    now = clock.now()
    school.act("jiaowu1", list_candidates, school.cohort, [school.made.person, school.made.other], at=now)
    pairs = [(school.courses["YY"], school.courses["JS"])]
    school.act("jiaowu1", set_prerequisites, school.programme, pairs)
    first, second = (school.term(coming(months, name)) for months, name in ((1, "第一学期"), (6, "第二学期")))
    for code, weekday in (("JJ", 1), ("DG", 2), ("JS", 3), ("GX", 4)):
        school.group(first, code, evening(weekday))
    school.group(first, "TY", Sitting(6, 9 * 60, 11 * 60), name="周六班")
    for code, weekday in (("YY", 1), ("SZ", 2)):
        school.group(second, code, evening(weekday))
    return school, first


def test_a_worker_sees_what_is_left_and_the_shortest_way(page):
    school_with_terms()
    page.set_default_timeout(30_000)  # the engine may have to be loaded first
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/pathway/")
    text = page.locator("main").inner_text()
    assert "毕业总学分" in text
    assert "先申请免修：《数控编程》《车工工艺》" in text
    assert "已证明没有更短的路" in text
    page.get_by_text("为什么不能再早一个学期").click()
    assert "《职场英语》" in page.locator("main").inner_text()
    examined(page, "worker-pathway", looks=BOTH)
    page.get_by_role("link", name="报倒班").click()
    examined(page, "worker-shifts", looks=BOTH)
    page.get_by_label("四班三运转").check()
    page.get_by_role("button", name="记下我的倒班").click()
    assert "倒班会缺" in page.locator("main").inner_text()
    examined(page, "worker-pathway-shifts", looks=BOTH)
    page.goto("/me/pathway/what-if/")
    assert "学院现在只有您这个专业" in page.locator("main").inner_text()
    examined(page, "worker-what-if", looks=BOTH)


def test_a_registrar_lists_admits_and_the_sender_sees_counts(page):
    school, _ = school_with_terms()
    log_in(page, "jiaowu1", PASSWORD)
    for path, name in (("cohorts/", "cohorts"), (f"cohorts/{school.cohort}/", "cohort")):
        page.goto(f"/registrar/{path}")
        examined(page, f"registrar-{name}", looks=BOTH)
    page.get_by_role("link", name="周晓岚").click()
    page.fill("#number", "2534080011")
    page.fill("#on", "2026-02-20")
    page.fill("#seen", "录取通知书原件")
    page.get_by_role("button", name="登记录取信息").click()
    assert "请另一位同事核对" in page.get_by_role("status").first.inner_text()
    examined(page, "registrar-candidate", looks=BOTH)
    page.context.clear_cookies()
    log_in(page, "qiye", PASSWORD)
    page.goto(f"/organisation/cohorts/{school.cohort}/")
    assert "少于 5 人" in page.locator("main").inner_text()
    assert "周晓岚" not in page.locator("main").inner_text()
    examined(page, "organisation-cohort", looks=BOTH)
    page.goto("/organisation/cohorts/")
    examined(page, "organisation-cohorts", looks=BOTH)


def test_marks_are_entered_by_one_and_confirmed_by_another(page):
    school, term = school_with_terms()
    group = school.group(term, "TY", name="周日班")
    school.act("jiaowu1", take_groups, group, [school.made.enrolment, school.made.other_enrolment])
    log_in(page, "jiaowu1", PASSWORD)
    for path, name in (("terms/", "terms"), (f"terms/{term}/", "term"), (f"groups/{group}/", "group")):
        page.goto(f"/registrar/{path}")
        examined(page, f"registrar-{name}", looks=BOTH)
    page.get_by_label("周晓岚", exact=True).fill("82")
    page.locator("input[type=checkbox]").first.check()
    page.get_by_role("button", name="录入成绩").click()
    assert "请另一位同事确认" in page.get_by_role("status").first.inner_text()
    page.context.clear_cookies()
    log_in(page, "jiaowu2", PASSWORD)
    page.goto("/registrar/marks/")
    examined(page, "registrar-marks", looks=BOTH)
    page.locator("td input[name=pick]").check()
    page.get_by_role("button", name="确认选中的成绩").click()
    assert "已确认 1 份成绩" in page.get_by_role("status").first.inner_text()


def test_two_people_sign_a_list_and_the_graduate_sees_it(page):
    school, _ = school_with_terms()

    def passed(*, actor, at):
        codes = set(Course.objects.values_list("code", flat=True))
        note_passed({school.made.enrolment: codes}, actor=actor, on=at.date())

    school.act("jiaowu1", passed)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/graduation/")
    page.locator("#of").select_option(f"programme:{school.programme}")
    page.get_by_role("button", name="生成毕业名单").click()
    examined(page, "registrar-graduation-list", looks=BOTH)
    page.get_by_role("button", name="核对无误，签字").click()
    page.goto("/registrar/graduation/")
    examined(page, "registrar-graduation", looks=BOTH)
    page.context.clear_cookies()
    log_in(page, "jiaowu2", PASSWORD)
    page.goto("/registrar/graduation/")
    page.get_by_role("link", name="毕业-").click()
    page.fill("#prefix", "5104052026")
    page.get_by_role("button", name="签字并签发").click()
    assert "1 人毕业" in page.get_by_role("status").first.inner_text()
    page.get_by_role("link", name="5104052026000001").click()
    examined(page, "registrar-graduate", looks=BOTH)
    page.context.clear_cookies()
    page.set_default_timeout(30_000)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/pathway/")
    assert "您已毕业" in page.locator("main").inner_text()
