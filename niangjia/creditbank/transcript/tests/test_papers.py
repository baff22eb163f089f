"""审批表 and 汇总表 hold the figures of the ledger, and nothing is printed where nothing is posted."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.creditbank.transcript.papers import approval_forms, class_summaries
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance
from niangjia.web.tests.college import AT, BOOK, COMPUTING, LATHE, build_college

pytestmark = pytest.mark.django_db
BOXES = ["申请人签字", "系（部）意见", "教务处意见", "公示结果"]


def posted():
    made = build_college(LATHE, COMPUTING)
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return made


@pytest.mark.parametrize(
    ("paper", "title", "figure_at"), [(approval_forms, "审批表", 4), (class_summaries, "汇总表", 5)]
)
def test_a_paper_adds_up_to_the_balance_of_the_ledger(paper, title, figure_at):
    made = posted()
    with unit_of_work(made.actor("jiaowu1")):
        content = paper(made.college, on=AT.date())
        recorded = balance(made.enrolment)
    (sheet,) = load_workbook(BytesIO(content)).worksheets
    rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert title in rows[0][0]
    (total,) = [line for line in rows if line[0] == "合计"]
    assert round(total[figure_at] * 100) == recorded == 900
    assert {"数控编程", "车工工艺", "计算机应用基础"} <= {cell for line in rows for cell in line}


def lines_of(content):
    (sheet,) = load_workbook(BytesIO(content)).worksheets
    return sheet, [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_each_decision_names_the_version_that_it_was_made_by():
    made = build_college(LATHE, COMPUTING)
    worker, first, second = (made.actor(name) for name in ("zhou", "jiaowu1", "jiaowu2"))
    with unit_of_work(worker):
        old = claim_courses(made.enrolment, courses=["JS"], actor=worker, at=clock.now())
    made.post(old)
    with unit_of_work(first):
        key = draft_rule_book(replace(BOOK, version=4), publisher_id=made.college, actor=first, at=AT)
    with unit_of_work(second):
        publish_rule_book(key, actor=second, at=AT)
    with unit_of_work(worker):
        new = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(new)
    with unit_of_work(first):
        numbers = [Decision.objects.get(record_id=each).record.number for each in (old, new)]
        hashes = [Decision.objects.get(record_id=each).book_hash[:12] for each in (old, new)]
        _, student = lines_of(approval_forms(made.college, on=AT.date()))
        _, together = lines_of(class_summaries(made.college, on=AT.date()))
    remarks = [line[0] for line in student if str(line[0]).startswith("文号")]
    for remark, number, version, digest in zip(remarks, numbers, (3, 4), hashes, strict=True):
        assert f"文号：{number}　" in remark
        assert f"第 {version} 版（校验码 {digest}）" in remark
    assert {line[3]: line[-2:] for line in together if line[1] == "2025001"} == {
        "JS": [numbers[0], "第 3 版"],
        "NC": [numbers[1], "第 4 版"],
        "CG": [numbers[1], "第 4 版"],
    }


def test_an_approval_form_can_be_signed_before_its_claim_is_posted():
    made = build_college(LATHE)
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    with unit_of_work(made.actor("jiaowu1")):
        content = approval_forms(made.college, on=AT.date(), decision_id=key, states=[State.CLAIMED])
    sheet, lines = lines_of(content)
    boxes = {line[0]: place for place, line in enumerate(lines, start=1) if line[0] in BOXES}
    assert list(boxes) == BOXES
    assert [sheet.row_dimensions[place].height > 2 * 28 for place in boxes.values()] == [True] * len(BOXES)
    assert any("尚未入账" in str(line[0]) for line in lines)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"C{place}:K{place}" for place in boxes.values()} <= merged


def test_without_postings_there_is_no_paper():
    made = build_college(LATHE)
    with pytest.raises(Refusal) as refused, unit_of_work(made.actor("jiaowu1")):
        approval_forms(made.college, on=AT.date())
    assert refused.value.code == "nothing_posted"
