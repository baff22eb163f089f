"""Registrar and certifier at their desks, in a real browser: what they do in a day, and what is refused."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision, ProposalRun
from niangjia.creditbank.conversion.tasks import compute_proposals
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.programmes.models import Programme
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import AT, BOOK, COMPUTING, LATHE, PASSWORD, build_college
from niangjia.web.tests.english import chinese_left
from tests.worlds import worker_paper

pytestmark = [pytest.mark.browser]
HEADER = "证件号码,姓名,成果类型,名称,证书编号,取得日期,职业（工种）,等级"
DESK_PAGES = ("", "claims/", "claims/?state=posted", "learners/", "programmes/", "rules/", "proposals/", "papers/")


def claimed(college):
    worker = college.actor("zhou")
    with unit_of_work(worker):
        return claim_courses(college.enrolment, actor=worker, at=clock.now())


def chosen(page, name, text, encoding="utf-8"):
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": text.encode(encoding)})


def test_every_page_of_the_registrar_reads_well(page):
    college = build_college(LATHE)
    claimed(college)
    log_in(page, "jiaowu1", PASSWORD)
    for path in DESK_PAGES:
        page.goto(f"/registrar/{path}")
        name = f"registrar-zh-{path.strip('/').replace('/?', '-') or 'home'}"
        examined(page, name, looks=(PHONE, replace(DESK, theme="dark"), DESK))


def test_every_page_of_the_registrar_is_english_after_the_switch(page):
    college = build_college(LATHE)
    decision = claimed(college)
    log_in(page, "jiaowu1", PASSWORD)
    page.get_by_role("button", name="English").click()
    with unit_of_work(college.actor("jiaowu1")):
        programme, book = Programme.objects.get(), RuleBook.objects.get(publisher_id=college.college)
    opened = (
        f"claims/{decision}/",
        f"programmes/{programme.id}/",
        f"rules/{book.id}/",
        f"learners/{college.enrolment}/",
    )
    for path in (*DESK_PAGES, *opened):
        page.goto(f"/registrar/{path}")
        examined(page, f"registrar-en-{path.strip('/')[:12].replace('/', '-') or 'home'}", looks=(DESK, PHONE))
        page.set_viewport_size({"width": DESK.width, "height": 900})
        assert chinese_left(page) == []


def test_every_page_of_the_certifier_is_english_after_the_switch(page):
    college = build_college(LATHE)
    college.deposit(COMPUTING)
    log_in(page, "renzheng", PASSWORD)
    page.get_by_role("button", name="English").click()
    for path in ("", "done/", "import/", "relations/"):
        page.goto(f"/certifier/{path}")
        examined(page, f"certifier-en-{path.strip('/') or 'queue'}", looks=(PHONE, DESK))
        page.set_viewport_size({"width": DESK.width, "height": 900})
        assert chinese_left(page) == []


def test_a_programme_is_read_course_by_course(page):
    build_college()
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/programmes/")
    page.get_by_role("link", name="数控技术（示例）").click()
    assert "思想政治理论" in page.locator("table").inner_text()
    examined(page, "registrar-programme")


def test_she_posts_a_claim_and_undoes_it_with_a_reason(page):
    college = build_college(LATHE, COMPUTING)
    decision = claimed(college)
    log_in(page, "jiaowu1", PASSWORD)
    assert page.locator("h1").inner_text() == "有 1 份申请等您办"
    page.goto(f"/registrar/claims/{decision}/")
    examined(page, "registrar-claim-waiting")
    page.get_by_role("button", name="入账", exact=True).click()
    assert "1 份已入账" in page.get_by_role("status").first.inner_text()
    examined(page, "registrar-claim-posted")
    with unit_of_work(college.actor("jiaowu1")):
        assert balance(college.enrolment) == 900
    page.get_by_text("办错了，冲销").click()
    page.fill("#why", "证书登记有误")
    page.get_by_role("button", name="冲销这份认定").click()
    assert "已冲销" in page.get_by_role("status").first.inner_text()
    assert "证书登记有误" in page.locator(".nj-timeline").inner_text()
    examined(page, "registrar-claim-reversed")
    with unit_of_work(college.actor("jiaowu1")):
        assert balance(college.enrolment) == 0


def test_chosen_claims_are_posted_together(page):
    college = build_college(LATHE)
    claimed(college)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/claims/")
    page.locator("td input[name=pick]").check()
    page.get_by_role("button", name="选中的入账").click()
    assert "1 份已入账" in page.get_by_role("status").first.inner_text()
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get().record.state == "posted"


def test_without_a_choice_nothing_is_posted(page):
    college = build_college(LATHE)
    claimed(college)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/claims/")
    page.get_by_role("button", name="选中的入账").click()
    assert "没有选中任何申请" in page.get_by_role("alert").inner_text()
    examined(page, "registrar-nothing-chosen", status=422)


def test_she_sees_a_learner_with_plan_and_history(page):
    college = build_college(LATHE)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/learners/?q=zxl")
    page.locator("td.c-name a").click()
    assert "数控编程" in page.locator("main").inner_text()
    examined(page, "registrar-learner")
    page.get_by_role("button", name="代学员申请这些课程").click()
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get().record.state == "claimed"


def test_proposals_are_computed_with_progress(page):
    college = build_college(LATHE)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/proposals/")
    page.get_by_role("button", name="为全部学员测算").click()
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        run = ProposalRun.objects.get()
    compute_proposals(run_id=str(run.id), account_id=str(registrar.account_id))
    page.goto("/registrar/proposals/")
    told = page.locator("#run").inner_text()
    assert "已完成" in told
    assert "2 / 2" in told
    examined(page, "registrar-proposals-done")


def test_a_second_person_publishes_a_draft(page):
    college = build_college()
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        key = draft_rule_book(replace(BOOK, version=4), publisher_id=college.college, actor=registrar, at=AT)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    assert "由第二个人发布" in page.locator("aside").last.inner_text()
    assert page.get_by_role("button", name="发布第 4 版").count() == 0
    examined(page, "registrar-own-draft")
    page.context.clear_cookies()
    log_in(page, "jiaowu2", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    page.get_by_role("button", name="发布第 4 版").click()
    assert "已发布" in page.get_by_role("status").first.inner_text()


def test_a_rule_book_with_faults_is_told_place_by_place(page):
    build_college()
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/rules/")
    chosen(page, "规则.csv", "规则书\n行号,乱七八糟\nR1,1\n")
    page.get_by_role("button", name="上传草稿").click()
    assert page.locator("h1").inner_text() == "文件没有导入"
    examined(page, "registrar-rule-book-faults", status=422)


def test_papers_can_be_taken_away(page):
    college = build_college(LATHE)
    college.post(claimed(college))
    log_in(page, "jiaowu1", PASSWORD)
    page.goto("/registrar/papers/")
    for name in ("审批表", "汇总表"):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name, exact=True).first.click()
        with open(taken.value.path(), "rb") as file:  # noqa: PTH123 - the browser's own temporary file
            assert name in load_workbook(BytesIO(file.read())).worksheets[0]["A1"].value


def test_the_certifier_certifies_and_refuses_with_a_reason(page):
    college = build_college()
    college.deposit(LATHE, COMPUTING)
    log_in(page, "renzheng", PASSWORD)
    examined(page, "certifier-queue")
    page.get_by_role("checkbox", name="车工").check()
    page.get_by_role("button", name="看一遍再办").click()
    page.get_by_role("checkbox", name="我看过原件").check()
    examined(page, "certifier-review")
    page.get_by_role("button", name="通过这些成果").click()
    assert "已认证 1 项" in page.get_by_role("status").first.inner_text()
    page.locator("td input[name=pick]").check()
    page.get_by_role("button", name="看一遍再办").click()
    page.select_option("#no-reason", label="登记的内容与材料不符")
    page.fill("#reason", "查不到原课程成绩")
    page.get_by_role("button", name="不予认证").click()
    page.goto("/certifier/done/")
    assert "查不到原课程成绩" in page.locator("main").inner_text()
    examined(page, "certifier-done")
    with unit_of_work(college.actor("renzheng")):
        assert sorted(Outcome.objects.values_list("record__state", flat=True)) == ["certified", "refused"]


def test_the_certifier_imports_a_file_and_mends_what_is_wrong(page):
    college = build_college()
    good = f"{worker_paper(0).number},周晓岚,技能等级证书,车工,T-1,2025/11/20,6-18-01-01,三级"
    bad = f"{worker_paper(1).number},林静,技能等级证书,车工,T-2,2025-13-40,6-18-01-01,三级"
    log_in(page, "renzheng", PASSWORD)
    page.goto("/certifier/import/")
    examined(page, "certifier-import")
    chosen(page, "成果.csv", f"登记表\n{HEADER}\n{good}\n{bad}", "gb18030")
    page.get_by_role("button", name="上传并检查").click()
    told = page.locator("tbody tr").first.inner_text()
    assert "2025-13-40" in told
    assert worker_paper(1).number not in page.content()
    examined(page, "certifier-import-faults", status=422)
    with unit_of_work(college.actor("renzheng")):
        assert not Outcome.objects.exists()
    page.get_by_role("button", name="先存入没有问题的 1 行").click()
    with unit_of_work(college.actor("renzheng")):
        assert Outcome.objects.get().certificate_number == "T-1"


@pytest.mark.parametrize(
    ("username", "path"), [("zhou", "/registrar/"), ("renzheng", "/registrar/claims/"), ("jiaowu1", "/certifier/")]
)
def test_another_roles_desk_is_closed_with_a_sentence(page, username, path):
    build_college()
    log_in(page, username, PASSWORD)
    answer = page.goto(path)
    assert answer.status == 403
    assert "您没有在任何单位担任" in page.get_by_role("alert").inner_text()
    examined(page, f"closed-{username}", looks=(PHONE, DESK), status=403)
