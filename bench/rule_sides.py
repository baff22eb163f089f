"""The rule table by other means in our own process: masks in numpy, and plain Python."""

import operator as comparing
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from niangjia.core.conditions import Condition
from niangjia.core.conditions.types import Comparison, Constant, Fact, OneOf, Operator
from niangjia.creditbank.engine.tables.axes import questions
from niangjia.creditbank.engine.tables.columns import Column

COMPARE = {
    Operator.EQUALS: comparing.eq,
    Operator.DIFFERS: comparing.ne,
    Operator.LESS_THAN: comparing.lt,
    Operator.AT_MOST: comparing.le,
    Operator.MORE_THAN: comparing.gt,
    Operator.AT_LEAST: comparing.ge,
}
SIGNS = dict(zip(COMPARE, ("==", "!=", "<", "<=", ">", ">="), strict=True))


def by_masks(conditions: Sequence[Condition], columns: Mapping[str, Column]) -> np.ndarray:
    """A mask for every question, joined row by row, the last row first."""
    found = np.full(len(columns["kind"]), -1, np.int16)
    for place in reversed(range(len(conditions))):
        masks = [_mask(asked, columns) for asked in questions(conditions[place])]
        found[np.logical_and.reduce(masks)] = place
    return found


def python_function(conditions: Sequence[Condition]) -> Callable[[Mapping[str, list[Any]]], list[int]]:
    """A function generated from the rows: one chain of conditional expressions over plain values."""
    constants: dict[str, Any] = {}
    rows = [" and ".join(_python(asked, constants) for asked in questions(each)) for each in conditions]
    names = ", ".join(dict.fromkeys(_parts(asked)[0] for each in conditions for asked in questions(each)))
    chain = " else ".join(f"{place} if {row}" for place, row in enumerate(rows))
    made = eval(f"lambda {names}: [{chain} else -1 for {names} in zip({names})]", constants)
    return lambda columns: made(**{name: columns[name] for name in names.split(", ")})


def _parts(asked: Condition) -> tuple[str, Operator, tuple[Any, ...]]:
    match asked:
        case Comparison(Fact(name), operator, Constant(bound)):
            return name, operator, (bound,)
        case OneOf(Fact(name), values):
            return name, Operator.EQUALS, tuple(value.value for value in values if isinstance(value, Constant))
    raise TypeError(f"the bench's table asks nothing like {asked!r}")


def _mask(asked: Condition, columns: Mapping[str, Column]) -> np.ndarray:
    name, operator, bounds = _parts(asked)
    column = columns[name]
    values = column.values
    if column.words is not None:
        places = [column.words.index(bound) for bound in bounds]
        met = np.logical_or.reduce([COMPARE[operator](values, place) for place in places])
        return met & (values >= 0)
    shift = date(1970, 1, 1).toordinal()
    numbers = [bound.toordinal() - shift if column.is_date else int(bound * column.scale) for bound in bounds]
    met = np.logical_or.reduce([COMPARE[operator](values, number) for number in numbers])
    return met & (values != np.iinfo(values.dtype).min)


def _python(asked: Condition, constants: dict[str, Any]) -> str:
    name, operator, bounds = _parts(asked)
    key = f"c{len(constants)}"
    if isinstance(asked, OneOf):
        constants[key] = bounds
        return f"{name} in {key}"
    constants[key] = bounds[0]
    sign = SIGNS[operator]
    return f"{name} == {key}" if sign == "==" else f"{name} is not None and {name} {sign} {key}"
