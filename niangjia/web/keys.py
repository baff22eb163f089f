"""Keys that sign: a security administrator changes and revokes them; a certifier sees which one signs for her body."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.clock import SHANGHAI
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.types import Role
from niangjia.kernel.credentials.addresses import did_of
from niangjia.kernel.credentials.operations import revoke_signing_key, rotate_signing_key
from niangjia.kernel.credentials.queries import issuers_under, public_keys
from niangjia.kernel.credentials.types import PublicKey
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Desk, Group, Item, Seat, certifier_desk, seated

BANK: Final = Term("学分银行（日志、状态表）", "the credit bank (log, status lists)")
ROTATED: Final = Term("已换新密钥。旧密钥签过的仍然有效。", "A new key signs now. What the old one signed still holds.")
REVOKED: Final = Term("已宣布这把密钥失效。", "The key is revoked.")
NO_DAY: Final = Term(
    "请写明从哪一天起失效，例如 2026-05-03。", "Say from which day the key is void, such as 2026-05-03."
)


@dataclass(frozen=True, slots=True)
class IssuerKeys:
    """An issuer with its keys, the newest first; without an id: the bank."""

    id: UUID | None
    name: Term
    did: str
    keys: tuple[PublicKey, ...]


@require_safe
@seated("key.rotate", Role.SECURITY)
def keys(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every issuer under the seat, and the bank."""
    found = [_issuer(None, BANK)]
    found += [_issuer(key, Term(name, name)) for key, name in issuers_under(seat.organisation_id, on=clock.today())]
    page = {"here": "keys", "desk": security_desk(seat), "issuers": found, "may_change": True}
    return render(request, "keys/keys.html", page)


@require_safe
@seated("outcome.certify", Role.CERTIFIER)
def own_keys(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The keys of the certifier's body, to look at."""
    issuer = _issuer(seat.organisation_id, Term(seat.organisation, seat.organisation))
    page = {"here": "keys", "desk": certifier_desk(seat), "issuers": [issuer], "may_change": False}
    return render(request, "keys/keys.html", page)


@require_POST
@seated("key.rotate", Role.SECURITY)
def rotate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A new key for an issuer; an empty one is the bank."""
    issuer = request.POST.get("issuer", "")
    if issuer and key_of(issuer) is None:
        raise Http404
    rotate_signing_key(key_of(issuer), reason=reason_of(request), actor=seat.actor, at=clock.now())
    messages.success(request, ROTATED.in_language(get_language()))
    return redirect("keys")


@require_POST
@seated("key.rotate", Role.SECURITY)
def revoke(request: HttpRequest, seat: Seat, key_id: UUID) -> HttpResponse:
    """A key is void from a day on."""
    day = request.POST.get("since", "").strip()
    try:
        since = parse_date(day)
    except ValueError:
        since = None
    if since is None:
        raise Refusal("no_such_day", NO_DAY)
    begins = datetime.combine(since, time(), SHANGHAI)
    revoke_signing_key(key_id, since=begins, reason=reason_of(request), actor=seat.actor, at=clock.now())
    messages.success(request, REVOKED.in_language(get_language()))
    return redirect("keys")


def security_desk(seat: Seat) -> Desk:
    """The security administrator's side bar."""
    item = Item("keys", Term("签名密钥", "Signing keys"), reverse("keys"))
    return Desk(seat.organisation, seat.role.term, (Group(Term("安全", "Security"), (item,)),), seat.key)


def _issuer(issuer_id: UUID | None, name: Term) -> IssuerKeys:
    return IssuerKeys(issuer_id, name, did_of(issuer_id), public_keys(issuer_id))
