"""No double counting (family 11): which two may not both be used."""

from datetime import date

import pytest

from niangjia.creditbank.engine.books import (
    Case,
    HeldOutcome,
    KindSetting,
    OutcomeKind,
    Prize,
    RelationKind,
    RelationRow,
)
from niangjia.creditbank.engine.relations import Relations, normalised_course, relations_of
from niangjia.creditbank.engine.tests.samples import (
    TODAY,
    book,
    case,
    certificate,
    competition,
    course,
    programme,
    training,
)


def related(kind: RelationKind, *outcomes: HeldOutcome, **settings: object) -> Relations:
    rules = book(relations=(RelationRow("X", "第八条", kind),), **settings)
    asked: Case = case(rules, programme(), *outcomes)
    return relations_of(asked, outcomes, frozenset())


def groups(found: Relations) -> list[set[str]]:
    return [set(group.members) for group in found.outcomes]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高等数学 I", "高等数学（一）"),
        ("高等数学Ⅰ", "高等数学1"),
        ("大学英语 二", "大学英语II"),
        ("ＣＡＤ／ＣＡＭ 技术", "CAD/CAM技术"),
        ("机械 制图", "机械制图"),
        ("电工电子（四）", "电工电子 Ⅳ"),
    ],
)
def test_names_of_one_course(one: str, other: str) -> None:
    assert normalised_course(one) == normalised_course(other)


@pytest.mark.parametrize(("one", "other"), [("高等数学 I", "高等数学 II"), ("机械制图", "机械制造"), ("一", "二")])
def test_names_of_two_courses(one: str, other: str) -> None:
    assert normalised_course(one) != normalised_course(other)


def test_levels_of_one_occupation() -> None:
    lathe = certificate("A", 4), certificate("B", 3), certificate("C", 4, occupation="6-18-02-01")
    assert groups(related(RelationKind.SAME_OCCUPATION_LOWER_LEVEL, *lathe)) == [{"A", "B"}]


def test_the_higher_level_swallows_the_lower_as_soon_as_it_is_held() -> None:
    settings = {"kinds": (KindSetting(OutcomeKind.SKILL_CERTIFICATE, swallow="held"),)}
    outcomes = certificate("A", 4), certificate("B", 3), certificate("C", 2)
    found = related(RelationKind.SAME_OCCUPATION_LOWER_LEVEL, *outcomes, **settings)
    assert [(each.outcome, each.by) for each in found.swallowed] == [("B", "A"), ("C", "A")]
    assert found.outcomes == ()


def test_ranks_of_one_competition() -> None:
    outcomes = (
        competition("A", 4, Prize.FIRST, event="全省数控大赛 2025"),
        competition("B", 3, Prize.FIRST, event="全省数控大赛2025"),
        competition("C", 3, Prize.FIRST, event="全市焊工大赛2025"),
        competition("D", 3, Prize.FIRST),
        competition("E", 3, Prize.FIRST),
    )
    assert groups(related(RelationKind.SAME_EVENT, *outcomes)) == [{"A", "B"}]


def test_one_certificate_number() -> None:
    outcomes = (
        certificate("A", 4, certificate_number="JN-2023-08264"),
        training("B", 36, certificate_number="ＪＮ2023 08264"),
        training("C", 36),
        training("D", 36),
    )
    assert groups(related(RelationKind.SAME_CERTIFICATE_NUMBER, *outcomes)) == [{"A", "B"}]


def test_an_earlier_course_under_two_names() -> None:
    outcomes = [
        HeldOutcome(key, OutcomeKind.EARLIER_COURSE, "已修", TODAY, subject=name)
        for key, name in [("A", "高等数学 I"), ("B", "高等数学（一）"), ("C", "高等数学二")]
    ]
    assert groups(related(RelationKind.SAME_COURSE_NAME, *outcomes)) == [{"A", "B"}]


def test_two_courses_of_one_name_in_the_programme() -> None:
    rules = book(relations=(RelationRow("X", "第八条", RelationKind.SAME_COURSE_NAME),))
    major = programme(course("1", "2", name="制图 I"), course("2", "2", name="制图（一）"), course("3", "2"))
    found = relations_of(case(rules, major), (), frozenset({"2"}))
    assert [(set(group.members), group.used) for group in found.courses] == [({"1", "2"}, "2")]


def test_training_inside_a_certificate() -> None:
    outcomes = (
        certificate("A", 4, awarded_on=date(2025, 5, 1)),
        training("T", 36, occupation="6-18-01", awarded_on=date(2025, 3, 1)),
        training("U", 36, occupation="6-31", awarded_on=date(2025, 3, 1)),
    )
    found = related(RelationKind.TRAINING_INSIDE_CERTIFICATE, *outcomes)
    assert [(each.certificate, each.training) for each in found.shared] == [("A", "T")]


def test_a_lot_begun_elsewhere_closes_its_group() -> None:
    """The higher certificate was spent in another programme: the lower one may not be used here."""
    outcomes = certificate("A", 4, standard_value=800, balance=300), certificate("B", 3, standard_value=500)
    found = related(RelationKind.SAME_OCCUPATION_LOWER_LEVEL, *outcomes)
    assert found.outcomes[0].used == "A"
