"""A draft edited on a page: row by row, by the checks of the workbook; who comes second is told."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import approve_rule_book, draft_rule_book
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import AT, BOOK, PASSWORD, build_college

DRAFT = replace(BOOK, version=4, quorum=2, consult_days=5)


def drafted(college, book=DRAFT):
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        return draft_rule_book(book, publisher_id=college.college, actor=registrar, at=AT)


def enter(client, username):
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username=username))
    return client


@pytest.fixture
def desk(client, db):  # noqa: ARG001 - its effect is needed before a log-in
    college = build_college()
    return enter(client, "jiaowu1"), college, drafted(college)


def sent(key, **cells):
    row = RuleBook.objects.get(id=key)
    return {"hash": row.content_hash, "id": "V5", "article": "第十一条", "if_kind": ["五小成果"], **cells}


def rows(key, *rest):
    return "/".join((f"/registrar/rules/{key}/rows", *map(str, rest), ""))


def test_a_row_is_changed_and_everything_else_stays(desk):
    client, _, key = desk
    before = engine_book(RuleBook.objects.get(id=key))
    answer = client.post(rows(key, "valuations", 4), sent(key, credits="2.5"), follow=True)
    assert "已保存到草稿" in answer.content.decode()
    after = engine_book(RuleBook.objects.get(id=key))
    assert str(after.valuations[4].credits) == "2.5"
    assert replace(after, valuations=before.valuations) == before


def test_the_same_form_sent_unchanged_changes_nothing(desk):
    client, _, key = desk
    answer = client.post(rows(key, "valuations", 4), sent(key, credits="2"), follow=True)
    assert "没有改动" in answer.content.decode()


def test_a_row_with_a_mistake_is_shown_again_with_the_sentence_under_its_field(desk):
    client, _, key = desk
    before = RuleBook.objects.get(id=key).content_hash
    answer = client.post(rows(key, "valuations", 4), sent(key, credits="两分"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "应为数字，例如 4 或 3.5" in page
    assert 'value="两分"' in page
    assert RuleBook.objects.get(id=key).content_hash == before


def test_who_saves_second_is_told_and_overwrites_nothing(desk):
    client, _, key = desk
    late = sent(key, credits="3")
    client.post(rows(key, "valuations", 4), sent(key, credits="2.5"))
    answer = client.post(rows(key, "valuations", 4), late)
    assert answer.status_code == 422
    assert "草稿又改过了" in answer.content.decode()
    assert str(engine_book(RuleBook.objects.get(id=key)).valuations[4].credits) == "2.5"


def test_a_row_is_added_after_another_and_taken_out_again(desk):
    client, _, key = desk
    first = RuleBook.objects.get(id=key).content_hash
    client.post(rows(key, "valuations", 1, "add"), sent(key, id="V9", credits="1"))
    assert [row.id for row in engine_book(RuleBook.objects.get(id=key)).valuations][:3] == ["V1", "V9", "V2"]
    client.post(rows(key, "valuations", 1, "delete"), sent(key))
    assert RuleBook.objects.get(id=key).content_hash == first


def test_a_setting_is_changed_and_code_and_version_are_not(desk):
    client, _, key = desk
    items = client.get(rows(key)).content.decode()
    assert rows(key, "settings", 0) not in items
    client.post(rows(key, "settings", 2), {**sent(key), "content": "改了名（示例）"})
    assert RuleBook.objects.get(id=key).title == "改了名（示例）"
    answer = client.post(rows(key, "settings", 1), {**sent(key), "content": "9"})
    assert (answer.status_code, RuleBook.objects.count()) == (422, 3)


def test_approvals_given_before_a_change_are_told_to_be_void(desk):
    client, college, key = desk
    other = college.actor("jiaowu2")
    with unit_of_work(other):
        approve_rule_book(key, seen_hash=RuleBook.objects.get(id=key).content_hash, actor=other, at=AT)
    answer = client.post(rows(key, "valuations", 4), sent(key, credits="2.5"), follow=True)
    assert "此前 1 人的同意作废" in answer.content.decode()


def test_a_colleague_reads_the_rows_and_is_refused_a_change(desk):
    client, _, key = desk
    enter(client, "jiaowu2")
    page = client.get(rows(key)).content.decode()
    assert "只有起草人能改" in page
    assert rows(key, "valuations", 4) not in page
    answer = client.post(rows(key, "valuations", 4), sent(key, credits="2.5"))
    assert answer.status_code == 422
    assert "只有起草人能改" in answer.content.decode()


def test_what_is_published_is_not_edited_but_followed_by_the_next_version(desk):
    client, _, key = desk
    old = RuleBook.objects.get(code="RD", version=3)
    assert client.get(rows(old.id)).status_code == 404
    answer = client.post(f"/registrar/rules/{old.id}/next/", follow=True)
    assert "第 5 版草稿已建好" in answer.content.decode()
    assert key != RuleBook.objects.get(code="RD", version=5).id


def test_the_book_is_downloaded_and_uploaded_again_the_same(desk):
    client, _, key = desk
    content = client.get(f"/registrar/rules/{key}/workbook/").content
    assert load_workbook(BytesIO(content))["折算"]["A2"].value == "V1"
    file = BytesIO(content)
    file.name = "规则.xlsx"
    answer = client.post("/registrar/rules/upload/", {"file": file}, follow=True)
    assert "没有改动" in answer.content.decode()


@pytest.mark.parametrize(
    "path", [("valuations", 99), ("colours", 0), ("settings", 0, "add"), ("valuations", 99, "add")]
)
def test_rows_that_are_not_there_are_not_found(desk, path):
    client, _, key = desk
    assert client.get(rows(key, *path)).status_code == 404


@pytest.mark.browser
@pytest.mark.long
def test_a_registrar_edits_her_draft_on_a_page(page):
    key = drafted(build_college())
    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    examined(page, "rule-book-edit", looks=(PHONE, DESK))
    page.get_by_role("link", name="逐条修改草稿").click()
    examined(page, "rule-rows")
    page.get_by_role("link", name="修改 V5").click()
    examined(page, "rule-row")
    page.fill("#f-credits", "两分")
    page.get_by_role("button", name="保存这一条").click()
    examined(page, "rule-row-wrong", looks=(PHONE, DESK), status=422)
    page.fill("#f-credits", "2.5")
    page.get_by_role("button", name="保存这一条").click()
    assert "已保存到草稿" in page.get_by_role("status").first.inner_text()
    page.get_by_role("link", name="在后面加一条 N1").click()
    examined(page, "rule-row-new", looks=(PHONE, DESK), status=422)  # the answer before
