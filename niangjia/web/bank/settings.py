"""What the operator sets for all bodies: how many checks, how long for more evidence, and the catalogue of reasons."""

from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.bank import add_reason, end_check_rule, end_reason, set_check_rule
from niangjia.creditbank.certification.models import ReasonUse
from niangjia.creditbank.certification.settings import USUAL_CHECKS, USUAL_EVIDENCE_DAYS, check_rules, reasons_for
from niangjia.creditbank.engine.wording import KINDS
from niangjia.kernel.access.types import Role
from niangjia.web.bank.bodies import ALL_KINDS
from niangjia.web.bank.desk import bank_desk
from niangjia.web.desk import Seat, seated

HUNDRED: Final = 100
MOST: Final = Decimal(10_000)
NO_NUMBER: Final = Term("分值、次数和天数都要填数字。", "Value, checks and days are numbers.")
SET: Final = Term("已设置，今天起生效。", "Set: it holds from today on.")
ENDED: Final = Term("已结束，今天起不再用。", "Ended: it is not used from today on.")
USES: Final = {
    ReasonUse.REFUSE: Term("不予认证", "refuse"),
    ReasonUse.RETURN: Term("补充材料", "ask for more evidence"),
    ReasonUse.REVOKE: Term("撤销认证", "revoke"),
}


@require_safe
@seated("bank.set", Role.OPERATOR)
def settings(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The rules and reasons in force today, and forms for more."""
    today = clock.today()
    context = {
        "here": "settings",
        "desk": bank_desk(seat),
        "rules": [(rule, KINDS.get(rule.kind, ALL_KINDS)) for rule in check_rules(on=today)],
        "reasons": [(words, list(reasons_for(use, on=today))) for use, words in USES.items()],
        "uses": USES,
        "kinds": KINDS,
        "usual_checks": USUAL_CHECKS,
        "usual_days": USUAL_EVIDENCE_DAYS,
    }
    return render(request, "bank/settings.html", context)


@require_POST
@seated("bank.set", Role.OPERATOR)
def set_rule(request: HttpRequest, seat: Seat) -> HttpResponse:
    """From today, so many checks for outcomes of a kind and value."""
    set_check_rule(
        bank_id=seat.organisation_id,
        kind=_kind(request),
        value_from=int(_number(request, "value_from") * HUNDRED),
        checks_count=int(_number(request, "checks")),
        evidence_days=int(_number(request, "days")),
        actor=seat.actor,
        at=clock.now(),
    )
    return _done(request, SET)


@require_POST
@seated("bank.set", Role.OPERATOR)
def end_rule(request: HttpRequest, seat: Seat, rule_id: UUID) -> HttpResponse:
    """The rule holds no more."""
    end_check_rule(rule_id, bank_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    return _done(request, ENDED)


@require_POST
@seated("bank.set", Role.OPERATOR)
def more_reason(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One more reason for the catalogue."""
    use = request.POST.get("use", "")
    if use not in set(ReasonUse):
        raise Http404
    add_reason(
        bank_id=seat.organisation_id,
        code=request.POST.get("code", "").strip()[:40],
        use=ReasonUse(use),
        kind=_kind(request),
        words=Term(request.POST.get("zh", "").strip()[:200], request.POST.get("en", "").strip()[:300]),
        actor=seat.actor,
        at=clock.now(),
    )
    return _done(request, SET)


@require_POST
@seated("bank.set", Role.OPERATOR)
def drop_reason(request: HttpRequest, seat: Seat, reason_id: UUID) -> HttpResponse:
    """The reason is offered no more."""
    end_reason(reason_id, bank_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    return _done(request, ENDED)


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    if kind and kind not in KINDS:
        raise Http404
    return kind


def _number(request: HttpRequest, name: str) -> Decimal:
    """A number from 0 to ten thousand in a field. Refuses ``number_missing``."""
    try:
        number = Decimal(request.POST.get(name, "").strip())
    except InvalidOperation as error:
        raise Refusal("number_missing", NO_NUMBER) from error
    if not number.is_finite() or not 0 <= number <= MOST:
        raise Refusal("number_missing", NO_NUMBER)
    return number


def _done(request: HttpRequest, told: Term) -> HttpResponse:
    messages.success(request, told.in_language(get_language()))
    return redirect("bank-settings")
