"""A condition is checked and told in the words of the facts catalogue."""

from datetime import date
from decimal import Decimal

import pytest

from niangjia.core.conditions import (
    Condition,
    Truth,
    all_of,
    any_of,
    context,
    count_of,
    explain,
    fact,
    parameter,
    sum_of,
)
from niangjia.core.conditions.checking import mistakes
from niangjia.core.conditions.wording import sentences
from niangjia.core.facts import FactKind, FactType
from niangjia.core.terms import Term

GOLD = ("gold", Term("金奖", "gold"))
FACTS = {
    each.name: each
    for each in (
        FactType("level", FactKind.DECIMAL, Term("技能等级", "skill level"), "test", unit=Term("级", "levels")),
        FactType("prize", FactKind.CODE, Term("奖项", "prize"), "test", values=(GOLD,)),
        FactType("awarded_on", FactKind.DATE, Term("取得日期", "date of award"), "test"),
        FactType("is_member", FactKind.BOOLEAN, Term("是会员", "membership"), "test"),
        FactType("outcomes", FactKind.COLLECTION, Term("学习成果", "outcomes"), "test"),
        FactType("outcomes.hours", FactKind.INTEGER, Term("学时", "hours"), "test"),
        FactType("outcomes.title", FactKind.TEXT, Term("名称", "title"), "test"),
    )
}


def test_a_sound_condition_has_no_mistakes() -> None:
    sound = all_of(
        fact("level").at_least(parameter("least_level")),
        fact("level").more_than(count_of("outcomes", fact("hours").at_least(8))),
        fact("prize").one_of("gold", context("prize")),
        fact("is_member").is_true(),
        any_of("outcomes", fact("title").equals("焊工")),
        sum_of("outcomes", "hours").at_least(40),
    )
    assert mistakes(sound, FACTS) == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (fact("colour").equals("red"), "There is no fact named colour."),
        (any_of("outcomes", fact("level").at_least(3)), "There is no fact named outcomes.level."),
        (any_of("level"), "level is no collection."),
        (any_of("awards"), "There is no fact named awards."),
        (fact("outcomes").equals(3), "outcomes is a collection and can't be compared itself."),
        (fact("level").equals("three"), "level can't be compared with three: the types differ."),
        (fact("prize").more_than(fact("prize")), "prize has no order, so more_than can't be asked."),
        (fact("level").under("6-18"), "level can't be compared with 6-18: the types differ."),
        (sum_of("outcomes", "title").at_least(3), "outcomes.title is no number and can't be summed."),
        (sum_of("outcomes", "days").at_least(3), "There is no fact named outcomes.days."),
    ],
)
def test_what_can_not_be_asked_is_said(wrong: Condition, sentence: str) -> None:
    assert [each.en for each in mistakes(all_of(wrong, wrong), FACTS)] == [sentence]


def test_each_line_says_what_is_asked_held_and_missing() -> None:
    asked = all_of(
        fact("level").at_least(Decimal(5)),
        fact("prize").one_of("gold"),
        fact("awarded_on").at_least(date(2025, 1, 1)),
        fact("is_member").is_true(),
        count_of("outcomes", fact("hours").at_least(8)).at_least(2),
        sum_of("outcomes", "hours").at_least(10),
        any_of("outcomes"),
    )
    held = {
        "level": Decimal("3.5"),
        "prize": "gold",
        "awarded_on": date(2024, 12, 30),
        "outcomes": [{"hours": 8}],
    }
    told = sentences(explain(asked, held), FACTS)
    assert [verdict for verdict, _ in told] == [
        Truth.NO,
        Truth.YES,
        Truth.NO,
        Truth.UNKNOWN,
        Truth.NO,
        Truth.NO,
        Truth.YES,
    ]
    assert [term.zh for _, term in told] == [
        "技能等级不得少于 5；现为 3.5，相差 1.5 级",
        "奖项须为 金奖 之一；现为 金奖",
        "取得日期不得早于 2025-01-01；现为 2024-12-30，相差 2 天",
        "是会员须为 是；尚未登记，需要补充",
        "符合条件的学习成果数不得少于 2；现为 1，相差 1",
        "符合条件的学时合计不得少于 10；现为 8，相差 2",
        "学习成果中至少一项符合条件",
    ]
    assert told[2][1].en == "date of award must not be before 2025-01-01; it is 2024-12-30, off by 2 days"
