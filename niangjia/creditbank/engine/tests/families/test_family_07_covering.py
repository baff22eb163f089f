"""Family 7: covering. One to one, one to several, several to one, packages; full cover or top-up; own worth."""

from decimal import Decimal

import pytest

from niangjia.core.conditions import fact
from niangjia.creditbank.engine.books import Case, PackageRow, PackageTake
from niangjia.creditbank.engine.problem import Cover
from niangjia.creditbank.engine.tests.families.reading import freed, spent
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    course,
    frees,
    programme,
    training,
    worth,
)


def of_trainings(*hours: int, **settings: object) -> Case:
    """Trainings at 18 hours a credit, and one course of 3 credits."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    held = (training(f"T{place}", each) for place, each in enumerate(hours))
    return case(rules, programme(course("1", "3", **settings)), *held)


def test_one_outcome_frees_one_course_or_several() -> None:
    rules = book(valuations=(worth("V", "7"),), rows=(frees("R", "1", "2"),))
    asked = case(rules, programme(course("1", "4"), course("2", "3")), certificate("A", 4))
    assert freed(asked) == {"1": 4, "2": 3}


def test_several_together_free_one_unless_the_course_forbids_it() -> None:
    """36 and 18 hours are 3 credits together; a course that takes one outcome only takes neither."""
    assert freed(of_trainings(36, 18)) == {"1": 3}
    assert freed(of_trainings(36, 18, contributors=1)) == {}


def test_full_cover_or_a_part_that_is_topped_up_by_study() -> None:
    """2 of 3 credits: nothing where the whole must be covered, 2 where a part counts, nothing below the least part."""
    assert freed(of_trainings(36)) == {}
    assert freed(of_trainings(36, cover=Cover.PART)) == {"1": 2}
    assert freed(of_trainings(36, cover=Cover.PART, least_part=Decimal("2.5"))) == {}


@pytest.mark.parametrize(("worth_", "is_free"), [("4", True), ("3.5", False)])
def test_an_outcome_frees_no_course_worth_more_than_itself(worth_: str, is_free: bool) -> None:  # noqa: FBT001
    """Even beside another that would fill the rest."""
    rules = book(
        valuations=(worth("V1", worth_, IS_CERTIFICATE), by_hours("V2")),
        rows=(frees("R1", "1", when=IS_CERTIFICATE, not_above_own_value=True), frees("R2", "1", when=IS_TRAINING)),
    )
    asked = case(rules, programme(course("1", "4")), certificate("A", 4), training("T", 9))
    assert ("1" in freed(asked)) is is_free


def package(*takes: PackageTake, gives: tuple[str, ...]) -> PackageRow:
    return PackageRow("B", "第七条", takes, gives)


def test_many_to_many_is_a_fixed_exchange() -> None:
    """A certificate whole and 36 hours of training together free two courses of 4 and 3, all or nothing."""
    take = package(PackageTake(IS_CERTIFICATE), PackageTake(IS_TRAINING, Decimal(2)), gives=("1", "2"))
    rules = book(valuations=(worth("V", "5", IS_CERTIFICATE), by_hours("W")), packages=(take,))
    major = programme(course("1", "4"), course("2", "3"))
    both = case(rules, major, certificate("A", 4), training("T", 54))
    assert (freed(both), spent(both)) == ({"1": 4, "2": 3}, {"A": 5, "T": 2})
    assert freed(case(rules, major, certificate("A", 4), training("T", 27))) == {}
    assert freed(case(rules, major, certificate("A", 4))) == {}


@pytest.mark.parametrize(("unit", "is_free"), [("0.5", True), ("1", False)])
def test_a_package_frees_a_course_in_full_or_not_at_all(unit: str, is_free: bool) -> None:  # noqa: FBT001
    """A course of 1.5 credits that takes parts is credited in whole units: in ones it can't be freed in full."""
    rules = book(
        valuations=(worth("V", "2"),),
        packages=(package(PackageTake(IS_CERTIFICATE), gives=("1",)),),
        step=Decimal(unit),
    )
    asked = case(rules, programme(course("1", "1.5", cover=Cover.PART)), certificate("A", 4))
    assert freed(asked) == ({"1": Decimal("1.5")} if is_free else {})


def test_two_certificates_for_one_course() -> None:
    """n to 1: a lathe and a milling certificate, each of level 4, free one course of 6."""
    lathe, mill = (fact("occupation").equals(code) for code in ("6-18-01-01", "6-18-01-02"))
    rules = book(
        valuations=(worth("V", "2"),),
        packages=(package(PackageTake(lathe), PackageTake(mill), gives=("1",)),),
    )
    major = programme(course("1", "6"))
    held = certificate("A", 4), certificate("B", 4, occupation="6-18-01-02")
    assert freed(case(rules, major, *held)) == {"1": 6}
    assert freed(case(rules, major, held[0])) == {}
