"""A condition as the cells of a rule sheet. Each column that could have made a part of it is tried."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from niangjia.core.conditions import Condition
from niangjia.core.conditions.types import Comparison, Constant, Joined, Joiner, OneOf, Under
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.forms.conditions import ConditionColumn

_UNWRITABLE: Final = Term(
    "第 {id} 条的条件，表格的各列写不下，不能在页面或表格里改。",
    "The conditions of row {id} do not fit the columns of the sheet: it can't be edited on a page or in a workbook.",
)


def condition_meanings(when: Condition, columns: Sequence[ConditionColumn], *, row: str) -> dict[str, Any]:
    """What each column means, by its name. Refuses ``row_unwritable`` where the columns cannot say it."""
    found: dict[str, Any] = {}
    for part in _parts(when):
        name, meaning = next(_fitting(part, columns), (None, None))
        if name is None or name in found:
            raise Refusal("row_unwritable", _UNWRITABLE.format(id=row))
        found[name] = meaning
    return found


def _parts(when: Condition) -> tuple[Condition, ...]:
    return when.members if isinstance(when, Joined) and when.joiner is Joiner.ALL else (when,)


def _fitting(part: Condition, columns: Sequence[ConditionColumn]) -> Iterator[tuple[str, Any]]:
    for each in columns:
        for meaning in _meanings(part):
            if _makes(each, meaning) == part:
                yield each.column.name, meaning


def _makes(column: ConditionColumn, meaning: Any) -> Condition | None:  # noqa: ANN401 - of any column
    try:
        return column.makes(meaning)
    except TypeError:  # a meaning of another kind of column
        return None


def _meanings(part: Condition) -> Iterator[Any]:
    """What a cell may have meant: one value, or several."""
    match part:
        case Comparison(_, _, Constant(value)):
            yield value
            yield (value,)
        case OneOf(_, values):
            yield tuple(each.value for each in values if isinstance(each, Constant))
        case Under(_, Constant(node)):
            yield (node,)
        case Joined(Joiner.ANY, members):
            nodes = [each.node for each in members if isinstance(each, Under)]
            yield tuple(node.value for node in nodes if isinstance(node, Constant))
