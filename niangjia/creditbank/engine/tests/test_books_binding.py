"""Which limits keep a plan from recognising more, by their rows."""

from dataclasses import replace
from decimal import Decimal

from niangjia.creditbank.engine.binding import what_binds
from niangjia.creditbank.engine.books import LimitKind, LimitRow, RelationKind, RelationRow
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    book,
    by_hours,
    case,
    certificate,
    course,
    frees,
    pool,
    programme,
    training,
    worked_example,
    worth,
)


def test_the_worked_example_is_bound_by_residency_alone() -> None:
    """Half a credit less of residency brings 0.5; half a credit more for certificates would bring nothing."""
    found = what_binds(convert(worked_example()))
    assert found.proven
    assert [(each.name, each.term.zh, each.step, each.brings) for each in found.limits] == [
        ("residency", "认定总量不超过 11.0 学分", Decimal("0.5"), Decimal("0.5"))
    ]


def test_a_row_is_named_with_its_article_and_figures() -> None:
    limit = LimitRow("L1", "第十一条", "证书认定", LimitKind.AMOUNT, Side.SOURCE, IS_CERTIFICATE, credits=Decimal(2))
    rules = book(valuations=(worth("V", "5"),), rows=(frees("R", "P"),), limits=(limit,))
    found = what_binds(convert(case(rules, programme(pool("P", "4")), certificate("A", 4))))
    (only,) = found.limits
    assert (only.row, only.article, only.brings) == (limit, "第十一条", Decimal("0.5"))
    assert only.line is not None
    assert only.line.held is not None
    assert (only.line.held.zh, only.line.required and only.line.required.zh) == ("2.0", "不超过 2.0 学分")


def test_a_number_of_courses_is_counted_in_ones() -> None:
    limit = LimitRow("L1", "第十一条", "免修门数", LimitKind.COURSE_COUNT, Side.SINK, count=1)
    rules = book(valuations=(worth("V", "9"),), rows=(frees("R", "1", "2"),), limits=(limit,))
    found = what_binds(convert(case(rules, programme(course("1", "4"), course("2", "3")), certificate("A", 4))))
    assert [(each.term.zh, each.step, each.brings) for each in found.limits] == [("免修门数不超过 1", 1, 3)]


def test_a_pool_that_is_full_and_two_of_one_occupation() -> None:
    rules = book(
        valuations=(worth("V", "3"),),
        rows=(frees("R", "1", "2"),),
        relations=(RelationRow("X", "第八条", RelationKind.SAME_OCCUPATION_LOWER_LEVEL),),
    )
    asked = case(rules, programme(course("1", "3"), course("2", "3")), certificate("A", 4), certificate("B", 3))
    found = what_binds(convert(asked))
    assert [(each.term.zh, each.article, each.brings) for each in found.limits] == [
        ("车工 三级（高级工）、车工 四级（中级工）只能用一项", "第八条", 3)
    ]
    small = book(valuations=(by_hours("V"),), rows=(frees("R", "P"),))
    pooled = what_binds(convert(case(small, programme(pool("P", "1")), training("T", 36))))
    assert [(each.term.zh, each.brings) for each in pooled.limits] == [("《课程P》最多认定 1.0 学分", Decimal("0.5"))]


def test_nothing_binds_where_nothing_more_matches() -> None:
    asked = worked_example()
    found = what_binds(convert(replace(asked, outcomes=asked.outcomes[3:4])))
    assert (found.limits, found.proven) == ((), True)
