"""What a claim costs and by when it is decided, with the row that says so: before it is submitted and after."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from niangjia.core import clock
from niangjia.core.conditions import all_of, fact
from niangjia.core.refusals import Refusal
from niangjia.core.workdays.types import PeriodUnit
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.books import FeePer, FeeRow, GateRow, Learner
from niangjia.creditbank.engine.fees import Counted
from niangjia.creditbank.transcript.papers import approval_forms
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.dues import dues_of
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import BOOK, LATHE, PASSWORD, build_college
from niangjia.web.tests.english import chinese_left

WINDOW = all_of(fact("claimed_on").at_least(101), fact("claimed_on").at_most(1231))
DATED = replace(
    BOOK,
    fees=(
        FeeRow("F1", "第二十条", "认定手续费", Decimal(20), FeePer.DECISION),
        FeeRow("F2", "第二十条", "按学分收费", Decimal("10.5"), FeePer.CREDIT, fact("age_years").at_least(16)),
    ),
    gates=(GateRow("G1", "第四条", WINDOW, "申请时间"),),
    decide_days=15,
    notice_days=7,
    appeal_days=10,
    days_in=PeriodUnit.WORKING_DAYS,
    appeal_to="望溪县教育局",
)
MARCH = all_of(fact("claimed_on").at_least(301), fact("claimed_on").at_most(331))
MONDAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_a_claim_of_two_courses_and_seven_credits_costs_its_fees_and_is_decided_in_fifteen_working_days():
    counted = Counted(Decimal(7), 2, 1)
    found = dues_of(DATED, Learner("w", age_years=30), counted, claimed_on=MONDAY, today=MONDAY)
    assert [(line.fee.row.id, line.fee.yuan) for line in found.fees] == [("F1", Decimal(20)), ("F2", Decimal("73.5"))]
    assert found.total == Decimal("93.5")
    assert [(line.label.en, line.period.last_day, line.left) for line in found.days] == [
        ("Decided by", date(2026, 3, 23), 21)
    ]
    assert found.days[0].says.zh == "规则书设置：审定期限 15个工作日"
    assert [(window.row, window.article) for window in found.windows] == [("G1", "第四条")]


@pytest.mark.django_db
def test_after_the_decision_its_notice_and_appeal_follow_each_other():
    counted = Counted(Decimal(7), 2, 1)
    found = dues_of(
        DATED, Learner("w"), counted, claimed_on=MONDAY, decided_on=MONDAY, today=MONDAY + timedelta(days=30)
    )
    assert [(line.label.en, line.period.last_day) for line in found.days] == [
        ("In public notice until", date(2026, 3, 11)),
        ("Appeals until", date(2026, 3, 25)),
    ]
    assert [line.left < 0 for line in found.days] == [True, True]
    assert [line.fee.is_certain for line in found.fees] == [True, False]  # her age is not recorded


@pytest.mark.browser
def test_the_worker_reads_it_before_and_after_she_claims_and_so_does_the_registrar(page):
    college = build_college(LATHE, book=DATED)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/claim/")
    told = page.locator("main").inner_text()
    assert "认定手续费" in told
    assert "最晚审定" in told
    assert "第二十条" in told
    page.locator("details.nj-clock summary").first.click()
    examined(page, "dues-claim")
    worker = college.actor("zhou")
    with unit_of_work(worker):
        decision = claim_courses(college.enrolment, actor=worker, at=clock.now())
    page.goto(f"/me/claims/{decision}/")
    assert "最晚审定" in page.locator("main").inner_text()
    examined(page, "dues-waiting")
    college.post(decision)
    page.goto(f"/me/claims/{decision}/")
    assert "申诉到" in page.locator("main").inner_text()
    page.get_by_role("button", name="English").click()
    page.set_viewport_size({"width": DESK.width, "height": 900})
    names = ("认定手续费", "按学分收费", "第二十条", "第四条", "望溪县教育局")
    assert [line for line in chinese_left(page) if not any(name in line for name in names)] == []
    examined(page, "dues-posted-en", looks=(PHONE, DESK))
    page.context.clear_cookies()
    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/claims/{decision}/")
    assert "申诉到" in page.locator("aside").last.inner_text()
    examined(page, "dues-registrar", looks=(PHONE, DESK))


@pytest.mark.django_db
def test_the_days_of_claims_around_the_claim_are_told():
    book = replace(DATED, gates=(GateRow("G1", "第四条", MARCH, "申请时间"),))
    found = dues_of(book, Learner("w"), Counted(Decimal(7), 2, 1), claimed_on=MONDAY, today=MONDAY)
    [line] = found.windows
    assert (line.window.first, line.window.last) == (date(2026, 3, 1), date(2026, 3, 31))


def on_day(month, last):
    return all_of(fact("claimed_on").at_least(100 * month + 1), fact("claimed_on").at_most(100 * month + last))


@pytest.mark.django_db
def test_outside_the_days_of_claims_the_worker_is_told_when_the_next_are(client):
    today = clock.today()
    month = today.month % 12 + 1  # the next one
    shut = replace(BOOK, gates=(GateRow("G1", "第四条", on_day(month, 28), "申请时间"),))
    college = build_college(LATHE, book=shut)
    next_one = f"{today.year + (month == 1)}年{month}月1日"
    worker = college.actor("zhou")
    with pytest.raises(Refusal) as refused, unit_of_work(worker):
        claim_courses(college.enrolment, actor=worker, at=clock.now())
    assert refused.value.code == "outside_window"
    assert f"下一次从 {next_one}到" in refused.value.term.zh
    client.login(username="zhou", password=PASSWORD)
    assert next_one in client.get("/me/claim/").content.decode()


@pytest.mark.django_db
def test_the_approval_form_prints_the_window_that_the_claim_fell_into():
    today = clock.today()
    open_now = replace(BOOK, gates=(GateRow("G1", "第四条", on_day(today.month, 31), "申请时间"),))
    college = build_college(LATHE, book=open_now)
    worker, registrar = college.actor("zhou"), college.actor("jiaowu1")
    with unit_of_work(worker):
        key = claim_courses(college.enrolment, actor=worker, at=clock.now())
    with unit_of_work(registrar):
        content = approval_forms(college.college, on=today, decision_id=key, states=[State.CLAIMED])
    remarks = [cell.value for cell in next(load_workbook(BytesIO(content)).worksheets[0].iter_cols(max_col=1))]
    assert any(f"申请窗口 {today.year}年{today.month}月1日至" in str(text) for text in remarks)
