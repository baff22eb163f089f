"""What a trace says, line by line, in the words of the facts catalogue."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from niangjia.core.conditions.explain import Trace
from niangjia.core.conditions.types import AnyOf, Comparison, Count, OneOf, Sum, Truth, Value
from niangjia.core.facts import FactType
from niangjia.core.terms import Term

_ASKS: Final[Mapping[str, Term]] = {
    "equals": Term("须为 {bound}", "must be {bound}"),
    "differs": Term("不得为 {bound}", "must not be {bound}"),
    "less_than": Term("须小于 {bound}", "must be below {bound}"),
    "at_most": Term("不得超过 {bound}", "must be at most {bound}"),
    "more_than": Term("须超过 {bound}", "must be above {bound}"),
    "at_least": Term("不得少于 {bound}", "must be at least {bound}"),
    "one_of": Term("须为 {bound} 之一", "must be one of {bound}"),
    "under": Term("须属于 {bound}", "must be under {bound}"),
}
_ASKS_OF_DATES: Final[Mapping[str, Term]] = {
    "less_than": Term("须早于 {bound}", "must be before {bound}"),
    "at_most": Term("不得晚于 {bound}", "must not be after {bound}"),
    "more_than": Term("须晚于 {bound}", "must be after {bound}"),
    "at_least": Term("不得早于 {bound}", "must not be before {bound}"),
}
_LINE: Final = Term("{label}{asks}；现为 {held}", "{label} {asks}; it is {held}")
_OPEN: Final = Term("{label}{asks}；尚未登记，需要补充", "{label} {asks}; it is not on record and is needed")
_GAP: Final = Term("{line}，相差 {gap}", "{line}, off by {gap}")
_ANY: Final = Term("{label}中至少一项符合条件", "at least one of {label} must meet the condition")
_COUNT: Final = Term("符合条件的{label}数", "the number of {label} that meet the condition")
_SUM: Final = Term("符合条件的{label}合计", "the sum of {label} that meet the condition")
_YES_NO: Final = {True: Term("是", "yes"), False: Term("否", "no")}
_NOT_KNOWN: Final = Term("未知", "not known")


def sentences(trace: Trace, catalogue: Mapping[str, FactType]) -> tuple[tuple[Truth, Term], ...]:
    """Each line's verdict and sentence, in the order in which it was written; members of a collection are not told."""
    return tuple((line.verdict, sentence(line, catalogue)) for line in _lines(trace))


def sentence(line: Trace, catalogue: Mapping[str, FactType]) -> Term:
    """One line as a sentence: what is asked, what is held, by how much it is off."""
    label = _label(line, catalogue)
    if isinstance(line.condition, AnyOf):
        return _ANY.format(label=label)
    kind = catalogue.get(line.fact or "")
    bounds = line.bound if isinstance(line.bound, tuple) else (line.bound,)
    dated = any(isinstance(bound, date) for bound in bounds)
    asks = (_ASKS_OF_DATES if dated else _ASKS).get(line.operator, _ASKS[line.operator])
    asks = asks.format(bound=_listed([_word(bound, kind) for bound in bounds]))
    if line.held is None:
        return _OPEN.format(label=label, asks=asks)
    said = _LINE.format(label=label, asks=asks, held=_word(line.held, kind))
    return said if line.gap is None else _GAP.format(line=said, gap=_gap(line.gap, kind, dated=dated))


def _lines(trace: Trace) -> Iterator[Trace]:
    if trace.fact is not None:
        yield trace
        return
    for child in trace.children:
        yield from _lines(child)


def _label(line: Trace, catalogue: Mapping[str, FactType]) -> Term:
    name = line.fact or ""
    found = catalogue.get(name)
    label = found.label if found else Term(name, name)
    left = line.condition.left if isinstance(line.condition, Comparison | OneOf) else None
    if isinstance(left, Count):
        return _COUNT.format(label=label)
    return _SUM.format(label=label) if isinstance(left, Sum) else label


def _word(value: Value | None, kind: FactType | None) -> Term:
    if value is None:
        return _NOT_KNOWN
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, str) and kind is not None:
        return kind.word(value)
    return Term(_plain(value), _plain(value))


def _plain(value: Value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _gap(gap: Decimal, kind: FactType | None, *, dated: bool) -> Term:
    unit = Term("天", "days") if dated else kind.unit if kind else None
    number = _plain(abs(gap))
    return Term(number, number) if unit is None else Term(f"{number} {unit.zh}", f"{number} {unit.en}")


def _listed(words: list[Term]) -> Term:
    return Term("、".join(word.zh for word in words), ", ".join(word.en for word in words))
