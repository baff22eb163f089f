"""Reward by an official result document: the event, the document with its file, and the result list, in one form."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.incentives.queries import documents_of, events
from niangjia.creditbank.incentives.results import file_document, open_event, reward_list
from niangjia.creditbank.incentives.types import EventKind, NewDocument, NewEvent, OnceWith
from niangjia.kernel.access.queries import organisations_where
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, clerk_desk, seated
from niangjia.web.faults import faults_page
from niangjia.web.organisation.offers import day_of_form, text_of_form
from niangjia.web.organisation.plans import own_plan
from niangjia.web.uploads import uploaded

SHOWN: Final = 200
REWARDED: Final = Term(
    "名单已存入 {deposited} 项；预留奖励 {reserved} 项，不奖励 {unrewarded} 项（各有理由）。认证后自动发放。",
    "{deposited} deposited; a bonus is reserved for {reserved}, not for {unrewarded} (each with its reason). "
    "It is given once they are certified.",
)
NO_BODY: Final = Term("请选认证机构。", "Choose a certifying body.")


@seated("incentive.reward", Role.CLERK)
def reward(request: HttpRequest, seat: Seat, plan_id: UUID) -> HttpResponse:
    """Hand in a result document and its list."""
    row = own_plan(seat, plan_id)
    desk = clerk_desk(seat)
    if request.method != "POST":
        page = {
            "here": "plans",
            "desk": desk,
            "row": row,
            "events": list(events()[:SHOWN]),
            "documents": list(documents_of(seat.organisation_id)[:SHOWN]),
            "relations": list(OnceWith),
            "kinds": list(EventKind),
            "bodies": organisations_where(seat.actor, "outcome.deposit", at=clock.today()),
        }
        return render(request, "organisation/reward.html", page)
    body_id, now, file = key_of(request.POST.get("body")), clock.now(), uploaded(request, "list")
    if body_id is None:
        raise Refusal("body_missing", NO_BODY)
    with transaction.atomic():
        document_id = _document(request, seat)
        report, rewarded = reward_list(row.record_id, document_id, file, body_id=body_id, actor=seat.actor, at=now)
        if rewarded is None:
            transaction.set_rollback(True)  # with faults in the list the event and document are not kept either
    if rewarded is None:
        return faults_page(request, desk, "plans", file.name, report.faults)
    told = REWARDED.format(
        deposited=report.deposited, reserved=rewarded.reserved, unrewarded=sum(rewarded.unrewarded.values())
    )
    messages.success(request, told.in_language(get_language()))
    return redirect("organisation-plan", plan_id)


def _document(request: HttpRequest, seat: Seat) -> UUID:
    """The document that was chosen, or the new one of a chosen or new event."""
    chosen = key_of(request.POST.get("document"))
    if chosen is not None and documents_of(seat.organisation_id).filter(record_id=chosen).exists():
        return chosen
    now, paper = clock.now(), uploaded(request, "paper")
    document = NewDocument(
        issuer=text_of_form(request, "issuer", 120),
        number=text_of_form(request, "number", 60),
        issued_on=day_of_form(request, "issued"),
        file_name=paper.name[:200] or "paper",
        content=paper.content,
    )
    event_id = key_of(request.POST.get("event")) or open_event(
        _event(request), organisation_id=seat.organisation_id, actor=seat.actor, at=now
    )
    return file_document(event_id, document, organisation_id=seat.organisation_id, actor=seat.actor, at=now)


def _event(request: HttpRequest) -> NewEvent:
    kind, relation = request.POST.get("kind", ""), request.POST.get("relation", "")
    return NewEvent(
        name=text_of_form(request, "name", 200),
        kind=EventKind(kind) if kind in list(EventKind) else EventKind.COMPETITION,
        held_by=text_of_form(request, "held_by", 120),
        held_on=day_of_form(request, "held_on"),
        once_with=key_of(request.POST.get("once_with")),
        relation=OnceWith(relation) if relation in list(OnceWith) else None,
    )
