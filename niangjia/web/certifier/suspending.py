"""Suspend a certification while it is looked into, and let it hold again."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.certification.suspending import restore_outcome, suspend_outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import reason_of
from niangjia.web.certifier.revoking import standing_outcome
from niangjia.web.desk import Seat, certifier_desk, seated

SUSPENDED: Final = Term("已暂停《{title}》，已告诉职工。", "{title} is suspended; the worker is told.")
RESTORED: Final = Term("《{title}》恢复有效，已告诉职工。", "{title} holds again; the worker is told.")


@seated("outcome.revoke", Role.CERTIFIER)
def suspend(request: HttpRequest, seat: Seat, outcome_id: UUID) -> HttpResponse:
    """What suspending does, and the form; of a suspended outcome the form that lets it hold again."""
    row = standing_outcome(seat, outcome_id)
    is_suspended = row.record.state == State.SUSPENDED
    if request.method == "POST":
        act, said = (
            (restore_outcome, RESTORED) if request.POST.get("act") == "restore" else (suspend_outcome, SUSPENDED)
        )
        act(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())
        messages.success(request, said.format(title=row.title).in_language(get_language()))
        return redirect("certifier-done")
    context = {"here": "done", "desk": certifier_desk(seat), "row": row, "is_suspended": is_suspended}
    return render(request, "certifier/suspend.html", context)
