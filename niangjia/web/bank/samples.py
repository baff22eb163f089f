"""Samples: announce one, draw it once its period is over, check each act that was drawn again."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.workdays.periods import months_later
from niangjia.creditbank.certification.models import SampleItem, SamplingRound, Step
from niangjia.creditbank.certification.sampled import act_of, items_of, persons_of, rounds
from niangjia.creditbank.certification.sampling import announce_sampling, draw_sample, note_finding
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.evidence import evidence_of
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.addresses import reason_of
from niangjia.web.bank.desk import bank_desk
from niangjia.web.bank.forms import day_in
from niangjia.web.desk import Seat, seated

SINCE: Final = Term("抽查时段从", "From")
UNTIL: Final = Term("到（不含这一天）", "Until")
NO_SIZE: Final = Term("每家机构抽几项，要填一个整数。", "How many are drawn at each body is a whole number.")
ANNOUNCED: Final = Term(
    "已公布。种子的校验码现在人人可查，时段结束后再抽取。",
    "Announced: everyone sees the hash of the seed. Draw when the period is over.",
)
DRAWN: Final = Term("已抽取 {count} 项，种子已公开。", "{count} drawn; the seed is public now.")
FOUND: Final = Term("已记下复查结论。", "The finding is on record.")
STEPS: Final = {Step.CHECK: Term("初审", "first check"), Step.VERDICT: Term("复核", "second check")}
PURPOSE: Final = "sample.read"
MONTHS: Final = 3


@seated("work.sample", Role.OPERATOR)
def samples(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All samplings; a form announces the next."""
    if request.method == "POST":
        announce_sampling(
            bank_id=seat.organisation_id,
            since=day_in(request, "since", SINCE),
            until=day_in(request, "until", UNTIL),
            checks_count=_size(request, "checks"),
            verdicts_count=_size(request, "verdicts"),
            actor=seat.actor,
            at=clock.now(),
        )
        messages.success(request, ANNOUNCED.in_language(get_language()))
        return redirect("bank-samples")
    first = clock.today().replace(day=1)
    context = {
        "here": "samples",
        "desk": bank_desk(seat),
        "rows": list(rounds().filter(bank_id=seat.organisation_id)),
        "today": clock.today(),
        "since": months_later(first, 1),
        "until": months_later(first, 1 + MONTHS),
    }
    return render(request, "bank/samples.html", context)


@require_safe
@seated("work.sample", Role.OPERATOR)
def sample(request: HttpRequest, seat: Seat, round_id: UUID) -> HttpResponse:
    """One sampling with what was drawn."""
    row = _round(seat, round_id)
    context = {
        "here": "samples",
        "desk": bank_desk(seat),
        "row": row,
        "items": [(item, STEPS[Step(item.step)]) for item in items_of(round_id)],
        "may_draw": row.drawn_on is None and clock.today() >= row.valid_to,
    }
    return render(request, "bank/sample.html", context)


@require_POST
@seated("work.sample", Role.OPERATOR)
def draw(request: HttpRequest, seat: Seat, round_id: UUID) -> HttpResponse:
    """Draw the sample."""
    count = draw_sample(_round(seat, round_id).record_id, actor=seat.actor, at=clock.now())
    messages.success(request, DRAWN.format(count=count).in_language(get_language()))
    return redirect("bank-sample", round_id=round_id)


@seated("work.sample", Role.OPERATOR)
def item(request: HttpRequest, seat: Seat, item_id: UUID) -> HttpResponse:
    """One act that was drawn: what was decided, on which papers; the third person's finding."""
    row = SampleItem.objects.filter(id=item_id, round__bank_id=seat.organisation_id).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        agreed = request.POST.get("agreed") == "yes"
        note_finding(item_id, agreed=agreed, reason=reason_of(request), actor=seat.actor, at=clock.now())
        messages.success(request, FOUND.in_language(get_language()))
        return redirect("bank-sample", round_id=row.round_id)
    return render(request, "bank/sample_item.html", _shown(row, seat))


def _shown(row: SampleItem, seat: Seat) -> dict[str, object]:
    """What the page of an item shows; that its person's name was shown is written to the read log."""
    person, outcome = persons_of(row.round_id)[row.id], items_of(row.round_id).get(id=row.id).outcome
    log_read(actor=seat.actor, about=person.id, purpose=PURPOSE, at=clock.now())
    return {
        "here": "samples",
        "desk": bank_desk(seat),
        "item": row,
        "act": act_of(row),
        "step": STEPS[Step(row.step)],
        "finding": getattr(row, "finding", None),
        "outcome": outcome,
        "person": person,
        "kind": KINDS[outcome.kind],
        "papers": evidence_of(outcome.record_id),
        "may_open": True,
        "occupations": occupation_names([outcome.detail.occupation] if outcome.detail.occupation else []),
    }


def _round(seat: Seat, round_id: UUID) -> SamplingRound:
    row = rounds().filter(record_id=round_id, bank_id=seat.organisation_id).first()
    if row is None:
        raise Http404
    return row


def _size(request: HttpRequest, name: str) -> int:
    """A whole number in a field. Refuses ``size_missing``."""
    text = request.POST.get(name, "").strip()
    if not text.isascii() or not text.isdigit():
        raise Refusal("size_missing", NO_SIZE)
    return min(int(text), 9999)
