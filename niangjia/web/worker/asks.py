"""What organisations ask of her: grant all, less or nothing, and end what she granted."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.models import Ask
from niangjia.creditbank.sharing.operations.asking import end_grant, grant_ask, refuse_ask, scope_of
from niangjia.creditbank.sharing.queries import asks_to, state_of
from niangjia.creditbank.sharing.types import AskState, Scope
from niangjia.web.worker.door import Visit, at_her_door
from niangjia.web.worker.links import posted_scope
from niangjia.web.worker.records import StateView

STATES: Final = {
    AskState.WAITING: StateView(Term("等您答复", "waits for your answer"), "due", "warn"),
    AskState.REFUSED: StateView(Term("您没有同意", "you said no"), "no", ""),
    AskState.LAPSED: StateView(Term("已到期", "lapsed"), "new", ""),
    AskState.GRANTED: StateView(Term("您同意查看", "you let them look"), "done", "good"),
    AskState.ENDED: StateView(Term("已结束", "ended"), "new", ""),
}
GRANTED: Final = Term(
    "已同意。对方每看一次，都记在“谁看过我的资料”里。", "Granted. Each look is listed under Who looked."
)
REFUSED: Final = Term("已记下您不同意。对方看不出来，到期自动失效。", "Noted. They can't see it; the request lapses.")
ENDED: Final = Term("已结束，对方再也看不到了。", "Ended: they look no more.")
NO_DAY: Final = Term("请选看到哪一天为止。", "Choose the last day on which they may look.")


@dataclass(frozen=True, slots=True)
class AskView:
    """One ask with how it stands; ``given`` is what she granted."""

    row: Ask
    state: AskState
    chip: StateView
    scope: Scope
    given: Scope | None


@require_safe
@at_her_door
def asks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that she was asked, newest first."""
    views = [_view(row) for row in asks_to(visit.person_id)[:200]]
    return render(request, "sharing/asks.html", {"here": "me", "visit": visit, "views": views})


@require_safe
@at_her_door
def ask(request: HttpRequest, visit: Visit, ask_id: UUID) -> HttpResponse:
    """One ask: who, for what, until when; grant, refuse, or end."""
    page = {"here": "me", "visit": visit, "view": _view(_own(visit, ask_id)), "today": clock.today()}
    return render(request, "sharing/ask.html", page)


@require_POST
@at_her_door
def answer(request: HttpRequest, visit: Visit, ask_id: UUID) -> HttpResponse:
    """Grant what was ticked, or refuse."""
    row, now = _own(visit, ask_id), clock.now()
    if request.POST.get("answer") == "refuse":
        refuse_ask(ask_id, actor=visit.actor, at=now)
        said = REFUSED
    else:
        grant_ask(ask_id, scope=posted_scope(request), until=_until(request, row), actor=visit.actor, at=now)
        said = GRANTED
    messages.success(request, said.in_language(get_language()))
    return redirect("worker-ask", ask_id)


@require_POST
@at_her_door
def end(request: HttpRequest, visit: Visit, ask_id: UUID) -> HttpResponse:
    """They look no more."""
    end_grant(ask_id, actor=visit.actor, at=clock.now())
    messages.success(request, ENDED.in_language(get_language()))
    return redirect("worker-ask", ask_id)


def _until(request: HttpRequest, row: Ask) -> date:
    """The day that was chosen, else the day asked for."""
    text = request.POST.get("until", "")
    try:
        chosen = parse_date(text) if text else row.see_until
    except ValueError:
        chosen = None
    if chosen is None or chosen < clock.today():
        raise Refusal("day_not_chosen", NO_DAY)
    return chosen


def _view(row: Ask) -> AskView:
    state = state_of(row, on=clock.today())
    held = getattr(row, "answer", None)
    given = scope_of(held) if held is not None and held.is_grant else None
    return AskView(row, state, STATES[state], scope_of(row), given)


def _own(visit: Visit, ask_id: UUID) -> Ask:
    row = asks_to(visit.person_id).filter(id=ask_id).first()
    if row is None:
        raise Http404
    return row
