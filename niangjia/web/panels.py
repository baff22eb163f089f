"""The member's pages: on which panels she sits, what is asked, her vote on each line with a reason; stepping back."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.panels.asking import CONCLUDE
from niangjia.creditbank.panels.members import excuse_member
from niangjia.creditbank.panels.models import Member
from niangjia.creditbank.panels.queries import learner_before, panel_of, seats_on_panels
from niangjia.creditbank.panels.types import State
from niangjia.creditbank.panels.voting import vote
from niangjia.kernel.records.models import Deadline
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import actor_of_request

VOTED: Final = Term("您的表决已记下。", "Your vote is kept.")
EXCUSED: Final = Term("已回避，这次评审不再找您。", "You are excused from this panel.")
PAGE: Final = 50


@require_safe
@login_required
def panels(request: HttpRequest) -> HttpResponse:
    """The panels on which she sits, the newest first."""
    rows = list(seats_on_panels(actor_of_request(request).account_id)[:PAGE])
    return render(request, "panels/mine.html", {"rows": rows})


@require_safe
@login_required
def panel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """What is asked of her, line by line, with what she said already."""
    seat = _seat(request, panel_id)
    row = panel_of(panel_id)
    lines = list(seat.panel.lines.filter(is_open=True).select_related("course").order_by("id"))
    own = {each.line_id: each for each in seat.votes.all()}
    context = {
        "seat": seat,
        "row": row,
        "learner": learner_before(panel_id),
        "lines": [(line, own.get(line.id)) for line in lines],
        "due": Deadline.objects.filter(record_id=panel_id, obligation=CONCLUDE, met_at=None).first(),
        "is_sitting": seat.panel.record.state == State.SITTING,
        "may_step_back": not own,
    }
    return render(request, "panels/vote.html", context)


@require_POST
@login_required
def cast(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Her vote on one line."""
    seat = _seat(request, panel_id)
    line = key_of(request.POST.get("line"))
    if line is None or not seat.panel.lines.filter(id=line, is_open=True).exists():
        raise Http404
    granted = request.POST.get("act") == "grant"
    vote(line, is_granted=granted, reason=reason_of(request), actor=actor_of_request(request), at=clock.now())
    messages.success(request, VOTED.in_language(get_language()))
    return redirect("panel", panel_id)


@require_POST
@login_required
def step_back(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """She is in conflict, or can't."""
    seat = _seat(request, panel_id)
    excuse_member(seat.id, reason=reason_of(request), actor=actor_of_request(request), at=clock.now())
    messages.success(request, EXCUSED.in_language(get_language()))
    return redirect("panels")


def _seat(request: HttpRequest, panel_id: UUID) -> Member:
    found = seats_on_panels(actor_of_request(request).account_id).filter(panel_id=panel_id).first()
    if found is None:
        raise Http404
    return found
