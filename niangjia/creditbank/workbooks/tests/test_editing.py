"""A rule book written as sheets and read again is the same book, on a page and in a workbook; a row changed, too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from niangjia.core.conditions import fact, none_of
from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.books import NeverRow
from niangjia.creditbank.engine.canonical import book_from_text, book_hash, book_to_text
from niangjia.creditbank.workbooks.editing import is_kept_whole, read_rule_sheets, sheets_of
from niangjia.creditbank.workbooks.forms.rulebook import RECOGNITIONS, RULE_BOOK_FORMS, VALUATIONS
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.creditbank.workbooks.tests.files import ON, programmes
from niangjia.creditbank.workbooks.tests.test_rulebooks import SETTINGS, read
from niangjia.creditbank.workbooks.writing.rulebook import rule_book_workbook

EXAMPLE = Path(__file__).parents[4] / "examples" / "anqing"
FULL = {
    "设置": [
        *SETTINGS,
        ("适用专业", "SK"),
        ("计学分的认定方式", "免修、免考"),
        ("有效期核对日", "认定日"),
        ("最小学分单位", 0.1),
        ("取整方式", "四舍五入"),
        ("学期起始日", "3月1日、9月1日"),
        ("学年起始日", "9月1日"),
        ("多项成果的成绩", "按学分加权平均"),
        ("发布所需同意数", 2),
        ("期限单位", "工作日"),
        ("审定期限", 15),
        ("申诉受理", "教育局"),
    ],
    "成果种类": [
        ("成果类型", "可用次数", "余额处理", "有效月数"),
        ("证书", 3, "作废", 60),
        ("竞赛", "不限", None, None),
    ],
    "折算": [
        ("编号", "依据", "成果类型", "等级", "级别", "最低贡献比例", "折算学分", "计量", "每学分计", "乘以贡献比例"),
        ("Z1", "第五条", "技能等级证书", "三级、二级", None, None, 6, None, None, None),
        ("Z2", "第六条", "培训", None, None, None, None, "学时", 18, None),
        ("Z3", "第六条", "五小", None, "市级；省级", "30%", 2.5, None, None, "是"),
    ],
    "认定": [
        (
            "编号",
            "依据",
            "职业",
            "最低等级",
            "认定课程",
            "认定方式",
            "课程学分不超过",
            "申请不早于",
            "入学不晚于",
            "成绩记载",
        ),
        ("R1", "第七条", "车工；铣工", "四级", "数控车削、3", "免修", None, "3月1日", date(2025, 9, 1), "85"),
        ("R2", "第七条", None, None, "2", "免听", 3, None, None, None),
    ],
    "组合": [
        ("编号", "依据", "成果类型", "取用学分", "换得课程", "决定方式"),
        ("P1", "九", "证书", 3, "机械制图", "专家评审"),
        ("P1", "九", "培训", None, None, None),
    ],
    "不认定": [("编号", "依据", "取得方式"), ("B1", "四", "只凭资历取得")],
    "限额": [
        ("编号", "依据", "名称", "限额种类", "成果类型", "课程类别", "上限", "分别计算", "期间"),
        ("L1", "十", "四成", "占总学分比例", None, None, "40%", None, None),
        ("L2", "十", "三本", "成果个数", "证书", None, 3, "发证单位", "学年"),
        ("L3", "十", "公共课", "学分上限", None, "公共基础课", 2.5, None, "学期"),
        ("L4", "十", "四分之一门数", "课程门数", None, None, 0.25, None, None),
    ],
    "互斥": [
        ("编号", "依据", "关系", "月数以内"),
        ("X1", "八", "同职业低等级", None),
        ("X2", "八", "培训含于证书", 12),
    ],
    "门槛": [("编号", "依据", "名称", "学籍状态", "最低年龄"), ("M1", "三", "在籍成年", "在籍", 18)],
    "颁发地区": [("编号", "依据", "名称", "发证单位"), ("D1", "二", "本市", "甲中心、乙中心")],
    "上级模块": [("编号", "依据", "名称", "最低等级", "所含类别"), ("K1", "二", "核心", "四级", "专业核心课")],
    "时效": [("编号", "依据", "成果类型", "最长月数"), ("S1", "二", "培训", 24)],
    "成绩换算": [("编号", "依据", "成果类型", "记载成绩"), ("C1", "二", "证书", "合格")],
    "费用": [("编号", "依据", "名称", "金额", "计费单位"), ("F1", "二", "工本费", 20, "每门课程")],
    "样例": [
        ("编号", "说明", "成果类型", "名称", "取得日期", "职业", "等级", "级别", "奖项", "专业", "课程", "结论"),
        ("Y1", "车工三级", "证书", "车工", "2025-01-01", "车工", "三级", None, None, "数控技术", "数控车削", "认定"),
        ("Y2", "竞赛", "竞赛", "数控大赛", "2025-01-01", None, None, "市级", "一等奖", "SK", "1", "不认定"),
    ],
}


@pytest.fixture(scope="module")
def book():
    """As the bank keeps it: written canonically and read back."""
    reading = read(**FULL)
    assert reading.faults == ()
    return book_from_text(book_to_text(reading.content))


def on_page(sheets):
    return read_rule_sheets(sheets, programmes=programmes(), on=ON)


def as_workbook(book, change=lambda _workbook: None):
    workbook = load_workbook(BytesIO(rule_book_workbook(book, on=ON)))
    change(workbook)
    target = BytesIO()
    workbook.save(target)
    return read_rule_book(SourceFile("b.xlsx", target.getvalue()), programmes=programmes(), on=ON)


def test_a_book_with_a_row_in_every_sheet_is_written_and_read_again_the_same(book):
    assert all(sheets_of(book).of(form) for form in RULE_BOOK_FORMS)
    assert on_page(sheets_of(book)).faults == ()
    assert book_hash(on_page(sheets_of(book)).content) == book_hash(book)
    assert book_hash(as_workbook(book).content) == book_hash(book)


def test_the_sample_book_of_a_hundred_rows_is_written_and_read_again_the_same():
    held = read_programmes(EXAMPLE / "programme.xlsx").content
    sample = read_rule_book(EXAMPLE / "rulebook.xlsx", programmes=held, on=ON).content
    assert is_kept_whole(book_from_text(book_to_text(sample)), programmes=held, on=ON)
    again = read_rule_book(SourceFile("b.xlsx", rule_book_workbook(sample, on=ON)), programmes=held, on=ON).content
    assert book_hash(again) == book_hash(sample)


def test_a_row_changed_on_a_page_and_in_the_workbook_gives_one_hash(book):
    sheets = sheets_of(book)
    changed = sheets.changed(VALUATIONS, 0, {**sheets.of(VALUATIONS)[0], "credits": "7.5", "if_in_field": "是"})

    def typed(workbook):
        sheet = workbook["折算"]
        header = [cell.value for cell in sheet[1]]
        sheet.cell(2, header.index("折算学分") + 1).value = 7.5
        sheet.cell(1, len(header) + 1).value = "专业对口"
        sheet.cell(2, len(header) + 1).value = "是"

    mine = on_page(changed).content
    assert mine.valuations[0].credits == Decimal("7.5")
    assert book_hash(mine) == book_hash(as_workbook(book, typed).content) != book_hash(book)


def test_rows_are_added_in_their_place_and_taken_out(book):
    sheets = sheets_of(book)
    new = {"id": "Z9", "article": "第六条", "if_kind": "师带徒", "measure": "月数", "per": "6"}
    more = on_page(sheets.added(VALUATIONS, 1, new)).content
    assert [row.id for row in more.valuations] == ["Z1", "Z9", "Z2", "Z3"]
    fewer = on_page(sheets.added(VALUATIONS, 1, new).without(VALUATIONS, 1)).content
    assert book_hash(fewer) == book_hash(book)


def test_what_is_wrong_with_a_row_is_told_in_the_words_of_the_workbook(book):
    sheets = sheets_of(book)
    bad = {**sheets.of(RECOGNITIONS)[0], "courses": "绘画"}
    [fault] = on_page(sheets.changed(RECOGNITIONS, 0, bad)).faults

    def typed(workbook):
        sheet = workbook["认定"]
        sheet.cell(2, [cell.value for cell in sheet[1]].index("认定课程") + 1).value = "绘画"

    [same] = as_workbook(book, typed).faults
    assert (fault.code, fault.row, fault.stood) == ("course_unknown", 2, "绘画")
    assert (fault.sheet, fault.row, fault.expected) == (same.sheet, same.row, same.expected)


@pytest.mark.parametrize("cells", [{}, {"id": "合计", "article": ""}])
def test_a_row_that_a_workbook_would_pass_over_is_not_lost_in_silence(book, cells):
    sheets = sheets_of(book)
    reading = on_page(sheets.changed(VALUATIONS, 0, cells))
    assert reading.content is None
    assert [(fault.code, fault.sheet, fault.row) for fault in reading.faults] == [("row_unread", "折算", 2)]


def test_a_condition_that_no_column_can_say_is_refused_by_the_number_of_its_row(book):
    odd = replace(book, never=(NeverRow("B7", "四", none_of(fact("in_field").is_true())),))
    with pytest.raises(Refusal, match="B7") as refused:
        sheets_of(odd)
    assert refused.value.code == "row_unwritable"


def test_a_text_that_cells_would_write_otherwise_is_found_before_anything_is_saved(book):
    spaced = replace(book, title="认定  规则")
    assert is_kept_whole(book, programmes=programmes(), on=ON)
    assert not is_kept_whole(spaced, programmes=programmes(), on=ON)
