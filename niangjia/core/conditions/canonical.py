"""The canonical form of a condition: plain JSON that reads like the condition, and back.

``{"all": [{"at_least": [{"fact": "level"}, 3]}, {"one_of": [{"fact": "tier"}, 4, 5]}]}``. Equal conditions have equal
forms; decimals, dates, keys and integers beyond 2**53 are written as strings under their type.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from niangjia.core.conditions.types import (
    AnyOf,
    Comparison,
    Condition,
    Constant,
    Context,
    Count,
    Fact,
    Joined,
    Joiner,
    OneOf,
    Operand,
    Operator,
    Parameter,
    Sum,
    Under,
    operand,
)
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

Json = bool | int | str | list[Any] | dict[str, Any]
_SAFE_INTEGER = 2**53 - 1
_DEPTH = 50
_MALFORMED = Term(
    "条件无法读取：{stood}。请按条件的规范格式重写。",
    "The condition can't be read: {stood}. Write it in the canonical form of conditions.",
)


def to_canonical(condition: Condition) -> Json:
    """The condition as JSON-able values."""
    match condition:
        case Joined(joiner, members):
            return {joiner.value: [to_canonical(member) for member in members]}
        case Comparison(left, operator, right):
            return {operator.value: [_written(left), _written(right)]}
        case OneOf(left, values):
            return {"one_of": [_written(left), *map(_written, values)]}
        case Under(left, node, on):
            return {"under": [_written(each) for each in (left, node, on) if each is not None]}
        case AnyOf(collection, where):
            return {"any_of": collection, "where": to_canonical(where)}
    raise TypeError(f"no condition: {condition!r}")


def from_canonical(form: object) -> Condition:
    """The condition of a canonical form. Refuses (``malformed_condition``) everything else."""
    return _condition(form, _DEPTH)


def _written(value: Operand) -> Json:
    match value:
        case Fact(name):
            return {"fact": name}
        case Parameter(name):
            return {"parameter": name}
        case Context(name):
            return {"context": name}
        case Count(collection, where):
            return {"count": collection, "where": to_canonical(where)}
        case Sum(collection, name, where):
            return {"sum": collection, "of": name, "where": to_canonical(where)}
        case Constant(constant):
            return _constant(constant)
    raise TypeError(f"no operand: {value!r}")


def _constant(value: object) -> Json:
    match value:
        case bool() | str():
            return value
        case int():
            return value if abs(value) <= _SAFE_INTEGER else {"integer": str(value)}
        case Decimal():
            return {"decimal": _decimal_text(value)}
        case date():
            return {"date": value.isoformat()}
        case UUID():
            return {"key": str(value)}
    raise TypeError(f"no constant: {value!r}")


def _decimal_text(value: Decimal) -> str:
    """Without exponent, trailing zeros or negative zero."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _condition(form: object, depth: int) -> Condition:
    match form:
        case {"any_of": str(collection), "where": where, **rest} if not rest:
            return AnyOf(collection, _condition(where, _below(depth)))
        case {**single} if len(single) == 1:
            ((word, members),) = single.items()
            if isinstance(members, list):
                return _by_word(str(word), members, _below(depth))
    raise _malformed(form)


def _by_word(word: str, members: list[object], depth: int) -> Condition:
    if word in set(Joiner):
        return Joined(Joiner(word), tuple(_condition(member, depth) for member in members))
    operands = [_operand(member, depth) for member in members]
    match word, operands:
        case ("one_of", [left, *values]):
            return OneOf(left, tuple(values))
        case ("under", [left, node]):
            return Under(left, node)
        case ("under", [left, node, on]):
            return Under(left, node, on)
        case (_, [left, right]) if word in set(Operator):
            return _compared(left, Operator(word), right)
    raise _malformed({word: members})


def _compared(left: Operand, operator: Operator, right: Operand) -> Comparison:
    try:
        method: Callable[[Operand], Comparison] = getattr(left, operator.value)
        return method(right)
    except TypeError:
        raise _malformed({operator.value: [repr(left), repr(right)]}) from None


def _operand(form: object, depth: int) -> Operand:
    match form:
        case bool() | int() | str():
            return operand(form)
        case {"count": str(collection), "where": where, **rest} if not rest:
            return Count(collection, _condition(where, _below(depth)))
        case {"sum": str(collection), "of": str(name), "where": where, **rest} if not rest:
            return Sum(collection, name, _condition(where, _below(depth)))
        case {**single} if len(single) == 1:
            ((word, text),) = single.items()
            if isinstance(text, str) and word in _READERS:
                return _read(str(word), text)
    raise _malformed(form)


def _read(word: str, text: str) -> Operand:
    try:
        found = _READERS[word](text)
    except ValueError:
        raise _malformed({word: text}) from None
    value = found if isinstance(found, Operand) else operand(found)
    if _written(value) != {word: text}:  # 1.50, 20240501: read, but not as we write it
        raise _malformed({word: text})
    return value


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,100}(\.[0-9]{1,100})?", text):
        raise ValueError(text)
    return Decimal(text)


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,100}", text):
        raise ValueError(text)
    return int(text)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "fact": Fact,
    "parameter": Parameter,
    "context": Context,
    "integer": _integer,
    "decimal": _decimal,
    "date": date.fromisoformat,
    "key": UUID,
}


def _below(depth: int) -> int:
    if depth == 0:
        raise _malformed("nested too deeply")
    return depth - 1


def _malformed(form: object) -> Refusal:
    return Refusal("malformed_condition", _MALFORMED.format(stood=str(form)[:200]))
