"""Family 11: no double counting, as a relation between two things."""

from datetime import date
from decimal import Decimal

import pytest

from niangjia.creditbank.engine.books import (
    Case,
    HeldOutcome,
    KindSetting,
    Learner,
    OutcomeKind,
    Prize,
    RelationKind,
    RelationRow,
)
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.explanation import why_outcome
from niangjia.creditbank.engine.relations import normalised_course
from niangjia.creditbank.engine.standing import Obstacle
from niangjia.creditbank.engine.tests.families.reading import earlier_course, obstacles, posted, recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    book,
    by_hours,
    case,
    certificate,
    competition,
    course,
    frees,
    pool,
    programme,
    training,
    worth,
)


def of(*outcomes: HeldOutcome, relation: RelationKind | None, within: int | None = None, **settings: object) -> Case:
    """Each outcome is worth 4 credits (trainings by their hours); electives take them all."""
    relations = () if relation is None else (RelationRow("X", "第八条", relation, within),)
    kinds = settings.pop("kinds", ())
    rules = book(
        valuations=(by_hours("V1"), worth("V2", "4")), rows=(frees("R", "P"),), relations=relations, kinds=kinds
    )
    major = programme(pool("P", "40"), course("G1", "4", name="高等数学（一）"))
    return case(rules, major, *outcomes, **settings)


def both(relation: RelationKind, *outcomes: HeldOutcome, **settings: object) -> list[Decimal]:
    """Without and with the relation: the two readings."""
    return [recognised(of(*outcomes, relation=each, **settings)) for each in (None, relation)]


def test_one_paper_counts_once() -> None:
    pair = (
        certificate("A", 4, certificate_number="沪2025-001"),
        certificate("B", 3, certificate_number="沪２０２５００１"),
    )
    assert both(RelationKind.SAME_CERTIFICATE_NUMBER, *pair) == [8, 4]


def test_one_work_that_won_two_awards_counts_once() -> None:
    """A small invention won a prize of the city and then one of the province."""
    works = [
        HeldOutcome(key, OutcomeKind.FIVE_SMALLS, title, date(2025, 5, 1), tier=tier)
        for key, title, tier in (("A", "快换夹具", 3), ("B", "快换 夹具", 4))
    ]
    assert both(RelationKind.SAME_ACHIEVEMENT, *works) == [8, 4]


def test_several_ranks_of_one_competition_count_once() -> None:
    """The same event of another year is another event."""
    first, second = (
        competition(key, tier, Prize.FIRST, event=event)
        for key, tier, event in (("A", 4, "安徽省职业技能大赛 2025"), ("B", 3, "安徽省职业技能大赛（2025）"))
    )
    later = competition("C", 4, Prize.FIRST, event="安徽省职业技能大赛（2026）")
    assert both(RelationKind.SAME_EVENT, first, second) == [8, 4]
    assert both(RelationKind.SAME_EVENT, first, later) == [8, 8]


def test_the_lower_level_is_swallowed_when_the_higher_is_used_or_already_when_it_is_held() -> None:
    """Used: one of the two, whichever serves better. Held: the lower does not count even where the higher can't."""
    low, high = certificate("A", 3), certificate("B", 4, expires_on=date(2030, 1, 1))
    assert both(RelationKind.SAME_OCCUPATION_LOWER_LEVEL, low, high) == [8, 4]
    swallow = (KindSetting(OutcomeKind.SKILL_CERTIFICATE, swallow="held"),)
    asked = of(low, high, relation=RelationKind.SAME_OCCUPATION_LOWER_LEVEL, kinds=swallow)
    assert obstacles(asked) == {"A": Obstacle.SWALLOWED, "B": None}
    other = certificate("C", 4, occupation="6-18-01-02")
    assert both(RelationKind.SAME_OCCUPATION_LOWER_LEVEL, low, other) == [8, 8]


@pytest.mark.parametrize("name", ["高等数学I", "高等数学 一", "高等数学（1）", "高等数学Ⅰ", "高等数学-1", "高等数学１"])
def test_one_course_under_many_names(name: str) -> None:
    assert normalised_course(name) == normalised_course("高等数学1")
    pair = earlier_course("A", name), earlier_course("B", "高等数学1")
    assert both(RelationKind.SAME_COURSE_NAME, *pair) == [8, 4]


def test_the_second_part_of_a_course_is_another_course() -> None:
    pair = earlier_course("A", "高等数学（二）"), earlier_course("B", "高等数学1")
    assert both(RelationKind.SAME_COURSE_NAME, *pair) == [8, 8]


def test_an_earlier_course_that_was_passed_here_under_the_same_name() -> None:
    """高等数学（一） was passed here: the same course of another college would count the same learning again."""
    passed = Learner("w", passed_courses=frozenset({"G1"}))
    held = earlier_course("A", "高等数学 I")
    assert both(RelationKind.NAME_PASSED_HERE, held, learner=passed) == [4, 0]
    asked = of(held, relation=RelationKind.NAME_PASSED_HERE, learner=passed)
    assert obstacles(asked) == {"A": Obstacle.COUNTED_ALREADY}
    assert "高等数学（一）" in str(why_outcome(convert(asked), "A"))


def test_training_hours_that_led_to_a_certificate() -> None:
    """72 hours (4 credits) before the certificate lie inside it; of another trade, or long before, they do not."""
    lathe = certificate("A", 4, awarded_on=date(2025, 5, 1))
    inside = training("T", 72, occupation="6-18-01", awarded_on=date(2025, 2, 1))
    elsewhere = training("T", 72, occupation="4-03", awarded_on=date(2025, 2, 1))
    earlier = training("T", 72, occupation="6-18-01", awarded_on=date(2023, 2, 1))
    found = [
        both(RelationKind.TRAINING_INSIDE_CERTIFICATE, lathe, each, within=12) for each in (inside, elsewhere, earlier)
    ]
    assert found == [[8, 4], [8, 8], [8, 8]]


def test_what_a_posted_decision_used_keeps_its_relatives_out() -> None:
    """The lower level was recognised last year; the higher one does not count beside it."""
    asked = of(
        certificate("A", 3),
        certificate("B", 4),
        relation=RelationKind.SAME_OCCUPATION_LOWER_LEVEL,
        history=(posted("A", "P", "4"),),
    )
    assert obstacles(asked) == {"A": Obstacle.SPENT, "B": Obstacle.COUNTED_ALREADY}


def test_an_outcome_in_two_awards_is_spent_once() -> None:
    """Half of its lot went into another programme: what is left here is the other half, whatever the relation."""
    half = certificate("A", 4, standard_value=400, balance=200)
    rules = book(valuations=(worth("V", "4", IS_CERTIFICATE),), rows=(frees("R", "P"),))
    assert recognised(case(rules, programme(pool("P", "40")), half)) == 2
