"""The queue: what waits for the first check, for the second, for the worker; how old, and in whose hands."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.conflicts import Conflict, conflicts_of
from niangjia.creditbank.certification.models import Taking
from niangjia.creditbank.certification.queue import Waiting, in_hands, loads_of, queue_of, waiting_at
from niangjia.creditbank.certification.taking import give_back, take_outcomes, takings
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.queries import search_parties
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, certifier_desk, seated

PAGE: Final = 50
STEPS: Final = {
    State.DEPOSITED: Term("待初审", "First check"),
    State.CHECKED: Term("待复核", "Second check"),
    State.RETURNED: Term("等补材料", "Waits for evidence"),
}
HANDS: Final = {
    "": Term("谁领的都看", "in anyone's hands"),
    "free": Term("没人领的", "in nobody's hands"),
    "mine": Term("我领的", "in my hands"),
}
TAKEN: Final = Term("领了 {count} 项。别人现在不能办这些。", "{count} taken: nobody else decides on them now.")
GIVEN: Final = Term("交回 {count} 项。", "{count} given back.")
NO_ACT: Final = Term("没有说明要做什么。请用页面上的按钮。", "Say what to do: use the buttons on the page.")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One outcome in the queue: how many days it waits, who holds it, and why it may not be the reader's to decide."""

    outcome: Outcome
    days: int
    taking: Taking | None
    conflict: Conflict | None
    is_late: bool


@require_safe
@seated("outcome.certify", Role.CERTIFIER)
def queue(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One step's queue, the oldest first, filtered by kind, hands and search, paged by key."""
    asked = {name: request.GET.get(name, "").strip() for name in ("step", "kind", "hands", "q", "after")}
    state = State(asked["step"]) if asked["step"] in STEPS else State.DEPOSITED
    found = _filtered(queue_of(seat.organisation_id, state), asked, seat)
    rows = list(found[: PAGE + 1])
    steps = {step: waiting_at(seat.organisation_id, step) for step in STEPS}
    context = {
        "here": "queue",
        "desk": certifier_desk(seat),
        "rows": queue_rows(rows[:PAGE], seat),
        "steps": [(step, STEPS[step], steps[step]) for step in STEPS],
        "waiting": steps[state],
        "oldest_days": _days(steps[state]),
        "step": state,
        "asked": asked,
        "after": str(rows[PAGE - 1].record_id) if len(rows) > PAGE else "",
        "kinds": KINDS,
        "hands": HANDS,
        "loads": loads_of(seat.organisation_id, at=clock.now()),
        "occupations": occupation_names(row.detail.occupation for row in rows[:PAGE] if row.detail.occupation),
    }
    return render(request, "certifier/queue.html", context)


def queue_rows(rows: list[Outcome], seat: Seat) -> list[QueueRow]:
    """The rows with age, holder and conflict. Three queries for any number."""
    held = takings([row.record_id for row in rows])
    conflicts = conflicts_of(seat.actor, rows, on=clock.today())
    now = clock.now()
    return [
        QueueRow(
            row,
            (now - row.record.opened_at).days,
            held.get(row.record_id),
            conflicts.get(row.record_id),
            row.record.due_at is not None and row.record.due_at <= now,
        )
        for row in rows
    ]


@require_POST
@seated("outcome.certify", Role.CERTIFIER)
def hold(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take what was chosen, take it over, or give it back."""
    chosen, at, act = picked(request), clock.now(), request.POST.get("act", "")
    if act == "give-back":
        said = GIVEN.format(count=give_back(chosen, actor=seat.actor, at=at))
    elif act in {"take", "take-over"}:
        said = TAKEN.format(count=take_outcomes(chosen, actor=seat.actor, at=at, is_over=act == "take-over"))
    else:
        raise Refusal("act_missing", NO_ACT)
    messages.success(request, said.in_language(get_language()))
    return redirect("certifier-queue")


def picked(request: HttpRequest) -> list[UUID]:
    """The keys of what was ticked."""
    return [key for key in map(key_of, request.POST.getlist("pick")) if key is not None]


def _filtered(found: QuerySet[Outcome], asked: dict[str, str], seat: Seat) -> QuerySet[Outcome]:
    if asked["kind"] in set(OutcomeKind):
        found = found.filter(kind=asked["kind"])
    if asked["q"]:
        people = [each.party_id for each in search_parties(asked["q"], limit=50) if each.is_person]
        found = found.filter(Q(person_id__in=people) | Q(certificate_number=asked["q"]))
    after = key_of(asked["after"])
    found = in_hands(found, asked["hands"], account_of(seat.actor))
    return found.filter(record__id__gt=after) if after else found


def _days(waiting: Waiting) -> int:
    return (clock.now() - waiting.oldest_at).days if waiting.oldest_at else 0
