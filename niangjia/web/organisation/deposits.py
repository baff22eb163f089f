"""A union's clerk brings in outcomes for her own people: with their signed paper, or asking them to confirm."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.offering import ask_to_confirm, begin_draft, deposit_draft
from niangjia.creditbank.outcomes.queries import drafts_begun, open_drafts
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.queries import search_parties
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import person_cards
from niangjia.web import outcome_drafts as drafts
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, clerk_desk, seated
from niangjia.web.outcome_drafts import Place

CHOOSE: Final = Term("请选一位职工和成果的种类。", "Choose a worker and the kind of the outcome.")
DEPOSITED: Final = Term("已代 {name} 交给认证机构。", "Handed to the body on behalf of {name}.")
ASKED: Final = Term("已请 {name} 本人确认。她确认以后才会交给机构。", "{name} is asked to confirm it first.")
DROPPED: Final = Term("草稿已删去。", "The draft is deleted.")
MOST_FOUND: Final = 20


def place_of(seat: Seat) -> Place:
    """The clerk's desk."""
    return Place(seat.actor, "layouts/desk.html", "organisation", {"here": "deposits", "desk": clerk_desk(seat)})


@seated("outcome.offer", Role.CLERK)
def deposits(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Find the worker and say which kind; below, what was begun and what waits for her confirmation."""
    refused = None
    if request.method == "POST":
        person, kind = key_of(request.POST.get("person")), request.POST.get("kind", "")
        if person is not None and kind in list(OutcomeKind):
            draft_id = begin_draft(person, OutcomeKind(kind), actor=seat.actor, at=clock.now(), name=seat.organisation)
            return redirect("organisation-draft-facts", draft_id)
        refused = CHOOSE
    query = request.GET.get("q", "").strip()
    keys = [each.party_id for each in search_parties(query, limit=MOST_FOUND) if each.is_person] if query else []
    for key in keys:
        log_read(actor=seat.actor, about=key, purpose="person.read", at=clock.now())
    page = {
        "here": "deposits",
        "desk": clerk_desk(seat),
        "query": query,
        "people": person_cards(keys, on=clock.today()) if keys else (),
        "kinds": [(each.value, KINDS[each.value]) for each in OutcomeKind],
        "open": [(row, KINDS[row.kind]) for row in open_drafts(seat.actor)],
        "asked": [(row, KINDS[row.kind]) for row in drafts_begun(seat.actor)],
        "refused": refused,
    }
    return render(request, "organisation/deposits.html", page, status=422 if refused else 200)


@seated("outcome.offer", Role.CLERK)
def facts(request: HttpRequest, seat: Seat, draft_id: UUID) -> HttpResponse:
    """Step one."""
    return drafts.facts_page(request, place_of(seat), draft_id)


@seated("outcome.offer", Role.CLERK)
def papers(request: HttpRequest, seat: Seat, draft_id: UUID) -> HttpResponse:
    """Step two, with her paper of consent where there is one."""
    return drafts.papers_page(request, place_of(seat), draft_id)


@seated("outcome.offer", Role.CLERK)
def check(request: HttpRequest, seat: Seat, draft_id: UUID) -> HttpResponse:
    """Step three: hand it in, or ask her."""
    place = place_of(seat)
    if request.method != "POST":
        return drafts.check_page(request, place, draft_id)
    asks = request.POST.get("act") == "ask"
    try:
        with transaction.atomic():
            name = drafts.name_of(draft_id)
            (ask_to_confirm if asks else deposit_draft)(draft_id, actor=seat.actor, at=clock.now())
    except Refusal as refusal:
        return drafts.check_page(request, place, draft_id, refused=refusal.term)
    messages.success(request, (ASKED if asks else DEPOSITED).format(name=name).in_language(get_language()))
    return redirect("organisation-deposits")


@require_POST
@seated("outcome.offer", Role.CLERK)
def drop(request: HttpRequest, seat: Seat, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    drafts.drop(place_of(seat), draft_id)
    messages.success(request, DROPPED.in_language(get_language()))
    return redirect("organisation-deposits")
