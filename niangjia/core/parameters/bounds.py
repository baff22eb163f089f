"""Whether a deeper place may have the value that it claims."""

from collections.abc import Iterable, Mapping
from typing import Final

from niangjia.core.parameters.places import is_above
from niangjia.core.parameters.types import Bound, ParameterValue
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

_BROKEN: Final = Term(
    "参数 {id} 在 {place} 的值 {value} 越过了 {higher} 的界限（{law}：{word} {limit}）。请改正或删除这一行。",
    "{id} in {place}: {value} breaks the bound of {higher} ({law}: {word} {limit}). Mend or remove the row.",
)
_WORDS: Final = {
    Bound.EXACT: Term("只能是", "exactly"),
    Bound.AT_LEAST: Term("不得低于", "at least"),
    Bound.AT_MOST: Term("不得高于", "at most"),
}


def refuse_broken_bound(candidate: ParameterValue, rows: Iterable[ParameterValue]) -> None:
    """Refuse (``bound_broken``) a value beyond the bound of a higher place that is in force at the same time."""
    for row in rows:
        if row.id == candidate.id and is_above(row.place, candidate.place) and row.overlaps(candidate):
            _refuse_beyond(candidate, row)


def _refuse_beyond(candidate: ParameterValue, higher: ParameterValue) -> None:
    if candidate.value is None or higher.value is None or _within(candidate, higher):
        return
    sentence = _BROKEN.format(
        id=candidate.id,
        place=candidate.place,
        value=candidate.value,
        higher=higher.place,
        law=higher.law,
        word=_WORDS[higher.bound],
        limit=higher.value,
    )
    raise Refusal("bound_broken", sentence)


def _within(candidate: ParameterValue, higher: ParameterValue) -> bool:
    if candidate.unit != higher.unit:
        return False
    if higher.bound is Bound.EXACT or not (_is_number(candidate) and _is_number(higher)):
        return bool(candidate.value == higher.value)
    if higher.bound is Bound.AT_LEAST:
        return candidate.share >= higher.share
    return candidate.share <= higher.share


def _is_number(row: ParameterValue) -> bool:
    if isinstance(row.value, Mapping):
        return {"numerator", "denominator"} <= row.value.keys()
    return not isinstance(row.value, bool | str | tuple)
