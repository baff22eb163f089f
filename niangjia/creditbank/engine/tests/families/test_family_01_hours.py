"""Family 1: hours to credits. The ratio, the smallest unit, the rounding, and where it happens."""

from decimal import Decimal
from fractions import Fraction

import pytest

from niangjia.core.conditions import Condition, all_of, fact
from niangjia.creditbank.engine.books import Case, JurisdictionRow, RoundingPlace, ValuationRow
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.problem import Rounding
from niangjia.creditbank.engine.tests.families.reading import freed, recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_TRAINING,
    book,
    by_hours,
    case,
    course,
    frees,
    pool,
    programme,
    training,
)


def of_hours(*hours: int, per: str = "18", to: str = "pool", residency: str = "0", **settings: object) -> Case:
    """Trainings of so many hours, of which a pool of 20 credits (or a course of 3) may be filled."""
    rules = book(valuations=(by_hours("V", per),), rows=(frees("R", "P"),), **settings)
    sink = pool("P", "20", "0.1") if to == "pool" else course("P", "3")
    trainings = (training(f"T{place}", each) for place, each in enumerate(hours))
    return case(rules, programme(sink, residency=residency), *trainings)


@pytest.mark.parametrize(
    ("per", "credits_"), [("10", "9"), ("15", "6"), ("16", "5.5"), ("18", "5"), ("25", "3.5"), ("30", "3")]
)
def test_ninety_hours_at_the_ratio_of_the_book(per: str, credits_: str) -> None:
    """90 hours at 10, 15, 16, 18, 25 and 30 hours a credit, in halves: 5.625 gives 5.5, and 3.6 gives 3.5."""
    assert recognised(of_hours(90, per=per)) == Decimal(credits_)


def test_each_jurisdiction_has_its_own_ratio() -> None:
    """90 hours are 5.0 at 18 hours a credit at home, 3.6 at 25 in Europe and 6.0 at 15 in Korea."""

    def measured(key: str, per: str, *when: Condition) -> ValuationRow:
        return ValuationRow(key, "第九条", all_of(IS_TRAINING, *when), measure="hours", per=Decimal(per))

    where = fact("jurisdiction")
    rules = book(
        step=Decimal("0.1"),
        valuations=(
            measured("V1", "25", where.equals("欧洲")),
            measured("V2", "15", where.equals("韩国")),
            measured("V3", "18", where.equals("中国")),
        ),
        jurisdictions=(
            JurisdictionRow("J1", "第九条", "欧洲", ("里斯本大学",)),
            JurisdictionRow("J2", "第九条", "韩国", ("国家平生教育振兴院",)),
            JurisdictionRow("J3", "第九条", "中国", ("安庆市总工会",)),
        ),
        rows=(frees("R", "P"),),
    )
    found = {
        issuer: recognised(case(rules, programme(pool("P", "20", "0.1")), training("T", 90, issuer=issuer)))
        for issuer in ("安庆市总工会", "里斯本大学", "国家平生教育振兴院", "无人知晓")
    }
    assert found == {"安庆市总工会": 5, "里斯本大学": Decimal("3.6"), "国家平生教育振兴院": 6, "无人知晓": 0}


@pytest.mark.parametrize(("step", "credits_"), [("0.5", "2"), ("0.1", "2.3"), ("1", "2")])
def test_the_smallest_unit(step: str, credits_: str) -> None:
    """42 hours at 18 are 2 1/3 credits."""
    assert recognised(of_hours(42, step=Decimal(step))) == Decimal(credits_)


def test_rounding_each_outcome_or_each_course() -> None:
    """Three trainings of 6 hours at 18 are one credit together; each alone is a third, and nothing in halves."""
    assert recognised(of_hours(6, 6, 6, rounding_place=RoundingPlace.COURSE)) == 1
    assert recognised(of_hours(6, 6, 6, rounding_place=RoundingPlace.OUTCOME)) == 0
    assert recognised(of_hours(6, 6, 6, rounding_place=RoundingPlace.OUTCOME, rounding=Rounding.CEIL)) == Decimal("1.5")


def test_rounding_up_a_course_that_falls_short() -> None:
    """50 hours at 18 are 2.77: cut they do not free a course of 3 credits; rounded in halves they do."""
    assert freed(of_hours(50, to="course")) == {}
    assert freed(of_hours(50, to="course", rounding=Rounding.HALF_UP)) == {"P": 3}


@pytest.mark.parametrize(
    ("hours", "rounding", "posted", "by_rounding"),
    [
        (168, Rounding.FLOOR, "9", "0"),
        (168, Rounding.HALF_UP, "9.33", "0.17"),
        (165, Rounding.HALF_UP, "9", "0"),
        (165, Rounding.CEIL, "9.16", "0.34"),
        (171, Rounding.CEIL, "9.5", "0"),
    ],
)
def test_rounding_the_total(hours: int, rounding: Rounding, posted: str, by_rounding: str) -> None:
    """9.33 in halves is cut to 9.0 or counts as 9.5; what rounding adds is posted to no course, and counts."""
    totals = convert(of_hours(hours, rounding=rounding, rounding_place=RoundingPlace.TOTAL)).certain.totals
    assert (totals.recognised, totals.by_rounding) == (Decimal(posted), Decimal(by_rounding))
    assert totals.to_study == 80 - Decimal(posted) - Decimal(by_rounding)


def test_rounding_the_total_up_never_passes_what_may_be_recognised() -> None:
    """70.7 of 80 credits are to be studied here: 9.3 may be recognised, not 9.5."""
    asked = of_hours(180, rounding=Rounding.CEIL, rounding_place=RoundingPlace.TOTAL, residency="70.7")
    totals = convert(asked).certain.totals
    assert (totals.recognised, totals.by_rounding) == (Decimal("9.3"), 0)


def test_the_grain_is_fine_enough_for_every_ratio() -> None:
    """10 hours at 30 and at 18 a credit are 1/3 and 5/9: 8/9 in all, cut once and not twice."""
    assert Fraction(10, 30) + Fraction(10, 18) == Fraction(8, 9)
    first = ValuationRow("V0", "第九条", fact("title").equals("夜校"), measure="hours", per=Decimal(30))
    rules = book(step=Decimal("0.01"), valuations=(first, by_hours("V")), rows=(frees("R", "P"),))
    trainings = (training("T1", 10, title="夜校"), training("T2", 10))
    assert recognised(case(rules, programme(pool("P", "20", "0.1")), *trainings)) == Decimal("0.88")
