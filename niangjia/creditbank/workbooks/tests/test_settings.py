from datetime import date, datetime
from decimal import Decimal

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.core.workdays import PeriodUnit
from niangjia.creditbank.engine.books import (
    DatedBy,
    FeePer,
    FeeRow,
    JurisdictionRow,
    LimitKind,
    MarkRow,
    ModuleRow,
    Period,
    RecencyRow,
    RelationKind,
    SeveralMarks,
)
from niangjia.creditbank.engine.canonical import book_from_text, book_to_text
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.workbooks.reading.cells.days import read_day_number, read_month_day
from niangjia.creditbank.workbooks.reading.faults import Unfit
from niangjia.creditbank.workbooks.tests.test_rulebooks import SETTINGS, codes, read


@pytest.mark.parametrize(
    "cell",
    ["3月1日", "03-01", "3/1", "3.1", "2026-03-01", date(2026, 3, 1), datetime(2026, 3, 1, 8)],  # noqa: DTZ001
)
def test_a_day_of_the_year_is_read_however_it_is_written(cell):
    assert (read_month_day(cell), read_day_number(cell)) == ("03-01", 301)


@pytest.mark.parametrize("cell", ["三月", "2月29日", "13-01", 3.1, None, True])
def test_what_is_no_day_of_every_year_is_told(cell):
    with pytest.raises(Unfit, match="no_day"):
        read_month_day(cell)


def test_every_setting_is_read():
    book = read(
        设置=[
            *SETTINGS,
            ("允许低于课程等级", 0.5),
            ("学期起始日", "3月1日、9月1日"),
            ("学年起始日", "9月1日"),
            ("多项成果的成绩", "按学分加权平均"),
            ("成绩取整单位", 0.5),
            ("发布所需同意数", "5人"),
            ("期限单位", "工作日"),
            ("审定期限", "15个工作日"),
            ("公示天数", 7),
            ("申诉期限", 10),
            ("申诉受理", "安庆市教育局"),
        ]
    ).content
    assert (book.level_slack, book.term_starts, book.year_start) == (Decimal("0.5"), ("03-01", "09-01"), "09-01")
    assert (book.several_marks, book.mark_step) == (SeveralMarks.WEIGHTED_MEAN, Decimal("0.5"))
    assert (book.quorum, book.decide_days, book.notice_days, book.appeal_days) == (5, 15, 7, 10)
    assert (book.days_in, book.appeal_to) == (PeriodUnit.WORKING_DAYS, "安庆市教育局")


def test_a_cap_may_count_each_of_something_and_each_term():
    book = read(
        限额=[
            ("编号", "依据", "名称", "限额种类", "上限", "分别计算", "期间", "期间依据", "最低等级"),
            ("L1", "十", "每家单位", "学分上限", 6, "发证单位", None, None, None),
            ("L2", "十", "每学期", "学分上限", 24, None, "学期", "取得日期", None),
            ("L3", "十", "每学年", "学分上限", 42, None, "学年", None, None),
            ("L4", "十", "每个学期的课", "学分上限", 10, "开课学期", None, None, None),
            ("L5", "十", "达到等级", "最低占比", "75%", None, None, None, "三级"),
        ]
    ).content
    told = [(row.each_of, row.period, row.dated_by, row.side) for row in book.limits]
    assert told == [
        ("issuer", None, None, Side.SOURCE),
        (None, Period.TERM, DatedBy.AWARD, Side.SOURCE),
        (None, Period.YEAR, None, Side.SOURCE),
        ("course_term", None, None, Side.SINK),
        (None, None, None, Side.SOURCE),
    ]
    least = book.limits[-1]
    assert (least.kind, least.part, least.whole) == (LimitKind.LEAST_SHARE, 3, 4)
    assert least.when == fact("level").at_least(Decimal(4))


def test_the_further_sheets_are_read():
    book = read(
        颁发地区=[("编号", "依据", "名称", "发证单位"), ("D1", "五", "欧洲", "里斯本大学、根特大学")],
        上级模块=[("编号", "依据", "名称", "最低等级", "所含课程"), ("K1", "八", "数控", "二级", "数控车削、3")],
        时效=[("编号", "依据", "主题", "最长月数"), ("S1", "十二", "计算机", "24个月")],
        成绩换算=[
            ("编号", "依据", "最低成绩", "记载成绩"),
            ("C1", "九", 90, "优秀"),
            ("C2", "九", 60, None),
        ],
        费用=[
            ("编号", "依据", "名称", "学籍状态", "金额", "计费单位"),
            ("F1", "十", "工本费", "不在籍", 20, "每门课程"),
        ],
        互斥=[("编号", "依据", "关系"), ("X1", "八", "同一成果多次获奖"), ("X2", "八", "同名课程已在本校通过")],
        门槛=[("编号", "依据", "名称", "申请不早于", "申请不晚于"), ("M1", "三", "申请期", "3月1日", "4月15日")],
    ).content
    assert book.jurisdictions == (JurisdictionRow("D1", "五", "欧洲", ("里斯本大学", "根特大学")),)
    assert book.modules == (ModuleRow("K1", "八", "数控", Decimal(5), ("1", "3")),)
    assert book.recencies == (RecencyRow("S1", "十二", fact("subject").equals("计算机"), 24),)
    score = fact("score")
    assert book.marks == (
        MarkRow("C1", "九", score.at_least(Decimal(90)), "优秀"),
        MarkRow("C2", "九", score.at_least(Decimal(60))),
    )
    outside = fact("is_enrolled").is_false()
    assert book.fees == (FeeRow("F1", "十", "工本费", Decimal(20), FeePer.COURSE, outside),)
    assert [row.kind for row in book.relations] == [RelationKind.SAME_ACHIEVEMENT, RelationKind.NAME_PASSED_HERE]
    assert book.gates[0].when == all_of(fact("claimed_on").at_least(301), fact("claimed_on").at_most(415))
    assert book_from_text(book_to_text(book)) == book


def test_what_is_wrong_in_the_further_sheets_is_told():
    reading = read(
        设置=[*SETTINGS, ("学期起始日", "春分"), ("成绩取整单位", 0)],
        上级模块=[("编号", "依据", "名称", "最低等级", "所含课程"), ("K1", "八", "数控", "二级", None)],
        时效=[("编号", "依据", "主题", "最长月数"), ("S1", "十二", None, 24)],
        费用=[("编号", "依据", "名称", "金额", "计费单位"), ("F1", "十", "工本费", 0, "每门课程")],
        限额=[("编号", "依据", "名称", "限额种类", "上限", "分别计算"), ("L1", "十", "单位", "学分上限", 6, "颜色")],
    )
    assert codes(reading) == [
        ("no_day", "设置", 7, "B 内容"),
        ("step_zero", "设置", 8, "B 内容"),
        ("course_missing", "上级模块", 2, "E 所含课程"),
        ("condition_missing", "时效", 2, None),
        ("fee_zero", "费用", 2, "D 金额"),
        ("not_a_choice", "限额", 2, "F 分别计算"),
    ]
