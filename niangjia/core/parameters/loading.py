"""Read the parameter files of the package; refuse at start-up what can't be true."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any, Final

import yaml

from niangjia.core.parameters.bounds import refuse_broken_bound
from niangjia.core.parameters.places import chain
from niangjia.core.parameters.types import Bound, Law, ParameterValue, ValueType
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

_TWICE: Final = Term(
    "参数 {id} 在 {place} 自 {first} 起有两行。请删除一行。",
    "{id} has two rows in {place} from {first}. Remove one.",
)
_WRONG_TYPE: Final = Term(
    "参数 {id}（{place}）的值 {value} 不是 {type}。请改正。",
    "The value {value} of {id} ({place}) is no {type}. Mend it.",
)
_UNREADABLE: Final = Term(
    "参数 {id}（{place}）的行无法读取：{stood}。请对照其他行改正。",
    "The row of {id} ({place}) can't be read: {stood}. Mend it after the others.",
)
_BACKWARDS: Final = Term("参数 {id}（{place}）的止日早于起日。", "The last day of {id} ({place}) is before the first.")
_OPTIONAL: Final = {
    "unit": "unit",
    "comparison": "comparison",
    "starts_on": "starts_on",
    "direction": "direction",
    "evidence": "evidence",
    "note": "note",
    "from_verified": "first_on_verified",
}
_DATES: Final = {"from": "first_on", "to": "last_on", "verified_on": "verified_on"}
_NEEDED: Final = frozenset({"id", "bound", "type", "value", "law", "verified", "zh", "en"})


def load() -> tuple[ParameterValue, ...]:
    """Every row of every file of the package, checked together."""
    rows: list[ParameterValue] = []
    for file in sorted(files(__package__).joinpath("values").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            rows += read(yaml.safe_load(file.read_text(encoding="utf-8")))
    check(rows)
    return tuple(rows)


def read(content: Mapping[str, Any]) -> list[ParameterValue]:
    """The rows of one file's content: ``place``, ``name`` and ``parameters``."""
    chain(content["place"])
    return [read_row(row, content["place"]) for row in content["parameters"]]


def read_row(row: Mapping[str, Any], place: str) -> ParameterValue:
    """One row. Refuses (``unreadable_parameter``, ``wrong_type``) what is not written as the others are."""
    try:
        return _row(row, place)
    except (KeyError, TypeError, ValueError) as wrong:
        sentence = _UNREADABLE.format(id=row.get("id"), place=place, stood=str(wrong))
        raise Refusal("unreadable_parameter", sentence) from wrong


def check(rows: Iterable[ParameterValue]) -> None:
    """Refuse two rows of one id, place and date, periods that end before they begin, and broken bounds."""
    listed = list(rows)
    seen: set[tuple[str, str, date | None]] = set()
    for row in listed:
        key = (row.id, row.place, row.first_on)
        if key in seen:
            raise Refusal("duplicate_parameter", _TWICE.format(id=row.id, place=row.place, first=row.first_on))
        seen.add(key)
        if row.first_on and row.last_on and row.last_on < row.first_on:
            raise Refusal("backward_dates", _BACKWARDS.format(id=row.id, place=row.place))
        refuse_broken_bound(row, listed)


def _row(row: Mapping[str, Any], place: str) -> ParameterValue:
    unknown = row.keys() - _NEEDED - _OPTIONAL.keys() - _DATES.keys()
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    kind = ValueType(row["type"])
    optional: dict[str, Any] = {name: row[key] for key, name in _OPTIONAL.items() if key in row}
    dates: dict[str, Any] = {name: _day(row[key]) for key, name in _DATES.items() if key in row}
    return ParameterValue(
        id=row["id"],
        place=place,
        bound=Bound(row["bound"]),
        type=kind,
        value=_value(row, kind, place),
        law=Law(**row["law"]),
        verified=row["verified"],
        summary=Term(row["zh"], row["en"]),
        **optional,
        **dates,
    )


def typed(stood: object, kind: ValueType) -> object:
    """A value as it stands in a file, in its type. ValueError if it is of another."""
    try:
        return _READERS[kind](stood)
    except InvalidOperation:
        raise ValueError(stood) from None


def _value(row: Mapping[str, Any], kind: ValueType, place: str) -> object:
    if row["value"] is None:
        return None
    try:
        return typed(row["value"], kind)
    except ValueError:
        sentence = _WRONG_TYPE.format(id=row["id"], place=place, value=row["value"], type=kind)
        raise Refusal("wrong_type", sentence) from None


def _whole(stood: object) -> int:
    if isinstance(stood, bool) or not isinstance(stood, int):
        raise ValueError(stood)  # noqa: TRY004 - one refusal for every wrong value
    return stood


def _decimal(stood: object) -> Decimal:
    if isinstance(stood, float | bool):
        raise ValueError(stood)  # noqa: TRY004 - the same
    number = Decimal(str(stood))
    if not number.is_finite():
        raise ValueError(stood)
    return number


def _instance(kind: type) -> Callable[[object], object]:
    def read_instance(stood: object) -> object:
        if not isinstance(stood, kind):
            raise ValueError(stood)  # noqa: TRY004 - the same
        return stood

    return read_instance


def _list(stood: object) -> tuple[object, ...]:
    if not isinstance(stood, list):
        raise ValueError(stood)  # noqa: TRY004 - the same
    return tuple(stood)


_READERS: Final[Mapping[ValueType, Callable[[Any], object]]] = {
    ValueType.INTEGER: _whole,
    ValueType.MONEY: _whole,
    ValueType.DECIMAL: _decimal,
    ValueType.BOOLEAN: _instance(bool),
    ValueType.CODE: _instance(str),
    ValueType.LIST: _list,
    ValueType.TABLE: lambda stood: _list(stood) if isinstance(stood, list) else _instance(dict)(stood),
}


def _day(stood: object) -> date:
    if type(stood) is not date:
        raise ValueError(stood)
    return stood
