"""审批表 and 汇总表 hold the figures of the ledger, and nothing is printed where nothing is posted."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.transcript.papers import approval_forms, class_summaries
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance
from niangjia.web.tests.college import AT, COMPUTING, LATHE, build_college

pytestmark = pytest.mark.django_db


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
    assert rows[-1][0] == "合计"
    assert round(rows[-1][figure_at] * 100) == recorded == 900
    assert {"数控编程", "车工工艺", "计算机应用基础"} <= {cell for line in rows for cell in line}


def test_without_postings_there_is_no_paper():
    made = build_college(LATHE)
    with pytest.raises(Refusal) as refused, unit_of_work(made.actor("jiaowu1")):
        approval_forms(made.college, on=AT.date())
    assert refused.value.code == "nothing_posted"
