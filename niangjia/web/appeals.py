"""Appeals at the desks: what waits, what is due; one appeal, who had part in it, and the acts of who had none."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.operations import accept_appeal, decide_appeal, decline_appeal
from niangjia.creditbank.appeals.parts import part_of, took_part, who_may_hear
from niangjia.creditbank.appeals.queries import appeal_of, appeals_at
from niangjia.creditbank.appeals.types import OPEN, State
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import organisations_under
from niangjia.kernel.people.types import Tree
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.appeal_words import STATES, appeal_page
from niangjia.web.desk import Desk, Seat, actor_of_request, certifier_desk, clerk_desk, registrar_desk, seat_for
from niangjia.web.seats import chosen_seat

PAGE: Final = 50
ACT: Final = "appeal.decide"
DESKS: Final = {Role.REGISTRAR: registrar_desk, Role.CERTIFIER: certifier_desk, Role.CLERK: clerk_desk}
ACCEPTED: Final = Term("已受理。请在期限前作出结论。", "Accepted. Decide it before the last day.")
DECLINED: Final = Term("已写明不予受理，职工能看到理由。", "Not accepted; the worker reads why.")
PUT_RIGHT: Final = Term("申诉成立：{remedy}。", "Upheld: {remedy}.")
NOTHING_LEFT: Final = Term(
    "申诉成立。原来的决定在这期间已经变了，没有再动。",
    "Upheld. What it was about had changed meanwhile and was left as it stands.",
)
DISMISSED: Final = Term("已维持原决定，职工能看到理由。", "Dismissed; the worker reads why.")


def hearing_seat(request: HttpRequest) -> Seat:
    """The seat from which appeals are decided: in the role that she chose, else in the first that she holds."""
    roles, (chosen, _) = actor_of_request(request).roles, chosen_seat(request)
    held = [role for role in sorted(DESKS, key=lambda role: role is not chosen) if role in roles]
    return seat_for(request, ACT, held[0] if held else Role.CLERK)


def desk_of(seat: Seat) -> Desk:
    """The side bar of that seat."""
    return DESKS[seat.role](seat)


@require_safe
@login_required
def appeals(request: HttpRequest) -> HttpResponse:
    """What is open, oldest first; or what came to an end, newest first. Paged by key."""
    seat, is_open = hearing_seat(request), request.GET.get("show") != "done"
    found = appeals_at(seat.organisation_id, is_open=is_open, on=clock.today())
    after = key_of(request.GET.get("after"))
    if after is not None:
        found = found.filter(**{"record_id__gt" if is_open else "record_id__lt": after})
    rows = list(found[: PAGE + 1])
    context = {
        "here": "appeals",
        "desk": desk_of(seat),
        "rows": [(row, STATES[State(row.record.state)]) for row in rows[:PAGE]],
        "after": str(rows[PAGE - 1].record_id) if len(rows) > PAGE else "",
        "is_open": is_open,
        "now": clock.now(),
    }
    return render(request, "appeals/queue.html", context)


@require_safe
@login_required
def appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """One appeal; that she looked is written down for the worker."""
    seat, now = hearing_seat(request), clock.now()
    row = _appeal(seat, appeal_id)
    if row.record.subject_id is not None:
        log_read(actor=seat.actor, about=row.record.subject_id, purpose="appeal.read", at=now)
    context = {
        "here": "appeals",
        "desk": desk_of(seat),
        "page": appeal_page(row),
        "part": part_of(seat.actor, row),
        "is_own": row.record.subject_id == seat.actor.person_id,
        "took_part": took_part(row),
        "able": who_may_hear(row, on=clock.day_of(now)),
        "is_open": row.record.state in OPEN,
        "about_url": _about_url(seat, row),
        "now": now,
    }
    return render(request, "appeals/appeal.html", context)


@require_POST
@login_required
def accept(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Take it in hand, or say why it is not accepted."""
    seat = hearing_seat(request)
    row = _appeal(seat, appeal_id)
    if request.POST.get("act") == "decline":
        decline_appeal(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())
        messages.success(request, DECLINED.in_language(get_language()))
    else:
        accept_appeal(row.record_id, actor=seat.actor, at=clock.now())
        messages.success(request, ACCEPTED.in_language(get_language()))
    return redirect("appeal", row.record_id)


@require_POST
@login_required
def decide(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Uphold or dismiss it."""
    seat, is_upheld = hearing_seat(request), request.POST.get("act") == "uphold"
    row = _appeal(seat, appeal_id)
    is_done = decide_appeal(
        row.record_id, is_upheld=is_upheld, reason=reason_of(request), actor=seat.actor, at=clock.now()
    )
    said = DISMISSED
    if is_upheld:
        said = PUT_RIGHT.format(remedy=appeal_page(row).against.remedy) if is_done else NOTHING_LEFT
    messages.success(request, said.in_language(get_language()))
    return redirect("appeal", row.record_id)


def _about_url(seat: Seat, row: Appeal) -> str:
    """Where this seat sees what is appealed; a claim at the college's own desk."""
    is_own = seat.role is Role.REGISTRAR and row.record.organisation_id == seat.organisation_id
    return reverse("registrar-claim", args=[row.about_id]) if is_own and row.about.kind == "decision" else ""


def _appeal(seat: Seat, appeal_id: UUID) -> Appeal:
    row = appeal_of(appeal_id)
    below = organisations_under(Tree.UNION, seat.organisation_id, on=clock.today())
    if row is None or not below.filter(party_id=row.record.organisation_id).exists():
        raise Http404
    return row
