"""Random conditions, and random subjects that they can be asked of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from niangjia.core.conditions import Condition, Operand, context, count_of, fact, parameter, sum_of
from niangjia.core.conditions.types import AnyOf, Joined, Joiner, Operator, operand

INTEGERS = st.integers(-4, 4)
DECIMALS = st.decimals(-4, 4, places=1)
DATES = st.dates(date(2024, 12, 28), date(2025, 1, 3))
TEXTS = st.sampled_from(["", "6", "6-18", "6-18-01", "6-180", "6.18", "7%", "_", "特级"])
BOOLEANS = st.booleans()
KINDS: Mapping[str, st.SearchStrategy[Any]] = {
    "integer": INTEGERS,
    "decimal": DECIMALS,
    "date": DATES,
    "text": TEXTS,
    "boolean": BOOLEANS,
}
COLLECTION = "outcomes"


def operands(kind: str, *, nested: bool) -> st.SearchStrategy[Operand]:
    """Operands of a kind; ``nested`` adds counts and sums over the collection."""
    choices: list[st.SearchStrategy[Operand]] = [
        st.just(fact(kind)),
        st.just(context(kind)),
        st.just(parameter(kind)),
        KINDS[kind].map(operand),
    ]
    if nested and kind in {"integer", "decimal"}:
        choices.append(conditions(nested=False, size=2).map(lambda where: count_of(COLLECTION, where)))
        choices.append(conditions(nested=False, size=2).map(lambda where: sum_of(COLLECTION, kind, where)))
    return st.one_of(choices)


def _comparisons(kind: str, *, nested: bool) -> st.SearchStrategy[Condition]:
    numeric = {"integer", "decimal"}
    pairs = st.sampled_from(sorted(numeric)) if kind in numeric else st.just(kind)
    ordered = kind in {*numeric, "date"}
    operators = st.sampled_from([each for each in Operator if ordered or not each.is_ordering])
    return pairs.flatmap(
        lambda other: st.builds(
            lambda left, operator, right: getattr(left, operator.value)(right),
            operands(kind, nested=nested),
            operators,
            operands(other, nested=nested),
        )
    )


def _leaves(*, nested: bool) -> st.SearchStrategy[Condition]:
    kinds = st.sampled_from(sorted(KINDS))
    text = operands("text", nested=False)
    return st.one_of(
        kinds.flatmap(lambda kind: _comparisons(kind, nested=nested)),
        kinds.flatmap(
            lambda kind: st.builds(
                lambda left, bounds: left.one_of(*bounds),
                operands(kind, nested=nested),
                st.lists(operands(kind, nested=False), max_size=3),
            )
        ),
        st.builds(lambda left, node: left.under(node), text, text),
        *([conditions(nested=False, size=2).map(lambda where: AnyOf(COLLECTION, where))] if nested else []),
    )


def conditions(*, nested: bool = True, size: int = 5) -> st.SearchStrategy[Condition]:
    """Conditions over the facts of ``KINDS`` and one collection whose members have the same facts."""
    return st.recursive(
        _leaves(nested=nested),
        lambda inner: st.builds(Joined, st.sampled_from(Joiner), st.lists(inner, max_size=3).map(tuple)),
        max_leaves=size,
    )


def facts() -> st.SearchStrategy[dict[str, Any]]:
    """Facts of one subject or member; any may be unknown."""
    return st.fixed_dictionaries({kind: st.none() | values for kind, values in KINDS.items()})


def subjects() -> st.SearchStrategy[dict[str, Any]]:
    """Facts and a collection of one subject; the collection may be unknown too."""
    members = st.none() | st.lists(facts(), max_size=3)
    return st.builds(lambda own, inner: {**own, COLLECTION: inner}, facts(), members)
