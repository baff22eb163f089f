"""What a condition says of a worker: examples to check by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

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
    from_canonical,
    holds,
    none_of,
    one_or_more_of,
    parameter,
    sum_of,
    to_canonical,
)
from niangjia.core.refusals import Refusal

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
SENIOR_FITTER = all_of(
    fact("kind").equals("skill_certificate"),
    fact("level").at_least(Decimal(4)),
    fact("occupation").under("6-18"),
)


class Prize(StrEnum):
    FIRST = "first"


def test_all_lines_must_hold() -> None:
    worker = {"kind": "skill_certificate", "level": Decimal(4), "occupation": "6-18-01-01"}
    assert holds(SENIOR_FITTER, worker) is YES
    assert holds(SENIOR_FITTER, {**worker, "level": Decimal("3.5")}) is NO
    assert holds(SENIOR_FITTER, {**worker, "occupation": "6-180-01"}) is NO


def test_what_is_not_known_is_neither_yes_nor_no() -> None:
    assert holds(SENIOR_FITTER, {"kind": "skill_certificate", "level": Decimal(4)}) is UNKNOWN
    assert holds(SENIOR_FITTER, {"kind": "skill_certificate", "level": Decimal(3)}) is NO
    assert holds(none_of(fact("expired").is_true()), {}) is UNKNOWN
    assert holds(one_or_more_of(fact("a").is_true(), fact("b").is_false()), {"b": False}) is YES


def test_the_trace_says_what_is_held_asked_and_missing() -> None:
    found = explain(SENIOR_FITTER, {"kind": "skill_certificate", "level": Decimal("2.5"), "occupation": None})
    kind, level, occupation = found.lines()
    assert found.verdict is NO
    assert (kind.fact, kind.verdict, kind.gap) == ("kind", YES, None)
    assert (level.held, level.operator, level.bound) == (Decimal("2.5"), "at_least", Decimal(4))
    assert level.gap == Decimal("1.5")
    assert (occupation.verdict, occupation.held, occupation.bound) == (UNKNOWN, None, "6-18")
    assert occupation.needs() == ("occupation",)
    assert found.needs() == ()


def test_a_whole_number_moves_in_whole_steps_and_a_date_in_days() -> None:
    assert explain(fact("hours").more_than(40), {"hours": 38}).gap == 3
    assert explain(fact("hours").at_most(Decimal("37.5")), {"hours": 40}).gap == -3
    assert explain(fact("awarded_on").at_least(date(2025, 1, 1)), {"awarded_on": date(2024, 12, 30)}).gap == 2
    assert explain(fact("tier").one_of(4, 5), {"tier": 2}).gap == 2


def test_members_of_a_collection_are_asked_one_by_one() -> None:
    held = {"outcomes": [{"tier": 2, "hours": 10}, {"tier": 4, "hours": 30}, {"tier": None, "hours": 5}]}
    high = fact("tier").at_least(3)
    assert holds(any_of("outcomes", high), held) is YES
    assert holds(any_of("outcomes", fact("tier").at_least(5)), held) is UNKNOWN
    assert holds(any_of("outcomes", high), {"outcomes": []}) is NO
    assert holds(any_of("outcomes", high), {}) is UNKNOWN
    assert [child.verdict for child in explain(any_of("outcomes", high), held).children] == [NO, YES, UNKNOWN]


def test_a_count_is_decided_as_soon_as_what_is_unknown_cannot_change_it() -> None:
    held = {"outcomes": [{"tier": 4}, {"tier": 4}, {"tier": None}]}
    high = count_of("outcomes", fact("tier").at_least(3))
    assert [holds(high.at_least(bound), held) for bound in (2, 3, 4)] == [YES, UNKNOWN, NO]
    assert explain(high.at_least(3), held).needs() == ("tier",)


def test_a_sum_lies_between_what_is_sure_and_what_may_yet_count() -> None:
    held = {"outcomes": [{"tier": 4, "hours": Decimal(30)}, {"tier": None, "hours": Decimal(10)}]}
    hours = sum_of("outcomes", "hours", fact("tier").at_least(3))
    assert [holds(hours.at_least(bound), held) for bound in (30, 40, 41)] == [YES, UNKNOWN, NO]
    assert holds(hours.equals(0), {"outcomes": []}) is YES
    assert holds(hours.at_least(1), {"outcomes": [{"tier": 4, "hours": None}]}) is UNKNOWN


def test_parameters_and_context_come_from_the_occasion() -> None:
    young = fact("born_on").more_than(context("round.starts_on"))
    assert holds(young, {"born_on": date(2025, 1, 2)}, context={"round.starts_on": date(2025, 1, 1)}) is YES
    assert explain(fact("members").at_least(parameter("threshold")), {"members": 30}).needs() == ("threshold",)
    assert holds(fact("members").at_least(parameter("threshold")), {"members": 30}, parameters={"threshold": 25}) is YES


def test_a_tree_with_a_history_answers_for_a_day() -> None:
    def unions(value: object, node: object, on: date | None) -> bool | None:
        return None if on is None else (value, node) == ("workshop", "plant") and on.year >= 2025

    below = fact("union").under("plant", on=context("day"))
    for day, expected in ((date(2024, 5, 1), NO), (date(2025, 5, 1), YES)):
        assert holds(below, {"union": "workshop"}, context={"day": day}, trees={"union": unions}) is expected
    assert holds(below, {"union": "workshop"}, trees={"union": unions}) is UNKNOWN
    assert explain(below, {"union": "workshop"}, trees={"union": unions}).needs() == ("day",)


def test_a_member_of_an_enumeration_stands_for_its_word() -> None:
    line = fact("prize").equals(Prize.FIRST)
    assert line == fact("prize").equals("first")
    assert holds(line, {"prize": Prize.FIRST}) is YES


def test_a_condition_has_no_truth_of_its_own() -> None:
    with pytest.raises(TypeError, match="no truth"):
        bool(fact("tier").at_least(3))
    with pytest.raises(TypeError, match="no truth"):
        assert fact("retired")
    with pytest.raises(TypeError, match="Truth"):
        bool(holds(fact("tier").at_least(3), {"tier": 3}))


@pytest.mark.parametrize("value", [1.5, float("nan"), datetime(2025, 1, 1, tzinfo=UTC), Decimal("NaN"), None, [1]])
def test_inexact_and_strange_values_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        fact("level").equals(value)  # type: ignore[arg-type]


def test_what_can_not_be_compared_is_refused() -> None:
    with pytest.raises(TypeError):
        fact("name").at_least("b")
    for line, held in ((fact("a").equals(1), "1"), (fact("a").equals(1), True), (fact("a").equals(1), 1.0)):
        with pytest.raises(TypeError):
            holds(line, {"a": held})  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        holds(fact("a").more_than(fact("b")), {"a": "x", "b": "y"})


def test_the_canonical_form_reads_like_the_condition() -> None:
    assert to_canonical(SENIOR_FITTER) == {
        "all": [
            {"equals": [{"fact": "kind"}, "skill_certificate"]},
            {"at_least": [{"fact": "level"}, {"decimal": "4"}]},
            {"under": [{"fact": "occupation"}, "6-18"]},
        ]
    }


def test_one_true_and_one_are_three_constants() -> None:
    lines: list[Condition] = [fact("a").equals(1), fact("a").equals(True), fact("a").equals(Decimal(1))]
    assert len(set(lines)) == 3
    assert [from_canonical(to_canonical(line)) for line in lines] == lines


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        {},
        "all",
        {"all": {}},
        {"all": [1]},
        {"equals": [{"fact": "a"}]},
        {"equals": [{"fact": "a"}, 1.5]},
        {"at_least": [{"fact": "a"}, "b"]},
        {"at_least": [{"fact": "a"}, {"decimal": "1e9"}]},
        {"at_least": [{"fact": "a"}, {"decimal": "1.50"}]},
        {"at_least": [{"fact": "a"}, {"date": "20250101"}]},
        {"equals": [{"fact": "a"}, {"lambda": "x"}]},
        {"any_of": "b", "where": {"all": []}, "more": 1},
        {"__class__": []},
    ],
)
def test_a_malformed_form_is_refused(form: object) -> None:
    with pytest.raises(Refusal) as refusal:
        from_canonical(form)
    assert refusal.value.code == "malformed_condition"


def test_a_form_nested_without_end_is_refused() -> None:
    form: object = {"all": []}
    for _ in range(10_000):
        form = {"all": [form]}
    with pytest.raises(Refusal):
        from_canonical(form)
