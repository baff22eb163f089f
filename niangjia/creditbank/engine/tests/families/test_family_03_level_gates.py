"""Family 3: level gates. On the unit, on its parent, half steps, and a share of credits at level."""

from decimal import Decimal

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import (
    Case,
    KindSetting,
    LimitKind,
    LimitRow,
    ModuleRow,
    OutcomeKind,
)
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.explanation import why_course
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.tests.families.reading import freed, recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    book,
    case,
    certificate,
    course,
    frees,
    pool,
    programme,
    worth,
)


def with_level(level: str, *, asks: str | None = "4", **settings: object) -> Case:
    """A certificate of a level, and one course that asks a level."""
    rules = book(valuations=(worth("V", "5"),), rows=(frees("R", "1"),), **settings)
    return case(rules, programme(course("1", "4", level=asks and Decimal(asks))), certificate("A", level))


@pytest.mark.parametrize(("level", "is_free"), [("3", False), ("3.5", False), ("4", True), ("5", True)])
def test_the_outcome_is_at_the_level_of_the_course_or_above(level: str, is_free: bool) -> None:  # noqa: FBT001
    assert bool(freed(with_level(level))) is is_free


def test_a_book_may_allow_half_a_step_below() -> None:
    """Level 3.5 for a course of level 4: not with a strict book, and with one that allows half a step."""
    assert freed(with_level("3.5")) == {}
    assert freed(with_level("3.5", level_slack=Decimal("0.5"))) == {"1": 4}
    assert freed(with_level("3", level_slack=Decimal("0.5"))) == {}


def test_the_gate_holds_on_the_unit_and_on_its_parent() -> None:
    """The unit asks level 3, its module level 5: level 4 is enough for the unit alone."""
    parent = ModuleRow("M", "第八条", "数控综合模块", Decimal(5), courses=("1",))
    assert freed(with_level("4", asks="3")) == {"1": 4}
    assert freed(with_level("4", asks="3", modules=(parent,))) == {}
    assert freed(with_level("5", asks="3", modules=(parent,))) == {"1": 4}


def test_the_parent_is_named_where_it_is_the_reason() -> None:
    parent = ModuleRow("M", "第八条", "数控综合模块", Decimal(5), courses=("1",))
    told = str(why_course(convert(with_level("4", asks="3", modules=(parent,))), "1"))
    assert ("数控综合模块" in told, "第八条" in told, "二级（技师）" in told) == (True, True, True)


def test_a_parent_named_by_category_holds_where_the_unit_asks_nothing() -> None:
    parent = ModuleRow("M", "第八条", "专业课", Decimal(4), categories=("专业课",))
    assert freed(with_level("3", asks=None, modules=(parent,))) == {}
    assert freed(with_level("4", asks=None, modules=(parent,))) == {"1": 4}


def of_two_levels(*, share: LimitRow | None) -> Case:
    """8 credits of level 5 and 8 of level 2, and a pool that takes 16."""
    rules = book(
        valuations=(worth("V", "8"),),
        rows=(frees("R", "P"),),
        limits=() if share is None else (share,),
        kinds=(KindSetting(OutcomeKind.SKILL_CERTIFICATE),),
    )
    two = certificate("A", 5), certificate("B", 2, occupation="6-29-03-01")
    return case(rules, programme(pool("P", "16")), *two)


def test_at_least_three_quarters_of_the_credits_are_at_level() -> None:
    """8 at level: with at most 2.5 below it in halves (8 of 10.5 are 76 %). Without the share 16 are recognised."""
    at_level = all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))
    least = LimitRow("L", "第十条", "达到等级的学分", LimitKind.LEAST_SHARE, Side.SOURCE, at_level, part=3, whole=4)
    below = all_of(IS_CERTIFICATE, fact("level").less_than(Decimal(4)))
    most = LimitRow("L", "第十条", "低于等级的学分", LimitKind.SHARE_OF_RECOGNISED, Side.SOURCE, below, part=1, whole=4)
    assert recognised(of_two_levels(share=None)) == 16
    assert recognised(of_two_levels(share=least)) == Decimal("10.5")
    assert recognised(of_two_levels(share=most)) == Decimal("10.5")
