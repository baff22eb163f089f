"""Check a condition against the facts catalogue before anyone is asked: unknown names, kinds that don't fit."""

from collections.abc import Iterator, Mapping
from typing import Final

from niangjia.core.conditions.types import (
    ORDERED,
    AnyOf,
    Comparison,
    Condition,
    Constant,
    Count,
    Fact,
    Joined,
    Kind,
    OneOf,
    Operand,
    Operator,
    Sum,
    Under,
    kind_of,
)
from niangjia.core.facts import FactKind, FactType
from niangjia.core.terms import Term

_KINDS: Final[Mapping[FactKind, Kind]] = {
    FactKind.BOOLEAN: "boolean",
    FactKind.INTEGER: "number",
    FactKind.DECIMAL: "number",
    FactKind.TEXT: "text",
    FactKind.CODE: "text",
    FactKind.DATE: "date",
    FactKind.KEY: "key",
}
_UNKNOWN: Final = Term("没有名为 {name} 的事实。", "There is no fact named {name}.")
_NO_COLLECTION: Final = Term("{name} 不是一组记录。", "{name} is no collection.")
_COLLECTION: Final = Term("{name} 是一组记录，不能直接比较。", "{name} is a collection and can't be compared itself.")
_MIXED: Final = Term(
    "{name} 不能与 {other} 比较：类型不同。", "{name} can't be compared with {other}: the types differ."
)
_NO_ORDER: Final = Term(
    "{name} 没有大小先后，不能用 {operator}。", "{name} has no order, so {operator} can't be asked."
)
_NO_SUM: Final = Term("{name} 不是数，不能求和。", "{name} is no number and can't be summed.")


def mistakes(condition: Condition, catalogue: Mapping[str, FactType]) -> tuple[Term, ...]:
    """What is wrong with a condition, each once; empty if it can be asked.

    Facts of a collection's members stand in the catalogue as ``collection.fact``. Of parameters and context nothing is
    known here, so they fit everything.
    """
    return tuple(dict.fromkeys(_condition(condition, catalogue, "")))


def _condition(condition: Condition, catalogue: Mapping[str, FactType], inside: str) -> Iterator[Term]:
    match condition:
        case Joined(_, members):
            for member in members:
                yield from _condition(member, catalogue, inside)
        case Comparison(left, operator, right):
            yield from _pair(left, operator, right, catalogue, inside)
        case OneOf(left, values):
            for value in values:
                yield from _pair(left, Operator.EQUALS, value, catalogue, inside)
        case Under(left, node, _):
            yield from _pair(left, Operator.EQUALS, node, catalogue, inside)
        case AnyOf(collection, where):
            yield from _members(collection, where, catalogue)


def _pair(
    left: Operand, operator: Operator, right: Operand, catalogue: Mapping[str, FactType], inside: str
) -> Iterator[Term]:
    kinds: list[Kind] = []
    for operand in (left, right):
        wrong = tuple(_operand(operand, catalogue, inside))
        yield from wrong
        kind = None if wrong else _kind(operand, catalogue, inside)
        if kind is not None:
            kinds.append(kind)
    if len(set(kinds)) > 1:
        yield _MIXED.format(name=_shown(left, inside), other=_shown(right, inside))
    elif operator.is_ordering and kinds and kinds[0] not in ORDERED:
        yield _NO_ORDER.format(name=_shown(left, inside), operator=operator.value)


def _operand(operand: Operand, catalogue: Mapping[str, FactType], inside: str) -> Iterator[Term]:
    match operand:
        case Fact(name):
            found = catalogue.get(inside + name)
            if found is None:
                yield _UNKNOWN.format(name=inside + name)
            elif found.kind is FactKind.COLLECTION:
                yield _COLLECTION.format(name=inside + name)
        case Count(collection, where):
            yield from _members(collection, where, catalogue)
        case Sum(collection, name, where):
            yield from _members(collection, where, catalogue)
            summed = catalogue.get(f"{collection}.{name}")
            if summed is None:
                yield _UNKNOWN.format(name=f"{collection}.{name}")
            elif _KINDS.get(summed.kind) != "number":
                yield _NO_SUM.format(name=f"{collection}.{name}")


def _members(collection: str, where: Condition, catalogue: Mapping[str, FactType]) -> Iterator[Term]:
    found = catalogue.get(collection)
    if found is None:
        yield _UNKNOWN.format(name=collection)
    elif found.kind is not FactKind.COLLECTION:
        yield _NO_COLLECTION.format(name=collection)
    else:
        yield from _condition(where, catalogue, f"{collection}.")


def _kind(operand: Operand, catalogue: Mapping[str, FactType], inside: str) -> Kind | None:
    match operand:
        case Fact(name):
            return _KINDS[catalogue[inside + name].kind]
        case Constant(value):
            return kind_of(value)
        case Count() | Sum():
            return "number"
    return None


def _shown(operand: Operand, inside: str) -> str:
    match operand:
        case Fact(name):
            return inside + name
        case Constant(value):
            return str(value)
        case Count(collection) | Sum(collection):
            return collection
    return repr(operand)
