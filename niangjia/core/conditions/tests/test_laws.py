"""Laws that hold for every condition and every subject."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from niangjia.core.conditions import (
    Condition,
    Truth,
    all_of,
    explain,
    fact,
    from_canonical,
    holds,
    none_of,
    one_or_more_of,
    to_canonical,
)
from niangjia.core.conditions.tests.strategies import DATES, DECIMALS, INTEGERS, conditions, facts, subjects
from niangjia.core.conditions.types import Operator

ORDERINGS = st.sampled_from([each for each in Operator if each.is_ordering])


@given(conditions(), conditions(), subjects())
def test_de_morgan(a: Condition, b: Condition, subject: dict[str, Any]) -> None:
    assert holds(none_of(a, b), subject) is holds(all_of(none_of(a), none_of(b)), subject)
    assert holds(none_of(all_of(a, b)), subject) is holds(one_or_more_of(none_of(a), none_of(b)), subject)
    assert holds(none_of(none_of(a)), subject) is holds(a, subject)


@given(conditions(), subjects(), facts(), facts())
def test_explain_comes_to_the_verdict_of_holds(
    condition: Condition, subject: dict[str, Any], context: dict[str, Any], parameters: dict[str, Any]
) -> None:
    found = explain(condition, subject, context=context, parameters=parameters)
    assert found.verdict is holds(condition, subject, context=context, parameters=parameters)
    assert bool(found.needs()) is (found.verdict is Truth.UNKNOWN)


@given(conditions())
def test_the_canonical_form_comes_back_the_same(condition: Condition) -> None:
    form = json.loads(json.dumps(to_canonical(condition)))
    assert from_canonical(form) == condition
    assert to_canonical(from_canonical(form)) == form
    assert hash(from_canonical(form)) == hash(condition)


@given(conditions(), subjects())
def test_learning_a_fact_never_turns_yes_into_no(condition: Condition, subject: dict[str, Any]) -> None:
    for name in subject:
        verdict = holds(condition, {**subject, name: None})
        assert verdict in {Truth.UNKNOWN, holds(condition, subject)}


@given(INTEGERS, ORDERINGS, INTEGERS | DECIMALS)
def test_closing_the_gap_of_a_whole_number_is_enough_and_no_less_is(
    held: int, operator: Operator, bound: int | Decimal
) -> None:
    line = getattr(fact("a"), operator.value)(bound)
    gap = explain(line, {"a": held}).gap
    assume(gap is not None)
    assert gap is not None
    step = 1 if gap > 0 else -1
    assert holds(line, {"a": held + int(gap)}) is Truth.YES
    assert holds(line, {"a": held + int(gap) - step}) is Truth.NO


@given(DECIMALS, ORDERINGS, INTEGERS | DECIMALS, st.decimals("0.001", "0.5", places=3))
def test_closing_the_gap_of_a_decimal_reaches_the_bound_and_no_less_does(
    held: Decimal, operator: Operator, bound: int | Decimal, little: Decimal
) -> None:
    line = getattr(fact("a"), operator.value)(bound)
    gap = explain(line, {"a": held}).gap
    assume(gap is not None)
    assert gap is not None
    strict = operator in {Operator.MORE_THAN, Operator.LESS_THAN}
    up = operator in {Operator.MORE_THAN, Operator.AT_LEAST}
    assert holds(line, {"a": held + gap}) is (Truth.NO if strict else Truth.YES)
    assert holds(line, {"a": held + gap + (little if up else -little)}) is Truth.YES
    assert holds(line, {"a": held + gap - (little if up else -little)}) is Truth.NO


@given(DATES, ORDERINGS, DATES)
def test_closing_the_gap_of_a_date_is_enough_and_a_day_less_is_not(held: Any, operator: Operator, bound: Any) -> None:
    line = getattr(fact("a"), operator.value)(bound)
    gap = explain(line, {"a": held}).gap
    assume(gap is not None)
    assert gap is not None
    step = 1 if gap > 0 else -1
    assert holds(line, {"a": held.fromordinal(held.toordinal() + int(gap))}) is Truth.YES
    assert holds(line, {"a": held.fromordinal(held.toordinal() + int(gap) - step)}) is Truth.NO


@given(conditions(), subjects())
def test_a_line_that_holds_or_is_open_has_no_gap(condition: Condition, subject: dict[str, Any]) -> None:
    for line in explain(condition, subject).lines():
        assert line.gap is None or line.verdict is Truth.NO
