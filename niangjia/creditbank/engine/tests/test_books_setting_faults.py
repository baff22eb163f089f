"""Nonsense in the settings of a rule book is told before it is published, in both languages."""

from decimal import Decimal

import pytest

from niangjia.core.conditions import fact
from niangjia.core.workdays import PeriodUnit
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
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.engine.tests.samples import IS_CERTIFICATE, book, course, programme, worth

MAJOR = programme(course("1", "4"))
SIX = Decimal(6)


def limit(kind: LimitKind = LimitKind.AMOUNT, side: Side = Side.SOURCE, **settings: object) -> LimitRow:
    return LimitRow("L", "第十一条", "上限", kind, side, **settings)


def with_limit(kind: LimitKind = LimitKind.AMOUNT, side: Side = Side.SOURCE, **settings: object) -> RuleBook:
    return book(limits=(limit(kind, side, **settings),), term_starts=("03-01", "09-01"))


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (with_limit(credits=SIX, each_of="colour"), "each_of_wrong"),
        (with_limit(credits=SIX, each_of="course_term"), "each_of_wrong"),
        (with_limit(side=Side.SINK, credits=SIX, each_of="issuer"), "each_of_wrong"),
        (with_limit(LimitKind.UNRELATED_COUNT, count=1, each_of="issuer"), "each_of_wrong"),
        (with_limit(side=Side.SINK, credits=SIX, period=Period.YEAR, dated_by=DatedBy.AWARD), "period_wrong"),
        (with_limit(LimitKind.UNRELATED_COUNT, count=1, period=Period.YEAR), "period_wrong"),
        (with_limit(credits=SIX, dated_by=DatedBy.AWARD), "period_wrong"),
        (book(limits=(limit(credits=SIX, period=Period.TERM),)), "no_terms"),
        (with_limit(LimitKind.LEAST_SHARE, part=3, whole=4), "limit_incomplete"),
        (with_limit(LimitKind.LEAST_SHARE, when=IS_CERTIFICATE), "limit_incomplete"),
        (book(term_starts=("03-01", "03-01")), "start_wrong"),
        (book(term_starts=("13-01",)), "start_wrong"),
        (book(year_start="02-29"), "start_wrong"),
        (
            book(
                jurisdictions=(
                    JurisdictionRow("J1", "五", "欧洲", ("大学",)),
                    JurisdictionRow("J2", "五", "韩国", ("大学",)),
                )
            ),
            "issuer_twice",
        ),
        (book(valuations=(worth("V", "1", fact("jurisdiction").equals("欧洲")),)), "no_jurisdiction"),
        (book(jurisdictions=(JurisdictionRow("J1", "五", "欧洲", ()),)), "row_incomplete"),
        (book(modules=(ModuleRow("K", "八", "数控", SIX),)), "row_incomplete"),
        (book(modules=(ModuleRow("K", "八", "数控", SIX, ("9",)),)), "unknown_course"),
        (book(modules=(ModuleRow("K", "八", "数控", SIX, categories=("别的",)),)), "unknown_category"),
        (book(recencies=(RecencyRow("N", "十二", IS_CERTIFICATE, 0),)), "row_incomplete"),
        (book(recencies=(RecencyRow("N", " ", IS_CERTIFICATE, 12),)), "no_article"),
        (book(recencies=(RecencyRow("N", "十二", fact("course_term").equals(1), 12),)), "unknown_fact"),
        (book(marks=(MarkRow("M", "九", IS_CERTIFICATE, " "),)), "row_incomplete"),
        (book(marks=(MarkRow("M", "九", fact("score").equals("高"), "90"),)), "wrong_value"),
        (book(fees=(FeeRow("F", "十", "费", Decimal(0), FeePer.CREDIT),)), "row_incomplete"),
        (book(fees=(FeeRow("F", "十", "费", SIX, FeePer.CREDIT, IS_CERTIFICATE),)), "unknown_fact"),
        (
            book(fees=(FeeRow("F", "十", "费", SIX, FeePer.CREDIT),), marks=(MarkRow("F", "九", IS_CERTIFICATE),)),
            "id_twice",
        ),
        (book(level_slack=Decimal("-0.5")), "figure_wrong"),
        (book(mark_step=Decimal(0)), "figure_wrong"),
        (book(quorum=0), "figure_wrong"),
        (book(notice_days=-1), "figure_wrong"),
        (book(decide_days=0), "figure_wrong"),
        (book(days_in=PeriodUnit.MONTHS), "figure_wrong"),
    ],
)
def test_what_cannot_work_is_an_error(rules: RuleBook, code: str) -> None:
    found = proofread(rules, (MAJOR,)).errors
    assert [each.code for each in found] == [code]
    assert all(each.term.zh and each.term.en and "{" not in each.term.zh + each.term.en for each in found)


@pytest.mark.parametrize(
    "rules",
    [
        with_limit(credits=SIX, each_of="issuer", period=Period.TERM, dated_by=DatedBy.AWARD),
        with_limit(LimitKind.LEAST_SHARE, when=IS_CERTIFICATE, part=3, whole=4),
        with_limit(side=Side.SINK, credits=SIX, each_of="course_category", period=Period.YEAR),
        book(modules=(ModuleRow("K", "八", "数控", SIX, ("1",)),), level_slack=Decimal("0.5")),
        book(decide_days=15, notice_days=7, appeal_days=10, appeal_to="安庆市教育局", quorum=5),
    ],
)
def test_what_makes_sense_passes(rules: RuleBook) -> None:
    assert proofread(rules, (MAJOR,)).errors == ()
