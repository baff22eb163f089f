"""Family 9: floors. Residency caps what may be recognised; category minimums and the share at level are reported."""

from decimal import Decimal

from niangjia.creditbank.engine.books import Case, CategoryFloor, Learner
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.problem import Aim
from niangjia.creditbank.engine.tests.families.reading import freed, posted, recognised
from niangjia.creditbank.engine.tests.samples import book, by_hours, case, course, frees, programme, training

MINIMUMS = (CategoryFloor("专业课", Decimal(45)), CategoryFloor("公共课", Decimal(15)))


def of_eighty(hours: int, *, residency: str = "0", aim: Aim = Aim.CREDITS, **settings: object) -> Case:
    """A programme of 80 credits, 60 of the major and 20 general; trainings may free all of it."""
    major = [course(f"M{place:02}", "5") for place in range(12)]
    general = [course(f"G{place}", "5", "公共课") for place in range(4)]
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", *(each.code for each in (*major, *general))),))
    plan = programme(*major, *general, total="80", residency=residency, floors=MINIMUMS, aim=aim)
    return case(rules, plan, training("T", hours), **settings)


def test_eighteen_credits_are_studied_here() -> None:
    """1800 hours are 100 credits: of 80, 62 at most are recognised, and in whole courses of 5 that is 60."""
    assert recognised(of_eighty(1800)) == 80
    assert recognised(of_eighty(1800, residency="18")) == 60


def test_what_was_recognised_before_counts_against_residency() -> None:
    """55 credits are on record: 7 more may be, and in courses of 5 that is 5."""
    earlier = tuple(posted("X", f"M{place:02}", "5", decision=f"D{place}") for place in range(11))
    assert recognised(of_eighty(1800, residency="18", history=earlier)) == 5


def test_minimums_of_the_major_and_general_part_are_reported() -> None:
    """45 of the major and 15 general of 80: with 10 credits and 40 of the major passed, what is short is told."""
    passed = Learner("w", passed_courses=frozenset(f"M{place:02}" for place in range(8)))
    totals = convert(of_eighty(180, learner=passed)).certain.totals
    assert (totals.recognised, totals.passed) == (10, 40)
    assert dict(totals.shortfalls) == {"专业课": 5, "公共课": 5}


def test_a_floor_never_makes_a_case_impossible() -> None:
    """Someone with 5 credits reaches no minimum, and still gets the 5."""
    assert recognised(of_eighty(90)) == 5


def test_a_programme_may_aim_at_its_requirements_first() -> None:
    """40 of the major and 10 general are passed. 10 credits: first by number (any), or first what is required."""
    passed = frozenset({*(f"M{place:02}" for place in range(8)), "G0", "G1"})
    asked = of_eighty(180, aim=Aim.REQUIREMENTS, learner=Learner("w", passed_courses=passed))
    assert dict(convert(asked).certain.totals.shortfalls) == {}
    assert {code[0] for code in freed(asked)} == {"M", "G"}
