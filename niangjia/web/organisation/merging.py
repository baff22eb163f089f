"""Two accounts that may be one person: side by side, masked, with what stands twice; merge them, or part them again."""

from dataclasses import dataclass
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
from niangjia.creditbank.outcomes.merging import (
    Holding,
    conflicts_of_merge,
    holding_of,
    merge_persons,
    part_persons,
)
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.queries import search_parties
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import merges_of, person_card, person_cards
from niangjia.kernel.people.types import PersonCard
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Seat, clerk_desk, seated

MERGED: Final = Term("已合并。成果和学籍都归到保留的账户下，随时可以分开。", "Merged. It can be parted at any time.")
PARTED: Final = Term("已分开，两个账户各管各的。", "Parted: each account holds its own again.")
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two accounts."""

    card: PersonCard
    holding: Holding


@seated("person.merge", Role.CLERK)
def merging(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Search, choose two, see both; below, what is merged."""
    query = request.GET.get("q", "").strip()
    chosen = [key for key in map(key_of, request.GET.getlist("pick")) if key is not None][:2]
    found = [each.party_id for each in search_parties(query, limit=MOST_FOUND) if each.is_person] if query else []
    context = {"here": "merging", "desk": clerk_desk(seat), "query": query}
    context["people"] = person_cards(found, on=clock.today()) if found else ()
    context["merges"] = merges_of(found or chosen)
    if len(set(chosen)) == 2:  # noqa: PLR2004 - the two
        context |= _compared(seat, chosen)
    return render(request, "organisation/merging.html", context)


@require_POST
@seated("person.merge", Role.CLERK)
def merge(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The account that ends stands for the one that stays."""
    kept = key_of(request.POST.get("kept"))
    ended = next((key for key in map(key_of, request.POST.getlist("both")) if key not in {None, kept}), None)
    if kept is None or ended is None:
        return redirect("organisation-merging")
    try:
        with transaction.atomic():
            merge_persons(ended, into=kept, reason=reason_of(request), actor=seat.actor, at=clock.now())
    except Refusal as refusal:
        page = {"here": "merging", "desk": clerk_desk(seat), "query": "", "refused": refusal.term}
        page |= _compared(seat, [kept, ended])
        return render(request, "organisation/merging.html", page, status=422)
    messages.success(request, MERGED.in_language(get_language()))
    return redirect("organisation-merging")


@require_POST
@seated("person.merge", Role.CLERK)
def part(request: HttpRequest, seat: Seat, party_id: UUID) -> HttpResponse:
    """Undo it."""
    part_persons(party_id, actor=seat.actor, at=clock.now())
    messages.success(request, PARTED.in_language(get_language()))
    return redirect("organisation-merging")


def _compared(seat: Seat, chosen: list[UUID]) -> dict[str, object]:
    """Both side by side, and what stands on both sides. That she looked is written down."""
    now = clock.now()
    for key in chosen:
        log_read(actor=seat.actor, about=key, purpose="person.merge", at=now)
    sides = [Side(person_card(key, on=clock.day_of(now)), holding_of(key)) for key in chosen]
    return {"sides": sides, "conflicts": conflicts_of_merge(chosen[1], into=chosen[0])}
