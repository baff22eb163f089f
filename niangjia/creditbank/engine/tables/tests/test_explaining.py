"""One outcome's row with its reasons, by examples and by a law."""

from typing import Any

from hypothesis import given, settings

from niangjia.core.conditions import Condition, Truth, all_of, fact, holds
from niangjia.creditbank.engine.tables.dense import compile_first_match
from niangjia.creditbank.engine.tables.explaining import Explainer, Line
from niangjia.creditbank.engine.tables.tests.strategies import tables
from niangjia.creditbank.engine.tables.tests.test_equality import POPULATIONS, first_by_explanation

CERTIFICATE, COMPETITION = fact("kind").equals("skill_certificate"), fact("kind").equals("competition")
ROWS = (
    all_of(COMPETITION, fact("tier").at_least(4)),
    all_of(CERTIFICATE, fact("level").at_least(4), fact("score").at_least(60)),
    all_of(CERTIFICATE, fact("level").at_least(3)),
)


def told(lines: tuple[Line, ...]) -> list[tuple[str | None, str, Any]]:
    return [(line.fact, line.operator, line.bound) for line in lines]


def test_each_row_above_says_what_shuts_it_out() -> None:
    explained = Explainer(compile_first_match(ROWS)).explain({"kind": "skill_certificate", "level": 3, "score": 90})
    other_kind, too_low, matching = explained.reasons
    assert explained.row == 2
    assert (other_kind.verdict, told(other_kind.lines)) == (Truth.NO, [("kind", "equals", "competition")])
    assert (too_low.verdict, told(too_low.lines)) == (Truth.NO, [("level", "at_least", 4)])
    assert explained.held() == ("skill_certificate", 3, "skill_certificate", 3)
    assert matching.verdict is Truth.YES
    assert explained.trace(1).children[1].gap == 1


def test_a_row_left_open_names_the_fact_that_is_not_known() -> None:
    explainer = Explainer(compile_first_match(ROWS))
    assert explainer.explain({"kind": "skill_certificate", "level": 5}).needs() == ("score",)
    assert explainer.explain({"kind": "skill_certificate", "level": 3}).needs() == ()


def test_outcomes_that_no_question_tells_apart_share_their_reasons_and_not_their_facts() -> None:
    explainer = Explainer(compile_first_match(ROWS))
    one, other = (explainer.explain({"kind": "competition", "tier": tier}) for tier in (1, 3))
    assert one.reasons is other.reasons
    assert [each.held()[0] for each in (one, other)] == [1, 3]


@settings(deadline=None)
@given(tables(), POPULATIONS)
def test_the_lines_told_settle_their_row_whatever_else_is_not_known(
    conditions: list[Condition], population: list[dict[str, Any]]
) -> None:
    explainer = Explainer(compile_first_match(conditions))
    for facts in population:
        explained = explainer.explain(facts)
        assert explained.row == first_by_explanation(conditions, facts)
        assert [each.row for each in explained.reasons] == list(range(len(explained.reasons)))
        for reason in explained.reasons:
            condition = conditions[reason.row]
            assert reason.verdict is holds(condition, facts)
            told = {name for line in reason.lines for name in ("level", "rank") if name in repr(line.question)}
            told |= {line.fact for line in reason.lines if line.fact is not None}
            assert holds(condition, {name: facts[name] for name in told}) is reason.verdict
