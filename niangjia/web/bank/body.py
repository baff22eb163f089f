"""One body: what it may certify, until when, what experts found, what happened; and the acts on it."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.core.workdays.periods import months_later
from niangjia.creditbank.accreditation import operations
from niangjia.creditbank.accreditation.models import Accreditation, Scope
from niangjia.creditbank.accreditation.queries import accreditations_of, evaluations_of, experts_of, standings
from niangjia.creditbank.accreditation.types import Finding, NewAccreditation, NewScope
from niangjia.creditbank.engine.wording import KINDS, LEVELS
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.queries import occupation_names
from niangjia.kernel.people.types import OrganisationKind
from niangjia.kernel.records.queries import timeline
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.bank.bodies import scope_term
from niangjia.web.bank.desk import bank_desk
from niangjia.web.bank.forms import day_in, scope_in
from niangjia.web.desk import Seat, seated

MONTHS: Final = 36
SINCE, UNTIL, HELD = Term("起始日", "From"), Term("到期日", "Until"), Term("评估日期", "Date")
DONE: Final = {
    "accredit": Term("已授权。从起始日起可以认证。", "Accredited."),
    "widen": Term("已扩大范围，从今天起生效。", "The scope is wider from today on."),
    "narrow": Term("已收回这项范围，从今天起生效。", "That scope ends today."),
    "suspend": Term("已暂停。今天起不能收、不能认证。", "Suspended from today on."),
    "lift": Term("已恢复，今天起可以认证。", "Lifted: the body may certify from today on."),
    "extend": Term("已续期。", "Extended."),
    "end": Term("已结束授权。以前认证的不受影响。", "Ended. What was certified before stands."),
    "evaluate": Term("已记下评估。", "The evaluation is on record."),
}


@require_safe
@seated("body.accredit", Role.OPERATOR)
def body(request: HttpRequest, seat: Seat, body_id: UUID) -> HttpResponse:
    """The record page of a body."""
    row, today = _body(body_id), clock.today()
    held = list(accreditations_of(row.party_id))
    current = next((each for each in held if each.valid_from <= today < each.valid_to), None)
    context = {
        "here": "bodies",
        "desk": bank_desk(seat),
        "body": row,
        "standing": standings([row.party_id], on=today).get(row.party_id),
        "current": current,
        "upcoming": next((each for each in held if each.valid_from > today), None),
        "held": held,
        "scopes": _scopes(current) if current else [],
        "evaluations": list(evaluations_of(row.party_id)),
        "experts": list(experts_of(seat.organisation_id, on=today)),
        "findings": list(Finding),
        "timeline": [entry for each in held for entry in reversed(timeline(each.record_id))],
        "kinds": KINDS,
        "levels": LEVELS,
        "today": today,
        "until": months_later(today, MONTHS),
    }
    return render(request, "bank/body.html", context)


@require_POST
@seated("body.accredit", Role.OPERATOR)
def accredit(request: HttpRequest, seat: Seat, body_id: UUID) -> HttpResponse:
    """Accredit a body for a first scope."""
    since, until = day_in(request, "since", SINCE), day_in(request, "until", UNTIL)
    new = NewAccreditation(_body(body_id).party_id, seat.organisation_id, since, until, (scope_in(request),))
    operations.accredit_body(new, actor=seat.actor, at=clock.now())
    return _done(request, "accredit", body_id)


@require_POST
@seated("body.accredit", Role.OPERATOR)
def evaluate(request: HttpRequest, seat: Seat, body_id: UUID) -> HttpResponse:
    """Write down what experts found."""
    held = accreditations_of(_body(body_id).party_id).first()
    finding = request.POST.get("finding", "")
    if held is None or finding not in set(Finding):
        raise Http404
    operations.note_evaluation(
        held.record_id,
        held_on=day_in(request, "held_on", HELD),
        finding=Finding(finding),
        note=request.POST.get("note", ""),
        expert_ids=[key for key in map(key_of, request.POST.getlist("expert")) if key is not None],
        actor=seat.actor,
        at=clock.now(),
    )
    return _done(request, "evaluate", body_id)


@require_POST
@seated("body.accredit", Role.OPERATOR)
def act(request: HttpRequest, seat: Seat, accreditation_id: UUID, act: str) -> HttpResponse:
    """Widen, narrow, suspend, lift, extend or end, each with its reason."""
    row = Accreditation.objects.filter(record_id=accreditation_id, bank_id=seat.organisation_id).first()
    if row is None or act not in ACTS:
        raise Http404
    ACTS[act](request, row, seat)
    return _done(request, act, row.body_id)


def _widen(request: HttpRequest, row: Accreditation, seat: Seat) -> None:
    at, reason = clock.now(), reason_of(request)
    operations.widen_scope(row.record_id, [scope_in(request)], reason=reason, actor=seat.actor, at=at)


def _narrow(request: HttpRequest, row: Accreditation, seat: Seat) -> None:
    scope = key_of(request.POST.get("scope"))
    if scope is None:
        raise Http404
    operations.narrow_scope(row.record_id, scope, reason=reason_of(request), actor=seat.actor, at=clock.now())


def _extend(request: HttpRequest, row: Accreditation, seat: Seat) -> None:
    until, reason = day_in(request, "until", UNTIL), reason_of(request)
    operations.extend_accreditation(row.record_id, until=until, reason=reason, actor=seat.actor, at=clock.now())


def _suspend(request: HttpRequest, row: Accreditation, seat: Seat) -> None:
    operations.suspend_body(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())


def _lift(request: HttpRequest, row: Accreditation, seat: Seat) -> None:
    operations.lift_suspension(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())


def _end(request: HttpRequest, row: Accreditation, seat: Seat) -> None:
    operations.end_accreditation(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())


ACTS: Final[dict[str, Callable[[HttpRequest, Accreditation, Seat], None]]] = {
    "widen": _widen,
    "narrow": _narrow,
    "extend": _extend,
    "suspend": _suspend,
    "lift": _lift,
    "end": _end,
}


def _scopes(row: Accreditation) -> list[tuple[UUID, Term]]:
    """The scopes in force, in words, with their keys."""
    held = list(Scope.objects.filter(accreditation=row, valid_to=None).order_by("kind", "occupation", "id"))
    names = occupation_names(each.occupation for each in held if each.occupation)
    return [
        (each.id, scope_term(NewScope(each.kind, each.occupation, each.level_from, each.level_to), names))
        for each in held
    ]


def _body(body_id: UUID) -> Organisation:
    row = Organisation.objects.filter(party_id=body_id, kind=OrganisationKind.CERTIFYING_BODY).first()
    if row is None:
        raise Http404
    return row


def _done(request: HttpRequest, act: str, body_id: UUID) -> HttpResponse:
    messages.success(request, DONE[act].in_language(get_language()))
    return redirect("bank-body", body_id=body_id)
