"""Courses and practice places that an enterprise offers to workers."""

from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.operations import open_offer, withdraw_offer
from niangjia.creditbank.abilities.queries import abilities_in_use, offers_of
from niangjia.creditbank.abilities.types import Mastery, NewOffer, OfferKind
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, clerk_desk, seated
from niangjia.web.organisation.posts import chosen_abilities, whole_number

OPENED: Final = Term("已发布。缺这些能力的职工会看到。", "Published: workers who lack these abilities see it.")
WITHDRAWN: Final = Term("已撤下，职工不再看到。", "Withdrawn: workers see it no more.")
NO_DAY: Final = Term("日期没有填好。请填开始和结束日期。", "A day is missing: give the first and the last day.")
LENGTHS: Final = {"title": 120, "place": 120}


@seated("offer.keep", Role.CLERK)
def offers(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What is offered, and a form for more."""
    if request.method == "POST":
        open_offer(_offer(request), organisation_id=seat.organisation_id, actor=seat.actor, at=clock.now())
        messages.success(request, OPENED.in_language(get_language()))
        return redirect("organisation-offers")
    page = {
        "here": "offers",
        "desk": clerk_desk(seat),
        "rows": list(offers_of(seat.organisation_id)),
        "abilities": list(abilities_in_use()),
        "masteries": list(Mastery),
        "today": clock.today(),
    }
    return render(request, "organisation/offers.html", page)


@require_POST
@seated("offer.keep", Role.CLERK)
def withdraw(request: HttpRequest, seat: Seat, offer_id: UUID) -> HttpResponse:
    """Offer it no more."""
    if not offers_of(seat.organisation_id).filter(id=offer_id).exists():
        raise Http404
    withdraw_offer(offer_id, actor=seat.actor, at=clock.now())
    messages.success(request, WITHDRAWN.in_language(get_language()))
    return redirect("organisation-offers")


def day_of_form(request: HttpRequest, name: str) -> date:
    """A day as a form gives it. Refuses ``day_missing``."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise Refusal("day_missing", NO_DAY) from None


def text_of_form(request: HttpRequest, name: str, most: int) -> str:
    """A line as a form gives it, cut to what can be kept."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _offer(request: HttpRequest) -> NewOffer:
    kind = OfferKind.PRACTICE if request.POST.get("kind") == OfferKind.PRACTICE else OfferKind.COURSE
    return NewOffer(
        kind=kind,
        title=text_of_form(request, "title", LENGTHS["title"]),
        place=text_of_form(request, "place", LENGTHS["place"]),
        starts_on=day_of_form(request, "starts"),
        ends_on=day_of_form(request, "ends"),
        places_count=whole_number(request.POST.get("places")),
        gives=tuple(chosen_abilities(request, "give-")),
    )
