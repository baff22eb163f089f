"""Regions of a grid in words: which values of which facts they hold."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Final

from niangjia.core.conditions import Value
from niangjia.core.terms import Term
from niangjia.creditbank.engine.cells import OTHER, Axis, Region
from niangjia.creditbank.engine.facts import CATALOGUE, FactEntry, Shown
from niangjia.creditbank.engine.wording import label_of, shown

ALL_CASES: Final = Term("所有情形", "any case")
NOT_RECORDED: Final = Term("没有登记", "not recorded")
OTHER_VALUE: Final = Term("其他", "others")
AND_MORE: Final = Term("等", " and more")
_AND_ABOVE: Final = Term("{value}及以上", "{value} and above")
_RANK_AND_BELOW: Final = Term("{value}及以后", "{value} and below")
_FROM_TO: Final = Term("{first}至{last}", "{first} to {last}")
_FACT: Final = Term("{label}{values}", "{label} {values}")
_HELD: Final = Term("{label}：{value}", "{label}: {value}")
_NAMED: Final = frozenset({Shown.LEVEL, Shown.TIER})
_MOST: Final = 4


def case_of(region: Region, start: Region, axes: Mapping[str, Axis]) -> Term:
    """What sets a region apart within ``start``: each fact that is narrowed, with its values."""
    told = [
        _FACT.format(label=label_of(name), values=_joined(_values(axes[name], cells), "/", "/"))
        for name, cells in sorted(region.items())
        if cells != start[name] and not name.startswith("?")
    ]
    return _joined(told, "，", ", ") if told else ALL_CASES


def example_of(region: Region, axes: Mapping[str, Axis]) -> Term:
    """One case in a region, fact by fact: what is recorded before what is not, what is named before what is not."""
    told = [
        _HELD.format(label=label_of(name), value=_one_value(axes[name], cells))
        for name, cells in sorted(region.items(), key=lambda item: (item[0] != "kind", item[0]))
        if not name.startswith("?")
    ]
    return Term("，".join(each.zh for each in told), ", ".join(each.en for each in told)) if told else ALL_CASES


def _one_value(axis: Axis, cells: int) -> Term:
    known = axis.values_in(cells & axis.known)
    return _value(axis.fact, known[0]) if known else NOT_RECORDED


def listed_cases(cases: list[Term]) -> Term:
    """Cases one after the other, the first few of them."""
    return _joined(cases, "；", "; ")


def _values(axis: Axis, cells: int) -> list[Term]:
    entry = CATALOGUE.get(axis.fact)
    if entry is not None and entry.is_number and entry.shown not in _NAMED:
        return _ranges(axis, cells, entry)
    values = list(axis.values_in(cells))
    whole = [value for value in values if isinstance(value, Decimal) and value == value.to_integral_value()]
    return [_value(axis.fact, value) for value in whole or values]


def _ranges(axis: Axis, cells: int, entry: FactEntry) -> list[Term]:
    """Neighbouring cells as one range; the last known cell of a fact without a highest value is open above."""
    places = [place for place in range(len(axis.values) - 1) if cells >> place & 1]
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), lambda each: each[1] - each[0])]
    return [_range(axis, run[0], run[-1], entry) for run in runs]


def _range(axis: Axis, first: int, last: int, entry: FactEntry) -> Term:
    start, end = shown(axis.fact, axis.values[first]), shown(axis.fact, axis.values[last])
    if last == len(axis.values) - 2 and entry.most is None:
        return (_RANK_AND_BELOW if entry.shown is Shown.RANK else _AND_ABOVE).format(value=start)
    return start if first == last else _FROM_TO.format(first=start, last=end)


def _value(name: str, value: Value | None) -> Term:
    is_other = isinstance(value, str) and value.endswith(OTHER)
    return OTHER_VALUE if is_other else shown(name, value)


def _joined(terms: list[Term], between: str, between_in_english: str) -> Term:
    once = list(dict.fromkeys(terms))
    some = once[:_MOST]
    more = AND_MORE if len(once) > len(some) else Term("", "")
    return Term(
        between.join(each.zh for each in some) + more.zh,
        between_in_english.join(each.en for each in some) + more.en,
    )
