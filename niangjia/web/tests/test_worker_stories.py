"""A worker's day at her door, in a real browser."""

import pytest

from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import ALL, LATHE, PASSWORD, build_college
from niangjia.web.tests.english import chinese_left

pytestmark = [pytest.mark.browser]


def headings(page):
    return page.locator("h2:visible").all_inner_texts()


def test_a_worker_sees_what_she_may_claim_and_what_is_missing(page):
    build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    assert page.locator("h1").inner_text() == "周晓岚，有 1 件事等您"
    assert page.locator(".nj-figure").inner_text() == "3 门免修和认定，还要修 6 门"
    assert "2 门课 免修，1 门课 学分认定，等您申请" in page.locator("main").inner_text()
    assert "最省力的一步：再学 9 学时，《机床夹具设计》也能免修。" in page.locator("main").inner_text()
    examined(page)
    page.get_by_role("link", name="逐门看").click()
    assert headings(page) == [
        "可以免修和认定的 3 门 9.0 学分",
        "还差一点的 3 门",
        "照常要修，但可以免听、免考",
        "其余要修的 3 门",
        "已修完的 1 门",
    ]
    examined(page)


def test_she_reads_why_a_course_is_freed_down_to_the_certificate(page):
    build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/credits/NC/")
    why = page.locator(".nj-why")
    assert why.locator(".nj-chip").inner_text() == "可以免修"
    assert (
        why.locator(".nj-rule").inner_text()
        == "依据 《学习成果认定规则（示例）》第 3 版 第 12 行，第七条。望溪工匠学院"
    )
    level = why.locator(".nj-conds > li", has_text="证书等级够")
    level.locator("summary").click()
    assert "证书 JN-2025-11-08264，望溪技能评价中心" in level.inner_text()
    examined(page)
    page.get_by_role("link", name="第 12 行").click()
    assert page.url.endswith("#row-12")


def test_she_reads_why_a_course_is_not_freed_and_what_would_free_it(page):
    build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/credits/?show=near")
    assert [text.split("\n")[1] for text in page.locator(".nj-why summary:visible").all_inner_texts()] == [
        "《机床夹具设计》",
        "《电工电子基础》",
        "《技术革新实践》",
    ]
    examined(page, "me-credits-near")
    page.goto("/me/credits/DG/")
    assert "不低于四级（中级工）" in page.locator(".nj-conds > li", has_text="证书等级不够").inner_text()
    assert "考取电工 四级（中级工）" in page.locator(".nj-ways").inner_text()
    examined(page)
    page.goto("/me/credits/SZ/")
    assert "培养方案规定这门课不能免" in page.locator(".nj-why").inner_text()
    examined(page)


def test_she_claims_sees_it_waiting_takes_it_back_and_claims_one_course(page):
    college = build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    page.get_by_role("link", name="去核对并申请").click()
    examined(page)
    page.get_by_role("button", name="提交这 3 门课的申请").click()
    assert page.locator(".nj-chip").first.inner_text() == "等教务处办理"
    examined(page, "me-claims-waiting")
    page.goto("/me/claim/")  # a second claim is not offered: the one that waits is shown
    assert page.locator(".nj-chip").first.inner_text() == "等教务处办理"
    page.goto("/me/")
    assert page.locator("h1").inner_text() == "周晓岚，有 1 份申请在办"
    examined(page, "me-waiting")
    page.locator("ul.nj-rows a").first.click()
    page.get_by_role("button", name="撤回这份申请").click()
    assert page.get_by_role("status").inner_text() == "已撤回。成果一点没有动用，随时可以再申请。"
    examined(page, "me-claims-withdrawn")
    page.goto("/me/credits/NC/")
    page.get_by_role("link", name="只申请《数控编程》").click()
    page.get_by_role("button", name="提交这 1 门课的申请").click()
    with unit_of_work(college.actor("jiaowu1")):
        assert list(Decision.objects.order_by("record_id").values_list("record__state", flat=True)) == [
            State.WITHDRAWN,
            State.CLAIMED,
        ]


def test_she_sees_what_was_recorded_and_the_balance_that_proves_it(page):
    college = build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/claim/")
    page.get_by_role("button", name="提交这 3 门课的申请").click()
    with unit_of_work(college.actor("jiaowu1")):
        decision = Decision.objects.get()
    college.post(decision.record_id)
    page.reload()
    assert page.locator(".nj-chip").first.inner_text() == "已记入"
    examined(page, "me-claims-posted")
    page.goto("/me/credits/?show=freed")
    recorded = page.locator("section", has=page.get_by_role("heading", name="已记入的 3 门")).inner_text()
    assert "9.0 学分" in recorded
    assert "与学分账的余额一致。" in recorded
    examined(page, "me-credits-recorded")
    page.goto("/me/outcomes/")
    assert "还剩 1.0 学分" in page.locator("li", has_text="车工").inner_text()
    examined(page, "me-outcomes-spent")


def test_she_sees_her_outcomes_what_a_certificate_would_bring_and_who_read_her_data(page):
    college = build_college(LATHE)
    waiting, _ = college.deposit(*ALL[1:3])
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/outcomes/")
    states = page.locator(".nj-chip").all_inner_texts()
    assert sorted(states) == ["已认证", "等认证", "等认证"]
    examined(page)
    page.get_by_role("link", name="车工").click()
    assert page.locator(".nj-strand").all_inner_texts() == ["《车工工艺》 3.0 学分", "《数控编程》 4.0 学分"]
    examined(page, "me-outcome-used")
    page.goto(f"/me/outcomes/{waiting}/")
    examined(page, "me-outcome-waiting", looks=(PHONE,))
    page.goto("/me/next/")
    examined(page)
    page.goto("/me/account/")
    assert page.locator("dd").first.inner_text() == "349***********1015"
    assert "登记时核对了您的身份" in page.locator("main").inner_text()
    examined(page)


def test_every_page_speaks_english_after_the_switch(page):
    build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    page.get_by_role("button", name="English").click()
    for path in ("", "credits/", "credits/JJ/", "claim/", "outcomes/", "next/", "account/"):
        page.goto(f"/me/{path}")
        assert page.locator("html").get_attribute("lang") == "en"
        examined(page, f"en-me-{path.strip('/').replace('/', '-')}", looks=(PHONE, DESK))
        assert chinese_left(page) == []


def test_without_a_rule_book_the_page_says_so_and_goes_on(page):
    build_college(LATHE, book=None)
    log_in(page, "zhou", PASSWORD)
    assert "没有有效的认定规则，暂时不能申请" in page.locator("main").inner_text()
    examined(page, "me-no-book")
    page.goto("/me/credits/")
    examined(page, "me-credits-no-book", looks=(PHONE,))
    page.goto("/me/next/")
    examined(page, "me-next-no-book", looks=(PHONE,))


def test_she_opens_why_not_more_and_reads_what_holds_her_back(page):
    build_college(LATHE)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/credits/")
    page.get_by_text("为什么不能再多").click()
    page.get_by_text("再没有能对上课程的了").wait_for()
    examined(page, "worker-why-not-more")
