"""Which certificate a worker is told to take next: one that exists, in an occupation by its name."""

from decimal import Decimal

from niangjia.core.conditions import all_of, fact, one_or_more_of
from niangjia.creditbank.engine.books import Case
from niangjia.creditbank.engine.suggesting import suggestions
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    book,
    case,
    certificate,
    course,
    frees,
    programme,
    worth,
)

COLD_WORKING = {"6-18-01-01": "车工", "6-18-01-02": "铣工", "6-18-01-04": "磨工", "6-18-01-05": "镗工"}
SENIOR = all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))


def metal(*held: object) -> Case:
    """Any senior certificate of the field frees the first course, a grinder's the second as well."""
    rules = book(
        valuations=(worth("V", "6", IS_CERTIFICATE),),
        rows=(
            frees("R1", "NC", when=all_of(SENIOR, fact("occupation").under("6-18-01"))),
            frees("R2", "GR", when=all_of(SENIOR, fact("occupation").under("6-18-01-04"))),
        ),
    )
    major = programme(course("NC", "4"), course("GR", "2"), occupations=("6-18-01",))
    return case(rules, major, *held)


def told(asked: Case, occupations: dict[str, str]) -> list[tuple[str, Decimal, tuple[str, ...]]]:
    found = suggestions(asked, occupations=occupations)
    return [(each.text.zh, each.brings.gained, each.occupations) for each in found]


def test_occupations_of_equal_effect_are_joined_and_the_best_comes_first() -> None:
    assert told(metal(), COLD_WORKING) == [
        ("考取磨工 三级（高级工）", Decimal(6), ("磨工",)),
        ("考取车工、铣工或镗工 三级（高级工）", Decimal(4), ("车工", "铣工", "镗工")),
    ]


def test_of_many_occupations_some_are_named_and_all_are_given() -> None:
    many = {**COLD_WORKING, "6-18-01-06": "钻床工", "6-18-01-11": "铆工"}
    _, (text, _, names) = told(metal(), many)
    assert text == "考取三级（高级工）：车工、铣工、镗工等 5 种职业之一"
    assert names == ("车工", "铣工", "镗工", "钻床工", "铆工")


def test_a_group_of_the_classification_is_no_certificate() -> None:
    """Without the occupations of the field nothing new is named, least of all the group itself."""
    assert told(metal(), {}) == []


def test_an_occupation_that_is_held_is_told_by_its_next_level() -> None:
    assert told(metal(certificate("A", 3)), {"6-18-01-01": "车工"}) == [("考取车工 三级（高级工）", Decimal(4), ())]


def test_an_occupation_that_no_row_asks_for_is_not_told() -> None:
    assert told(metal(), {"6-31-01-03": "电工"}) == []


def test_a_row_that_names_two_occupations_joins_them() -> None:
    either = one_or_more_of(fact("occupation").under("6-31-01-03"), fact("occupation").under("6-18-02-04"))
    rules = book(valuations=(worth("V", "3", IS_CERTIFICATE),), rows=(frees("R", "1", when=either),))
    asked = case(rules, programme(course("1", "3")))
    field = {"6-18-02-04": "焊工", "6-18-02-01": "铸造工", "6-31-01-03": "电工"}
    assert told(asked, field) == [("考取焊工或电工 三级（高级工）", Decimal(3), ("焊工", "电工"))]
