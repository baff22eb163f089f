"""A clerk or a registrar asks a worker whom she can name for a look, and looks at what was granted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.contents import shared_record
from niangjia.creditbank.sharing.models import Ask
from niangjia.creditbank.sharing.operations.asking import (
    LAPSES_AFTER_DAYS,
    LONGEST_DAYS,
    ask_worker,
    open_grant,
    scope_of,
)
from niangjia.creditbank.sharing.queries import asks_by, state_of
from niangjia.creditbank.sharing.types import AskState, Scope
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.types import NewPaper, PaperType
from niangjia.web.addresses import key_of
from niangjia.web.desk import Desk, Seat, clerk_desk, registrar_desk, seated
from niangjia.web.guesses import private
from niangjia.web.worker.account import PAPERS
from niangjia.web.worker.links import posted_scope
from niangjia.web.worker.records import StateView

PAGE: Final = 30
USUAL_DAYS: Final = 30
STATES: Final = {
    AskState.WAITING: StateView(Term("等本人答复", "waits for her answer"), "wait", ""),
    AskState.LAPSED: StateView(Term("已到期，没有答复", "lapsed without an answer"), "new", ""),
    AskState.GRANTED: StateView(Term("本人同意", "granted"), "done", "good"),
    AskState.ENDED: StateView(Term("授权已结束", "the grant has ended"), "new", ""),
}
SENT: Final = Term(
    "请求已发出，本人会看到。{days} 天内没有答复就到期。", "Sent; she is told. It lapses after {days} days."
)
NO_DAY: Final = Term("请选查看到哪一天为止。", "Choose the last day on which you want to look.")
NO_PAPER_TYPE: Final = Term("请选证件类型。", "Choose the type of paper.")
DESKS: Final[dict[Role, Callable[[Seat], Desk]]] = {Role.CLERK: clerk_desk, Role.REGISTRAR: registrar_desk}
DOORS: Final = {Role.CLERK: "organisation", Role.REGISTRAR: "registrar"}


@dataclass(frozen=True, slots=True)
class SentAsk:
    """One ask as its sender sees it: nothing tells a refusal from silence."""

    row: Ask
    chip: StateView
    is_granted: bool
    scope: Scope
    until: date | None


def asks(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What was asked, newest first; and the form for another."""
    if request.method == "POST":
        return _ask(request, seat)
    rows = list(asks_by(seat.organisation_id, before=key_of(request.GET.get("before")))[: PAGE + 1])
    today = clock.today()
    page = {
        "here": "asks",
        "desk": DESKS[seat.role](seat),
        "door": DOORS[seat.role],
        "views": [_view(row, today) for row in rows[:PAGE]],
        "after": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "papers": [(kind, term) for kind, term in PAPERS.items()],
        "usual": today + timedelta(days=USUAL_DAYS),
        "today": today,
        "latest": today + timedelta(days=LONGEST_DAYS),
        "list_url": f"{DOORS[seat.role]}-asks",
        "open_url": f"{DOORS[seat.role]}-ask-open",
    }
    return render(request, "sharing/office_asks.html", page)


def _ask(request: HttpRequest, seat: Seat) -> HttpResponse:
    kind = request.POST.get("paper", "")
    if kind not in set(PaperType):
        raise Refusal("paper_type_missing", NO_PAPER_TYPE)
    ask_worker(
        request.POST.get("name", ""),
        NewPaper(PaperType(kind), request.POST.get("number", "")),
        organisation_id=seat.organisation_id,
        scope=posted_scope(request),
        purpose=request.POST.get("purpose", "")[:100],
        see_until=_day(request.POST.get("until", "")),
        actor=seat.actor,
        at=clock.now(),
    )
    messages.success(request, SENT.format(days=LAPSES_AFTER_DAYS).in_language(get_language()))
    return redirect(f"{DOORS[seat.role]}-asks")


def open_ask(request: HttpRequest, seat: Seat, ask_id: UUID) -> HttpResponse:
    """Look at what was granted: by a button, because each look is written down for her to see."""
    now = clock.now()
    person, scope, purpose, until = open_grant(ask_id, at=now)
    federation: str = request.federation  # type: ignore[attr-defined] # set by the access middleware
    page = {
        "here": "asks",
        "desk": DESKS[seat.role](seat),
        "list_url": f"{DOORS[seat.role]}-asks",
        "record": shared_record(person, scope=scope, reader=seat.actor, federation=federation),
        "purpose": purpose,
        "until": until,
        "now": now,
    }
    return private(render(request, "sharing/office_record.html", page))


clerk_asks = seated("record.ask", Role.CLERK)(asks)
registrar_asks = seated("record.ask", Role.REGISTRAR)(asks)
clerk_opens = require_POST(seated("record.ask", Role.CLERK)(open_ask))
registrar_opens = require_POST(seated("record.ask", Role.REGISTRAR)(open_ask))


def _view(row: Ask, on: date) -> SentAsk:
    state = state_of(row, on=on)
    held = getattr(row, "answer", None)
    if state is AskState.GRANTED and held is not None:
        return SentAsk(row, STATES[state], True, scope_of(row).within(scope_of(held)), held.until)
    return SentAsk(row, STATES[state], False, scope_of(row), None)


def _day(text: str) -> date:
    try:
        chosen = parse_date(text)
    except ValueError:
        chosen = None
    if chosen is None:
        raise Refusal("day_not_chosen", NO_DAY)
    return chosen
