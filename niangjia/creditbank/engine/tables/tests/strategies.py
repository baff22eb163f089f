"""Random tables, and random subjects at and beside their breakpoints."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from niangjia.core.conditions import Condition, fact
from niangjia.core.conditions.types import Joined, Joiner, Operator

CUT = date(2024, 3, 1)
NODES = ("6", "6-18", "6-18-01", "6-180", "4-02")
CODES = (*NODES, "6-18-01-01", "6.18", "4-021", "5", "")
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "level": st.integers(2, 16).map(lambda half: Decimal(half) / 2),
    "hours": st.decimals(0, 20_000, places=2) | st.sampled_from([Decimal("16.5"), Decimal(9000)]),
    "rank": st.integers(-2, 4),
    "awarded_on": st.integers(-3, 3).map(lambda days: CUT + timedelta(days=days)),
    "occupation": st.sampled_from(CODES),
    "prize": st.sampled_from(["first", "second", "third"]),
    "is_team": st.booleans(),
}
_BOUNDS: Mapping[str, st.SearchStrategy[Any]] = {
    **VALUES,
    "level": st.sampled_from([Decimal(1), Decimal("2.5"), 3, Decimal("4.25")]),
    "hours": st.sampled_from([0, Decimal("16.5"), Decimal(9000), Decimal("0.005")]),
}
_ORDERED = ("level", "hours", "rank", "awarded_on")


def subjects() -> st.SearchStrategy[dict[str, Any]]:
    """Facts of one outcome; any may be unknown."""
    return st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()})


def tables() -> st.SearchStrategy[list[Condition]]:
    """Conditions, one a row."""
    return st.lists(_rows(), min_size=1, max_size=9)


def _rows() -> st.SearchStrategy[Condition]:
    return st.recursive(
        _questions(),
        lambda inner: st.builds(Joined, st.sampled_from(Joiner), st.lists(inner, max_size=3).map(tuple)),
        max_leaves=5,
    )


def _questions() -> st.SearchStrategy[Condition]:
    names = st.sampled_from(sorted(VALUES))
    return st.one_of(
        names.flatmap(_compared),
        names.flatmap(lambda name: st.lists(_BOUNDS[name], max_size=3).map(lambda some: fact(name).one_of(*some))),
        st.sampled_from(NODES).map(lambda node: fact("occupation").under(node)),
        st.sampled_from(sorted(Operator)).map(lambda asked: getattr(fact("level"), asked)(fact("rank"))),
    )


def _compared(name: str) -> st.SearchStrategy[Condition]:
    operators = [each for each in Operator if name in _ORDERED or not each.is_ordering]
    return st.builds(
        lambda operator, bound: getattr(fact(name), operator)(bound), st.sampled_from(operators), _BOUNDS[name]
    )
