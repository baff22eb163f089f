"""A rule book as tables: what it sets stands there, what it leaves out does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from niangjia.core.conditions import fact
from niangjia.creditbank.engine.books import (
    DatedBy,
    FeePer,
    FeeRow,
    JurisdictionRow,
    LimitKind,
    LimitRow,
    MarkRow,
    ModuleRow,
    Period,
    RecencyRow,
    RuleBook,
)
from niangjia.creditbank.engine.problem import Side
from niangjia.web.rulebook_page import rule_book_tables

BARE = RuleBook("RD", 1, "认定规则", "示例学院", date(2026, 3, 2))
ROWS = replace(
    BARE,
    jurisdictions=(JurisdictionRow("D1", "五", "欧洲", ("里斯本大学",)),),
    modules=(ModuleRow("K1", "八", "数控", Decimal(5), ("1",)),),
    recencies=(RecencyRow("S1", "十二", fact("subject").equals("计算机"), 24),),
    marks=(MarkRow("C1", "九", fact("score").at_least(Decimal(90))),),
    fees=(FeeRow("F1", "十", "工本费", Decimal(20), FeePer.COURSE),),
    notice_days=7,
)


def told(book: RuleBook) -> dict[str, list[list[str]]]:
    return {
        table.key: [[cell.zh for cell in line.cells] for line in table.rows]
        for table in rule_book_tables(book, names={"1": "数控车削"})
    }


def test_a_book_that_sets_nothing_has_no_tables():
    assert told(BARE) == {}


def test_every_further_row_and_setting_stands_in_a_table():
    assert told(ROWS) == {
        "jurisdictions": [["D1", "欧洲", "里斯本大学", "五"]],
        "modules": [["K1", "数控", "二级（技师）：数控车削", "八"]],
        "recencies": [["S1", "内容：计算机", "24 个月", "十二"]],
        "marks": [["C1", "成绩不低于90 分", "成果本身的成绩", "九"]],
        "fees": [["F1", "工本费", "所有人", "20 元，每门课程", "十"]],
        "settings": [["公示天数", "7 日"]],
    }


def test_a_cap_says_of_what_each_it_holds():
    rows = (
        LimitRow("L1", "十", "单位", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(6), each_of="issuer"),
        LimitRow("L2", "十", "学期", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(24), period=Period.TERM),
        replace(
            LimitRow("L3", "十", "学年", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(42), period=Period.YEAR),
            dated_by=DatedBy.AWARD,
        ),
        LimitRow("L4", "十", "等级", LimitKind.LEAST_SHARE, Side.SOURCE, part=3, whole=4),
    )
    assert [line[3] for line in told(replace(BARE, limits=rows))["limits"]] == [
        "6.0 学分（每个颁发单位分别算）",
        "24.0 学分（每个学期（按认定日期）分别算）",
        "42.0 学分（每个学年（按取得日期）分别算）",
        "不低于 3/4",
    ]
