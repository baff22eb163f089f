"""The catalogue of facts, and how their values are put into words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from niangjia.creditbank.engine.books import Learner, Prize
from niangjia.creditbank.engine.facts import CATALOGUE, About, course_facts, facts_of, learner_facts, months_between
from niangjia.creditbank.engine.tests.samples import TODAY, certificate, competition, course, programme, training
from niangjia.creditbank.engine.wording import amount_of, credits_of, number, shown, title_of


def test_every_fact_of_a_case_stands_in_the_catalogue() -> None:
    of_pair = facts_of(certificate("A", 4), Learner("w"), TODAY)
    outcome_side = {name for name, entry in CATALOGUE.items() if entry.about is not About.COURSE}
    assert set(of_pair) == outcome_side
    assert set(course_facts(course("1", "2"))) == set(CATALOGUE) - outcome_side
    assert set(learner_facts(Learner("w"), TODAY)) <= outcome_side


def test_the_field_is_that_of_the_programme() -> None:
    major = programme(occupations=("6-18",))
    learner = Learner("w")
    assert facts_of(certificate("A", 4), learner, TODAY, major)["in_field"] is True
    assert facts_of(certificate("A", 4, occupation="6-180"), learner, TODAY, major)["in_field"] is False
    assert facts_of(training("T", 4), learner, TODAY, major)["in_field"] is None
    assert facts_of(certificate("A", 4), learner, TODAY)["in_field"] is None


def test_months_are_whole() -> None:
    assert months_between(date(2025, 5, 9), date(2026, 5, 8)) == 11
    assert months_between(date(2025, 5, 8), date(2026, 5, 8)) == 12
    assert months_between(date(2026, 5, 8), date(2025, 5, 8)) == 0


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("level", Decimal(4), "三级（高级工）", "grade 3 (senior)"),
        ("level", Decimal("3.5"), "四级（中级工）以上半级", "half a grade above grade 4 (intermediate)"),
        ("tier", 4, "省级", "province"),
        ("prize", "second", "二等奖", "second prize"),
        ("rank", 3, "第 3 名", "rank 3"),
        ("hours", Decimal("4.50"), "4.5 学时", "4.5 hours"),
        ("hours", Decimal(54), "54 学时", "54 hours"),
        ("credits", Decimal(3), "3.0 学分", "3.0 credits"),
        ("share", Decimal("0.4"), "40%", "40%"),
        ("is_team", True, "是", "yes"),
        ("awarded_on", date(2026, 5, 3), "2026年5月3日", "03 May 2026"),
        ("kind", "training", "培训学时", "training hours"),
        ("level", None, "没有登记", "not recorded"),
        ("issuer", "省总工会", "省总工会", "省总工会"),
    ],
)
def test_values_in_words(name: str, value: object, zh: str, en: str) -> None:
    found = shown(name, value)
    assert (found.zh, found.en) == (zh, en)


def test_credits_that_no_two_decimals_hold() -> None:
    assert credits_of(Fraction(5, 2)).zh == "2.5 学分"
    assert number(Fraction(9, 4)).zh == "2.25"
    assert credits_of(Fraction(1, 3)).zh == "约 0.33 学分"
    assert amount_of("hours", Fraction(9)).zh == "9 学时"


def test_an_outcome_by_its_title() -> None:
    assert title_of(certificate("A", 4)).zh == "车工 三级（高级工）"
    assert title_of(competition("C", 4, Prize.SECOND)).zh == "技能竞赛 省级 二等奖"
    assert title_of(replace(training("T", 36), title="工会培训")).en == "工会培训 36 hours"
