"""The canonical form of rule books, programmes and cases: bytes by RFC 8785, their SHA-256, and back again.

Every field is written except those left at a default that says nothing (None, the empty tuple), so that a field added
later with such a default leaves the hash of an older book as it was. Decimals, fractions and dates are strings whose
type stands in ``books.py``; conditions have the form of ``core.conditions``.
"""

import json
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import rfc8785

from niangjia.core.conditions import Condition, from_canonical, to_canonical
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Case, Programme, RuleBook

Record = TypeVar("Record")
_MALFORMED: Final = Term(
    "无法读取：{place} 处是 {stood}。请用系统导出的原文，不要手工改动。",
    "Can't be read: {stood} stands at {place}. Use the text as the system wrote it.",
)
_PLAIN: Final = (bool, int, str)


def book_to_text(book: RuleBook) -> str:
    """The canonical text of a rule book."""
    return _text(book)


def book_from_text(text: str) -> RuleBook:
    """The rule book of a canonical text. Refuses (``malformed_canonical``) everything else."""
    return _record(text, RuleBook)


def book_hash(book: RuleBook) -> str:
    """SHA-256 of the canonical text, in hexadecimal. A decision pins its book by it."""
    return _hash(book)


def programme_to_text(programme: Programme) -> str:
    """The canonical text of a programme."""
    return _text(programme)


def programme_from_text(text: str) -> Programme:
    """The programme of a canonical text. Refuses (``malformed_canonical``) everything else."""
    return _record(text, Programme)


def programme_hash(programme: Programme) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return _hash(programme)


def case_hash(case: Case) -> str:
    """SHA-256 of all that a conversion reads, in hexadecimal: the same hash, the same answer."""
    return _hash(case)


def _hash(record: object) -> str:
    return sha256(rfc8785.dumps(_written(record))).hexdigest()


def _text(record: object) -> str:
    return rfc8785.dumps(_written(record)).decode()


def _record(text: str, record: type[Record]) -> Record:
    try:
        form = json.loads(text)
    except ValueError:
        raise _malformed(text, "$") from None
    return cast("Record", _read(form, record, "$"))


def _written(value: object) -> Any:  # noqa: ANN401 - JSON has no closer type
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if is_dataclass(value):
        stood = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _written(each) for field, each in stood if not _is_silent(field, each)}
    raise TypeError(f"no canonical form: {value!r}")


def _decimal_text(value: Decimal) -> str:
    """Without exponent, trailing zeros or negative zero: 4, 4.0 and 4.00 are one number."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


_WRITERS: Final[tuple[tuple[Any, Callable[[Any], Any]], ...]] = (
    (Enum, lambda value: value.value),
    (_PLAIN, lambda value: value),
    (Decimal, _decimal_text),
    (Fraction, str),
    (date, date.isoformat),
    (Condition, to_canonical),
    (tuple, lambda value: [_written(member) for member in value]),
    (frozenset, lambda value: sorted(_written(member) for member in value)),
)


def _read(form: object, kind: Any, place: str) -> Any:  # noqa: ANN401 - kind is a type expression
    if get_origin(kind) in {Union, UnionType}:
        return _read_union(form, get_args(kind), place)
    if get_origin(kind) in {tuple, frozenset}:
        if not isinstance(form, list):
            raise _malformed(form, place)
        member = get_args(kind)[0]
        return get_origin(kind)(_read(each, member, f"{place}[{position}]") for position, each in enumerate(form))
    if is_dataclass(kind):
        return _read_record(form, kind, place)
    if kind is Condition:
        return from_canonical(form)
    if kind in _PLAIN:
        if type(form) is not kind:
            raise _malformed(form, place)
        return form
    return _read_text(form, kind, place)


def _read_union(form: object, kinds: tuple[Any, ...], place: str) -> object:
    wanted = [kind for kind in kinds if kind is not NoneType]
    for kind in wanted[:-1]:
        try:
            return _read(form, kind, place)
        except Refusal:
            continue
    return _read(form, wanted[-1], place)


def _read_text(form: object, kind: Any, place: str) -> object:  # noqa: ANN401 - kind is a type expression
    reader = date.fromisoformat if kind is date else kind
    if not isinstance(form, str):
        raise _malformed(form, place)
    try:
        value = reader(form)
    except (ValueError, InvalidOperation, ZeroDivisionError):
        raise _malformed(form, place) from None
    if _written(value) != form:  # 4.0, 1e3: read, but not as we write it
        raise _malformed(form, place)
    return value


def _read_record(form: object, kind: Any, place: str) -> object:  # noqa: ANN401 - kind is a type expression
    kinds, known = _fields(kind)
    if not isinstance(form, dict) or not set(form) <= set(known):
        raise _malformed(form, place)
    missing = [name for name, field in known.items() if name not in form and not _says_nothing(field)]
    if missing:
        raise _malformed(form, f"{place}.{missing[0]}")
    return kind(**{name: _read(value, kinds[name], f"{place}.{name}") for name, value in form.items()})


def _says_nothing(field: "Field[Any]") -> bool:
    """Left out means None or the empty tuple; every other field is written, whatever its default is today."""
    return field.default is None or field.default == ()


def _is_silent(field: "Field[Any]", value: object) -> bool:
    return _says_nothing(field) and value == field.default


@cache
def _fields(kind: Any) -> tuple[dict[str, Any], dict[str, "Field[Any]"]]:  # noqa: ANN401 - a class is a key here
    return get_type_hints(kind), {field.name: field for field in fields(kind)}


def _malformed(form: object, place: str) -> Refusal:
    return Refusal("malformed_canonical", _MALFORMED.format(stood=str(form)[:100], place=place))
