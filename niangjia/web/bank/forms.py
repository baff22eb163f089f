"""What the operator types into the acts on a body, read with care."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.http import HttpRequest

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.types import NewScope
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.wording import LEVELS

NO_DATE: Final = Term("“{name}”要填一个日期，例如 2027-03-01。", "{name} needs a date, such as 2027-03-01.")
NO_LEVEL: Final = Term("等级起止要么都选，要么都不选。", "Choose both levels, or neither.")


def day_in(request: HttpRequest, name: str, label: Term) -> date:
    """The date in a field. Refuses ``date_missing``."""
    try:
        return date.fromisoformat(request.POST.get(name, "").strip())
    except ValueError as error:
        raise Refusal("date_missing", NO_DATE.format(name=label)) from error


def scope_in(request: HttpRequest) -> NewScope:
    """The scope that the form names; blanks cover all. Refuses ``scope_level_alone``."""
    kind, occupation = request.POST.get("kind", ""), request.POST.get("occupation", "").strip()
    low, high = _level(request.POST.get("level_from")), _level(request.POST.get("level_to"))
    if (low is None) != (high is None):
        raise Refusal("scope_level_alone", NO_LEVEL)
    return NewScope(kind if kind in set(OutcomeKind) else "", occupation, low, high)


def _level(text: str | None) -> Decimal | None:
    try:
        found = Decimal(text or "")
    except InvalidOperation:
        return None
    return found if found in LEVELS else None
