"""What people type into forms, read as days, counts and money; what cannot be read is refused with its label."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from django.http import HttpRequest

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units

Meaning = TypeVar("Meaning")
NOT_READ: Final = Term(
    "“{label}”没有填对，什么也没有保存。请按示例填写。",
    "“{label}” cannot be read, so nothing was kept. Fill it in anew.",
)
MOST: Final = 1_000_000


def day_in(request: HttpRequest, name: str, label: Term) -> date:
    """A day. Refuses ``field_unreadable``."""
    return _read(request, name, label, date.fromisoformat)


def count_in(request: HttpRequest, name: str, label: Term) -> int:
    """A whole number from 0 to a million. Refuses ``field_unreadable``."""
    return _read(request, name, label, _count)


def amount_in(request: HttpRequest, name: str, label: Term, unit: Unit) -> int:
    """An amount in the unit's smallest part; blank is 0. Refuses ``field_unreadable`` and ``inexact_amount``."""
    return to_units(_read(request, name, label, _decimal), unit)


def text_in(request: HttpRequest, name: str, label: Term) -> str:
    """A text that is not blank. Refuses ``field_unreadable``."""
    return _read(request, name, label, _filled)


def _read(request: HttpRequest, name: str, label: Term, meaning: Callable[[str], Meaning]) -> Meaning:
    try:
        return meaning(request.POST.get(name, "").strip())
    except (ValueError, InvalidOperation) as error:
        raise Refusal("field_unreadable", NOT_READ.format(label=label)) from error


def _count(text: str) -> int:
    value = int(text)
    if not 0 <= value <= MOST:
        raise ValueError(text)
    return value


def _decimal(text: str) -> Decimal:
    value = Decimal(text or "0")
    if not (value.is_finite() and 0 <= value <= MOST):
        raise ValueError(text)
    return value


def _filled(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text
