"""Revoke a certification: everything that goes with it is shown first."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.revoking import REVOCABLE, revocation_of, revoke_outcome
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import outcomes_of_body
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import reason_of
from niangjia.web.desk import Seat, certifier_desk, seated

REVOKED = Term(
    "已撤销《{title}》的认证，一并冲销 {count} 份认定。",
    "The certification of {title} is revoked; decisions undone with it: {count}.",
)


@seated("outcome.revoke", Role.CERTIFIER)
def revoke(request: HttpRequest, seat: Seat, outcome_id: UUID) -> HttpResponse:
    """What a revocation would undo, and the form that does it."""
    row = standing_outcome(seat, outcome_id)
    if request.method == "POST":
        return _revoke(request, seat, row)
    context = {"here": "done", "desk": certifier_desk(seat), "row": row, "found": revocation_of(row.record_id)}
    return render(request, "certifier/revoke.html", context)


def _revoke(request: HttpRequest, seat: Seat, row: Outcome) -> HttpResponse:
    found = revoke_outcome(
        row.record_id,
        reason=reason_of(request),
        seen=request.POST.get("seen", ""),
        actor=seat.actor,
        at=clock.now(),
    )
    said = REVOKED.format(title=row.title, count=len(found.undone))
    messages.success(request, said.in_language(get_language()))
    return redirect("certifier-done")


def standing_outcome(seat: Seat, outcome_id: UUID) -> Outcome:
    """An outcome of her body that is certified, be it suspended; 404 for any other."""
    row = outcomes_of_body(seat.organisation_id).filter(record_id=outcome_id, record__state__in=REVOCABLE).first()
    if row is None:
        raise Http404
    return row
