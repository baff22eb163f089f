"""Claims: list, one claim with its lines and postings, post, send back, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.claims import send_back_claim
from niangjia.creditbank.conversion.correcting import correct_mark
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import post_decision, post_decisions, reverse_decision
from niangjia.creditbank.conversion.queries import claims_of, decision_of
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.transcript.queries import entries_about
from niangjia.kernel.access.types import Role
from niangjia.kernel.records.queries import timeline
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.dues import dues_of_decision

PAGE = 50
POSTED = Term("{count} 份已入账。", "{count} posted.")
NOT_POSTED = Term("{number} 没有入账：{reason}", "{number} was not posted: {reason}")
REVERSED = Term("已冲销，学分退回原成果。", "Reversed: the credits are back in their outcomes.")
CORRECTED = Term("成绩已更正，学员会收到通知。", "The mark is corrected; the learner is told.")
SENT_BACK = Term("已退回，学员会看到理由，补好后可以再申请。", "Sent back: the learner reads why and may claim again.")
GONE = Term(
    "选中的申请里有 {count} 份已经不在这里了。请刷新后重选。",
    "{count} of the chosen claims are not here any more. Reload and choose again.",
)
NOTHING_CHOSEN = Term("没有选中任何申请。请先勾选。", "No claim is chosen: tick some first.")


@seated("conversion.post", Role.REGISTRAR)
def claims(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Claims by state, newest first, paged by key."""
    state = State(request.GET.get("state", State.CLAIMED)) if request.GET.get("state") in list(State) else State.CLAIMED
    every = claims_of(seat.organisation_id)
    found = every.filter(record__state=state)
    after = key_of(request.GET.get("after"))
    rows = list((found.filter(record_id__lt=after) if after else found)[: PAGE + 1])
    context = {
        "here": "claims",
        "desk": registrar_desk(seat),
        "rows": rows[:PAGE],
        "after": str(rows[PAGE - 1].record_id) if len(rows) > PAGE else "",
        "state": state.value,
        "counts": {each.value: every.filter(record__state=each).count() for each in State},
    }
    return render(request, "registrar/claims.html", context)


@seated("conversion.post", Role.REGISTRAR)
def claim(request: HttpRequest, seat: Seat, decision_id: UUID) -> HttpResponse:
    """One claim with everything that it stands on."""
    row = _claim(seat, decision_id)
    entries = timeline(row.record_id)
    context = {
        "here": "claims",
        "desk": registrar_desk(seat),
        "row": row,
        "dues": dues_of_decision(row, entries, today=clock.today()),
        "timeline": entries[::-1],
        "entries": entries_about(row.record_id, account_id=row.enrolment_id),
        "total": sum(each.credited for each in row.courses.all()),
    }
    return render(request, "registrar/claim.html", context)


@require_POST
@seated("conversion.post", Role.REGISTRAR)
def post_claims(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Post the chosen claims, each whole or not at all; what cannot be posted is named and goes on waiting."""
    chosen = [key for key in map(key_of, request.POST.getlist("pick")) if key is not None]
    if not chosen:
        raise Refusal("nothing_chosen", NOTHING_CHOSEN)
    rows = list(claims_of(seat.organisation_id).filter(record_id__in=chosen))
    if len(rows) < len(chosen):
        raise Refusal("claims_gone", GONE.format(count=len(chosen) - len(rows)))
    refused = post_decisions(chosen, actor=seat.actor, at=clock.now())
    for row in rows:
        if row.record_id in refused:
            said = NOT_POSTED.format(number=row.record.number or "", reason=refused[row.record_id].term)
            messages.error(request, said.in_language(get_language()))
    if len(refused) < len(rows):
        messages.success(request, POSTED.format(count=len(rows) - len(refused)).in_language(get_language()))
    return redirect("registrar-claims")


@require_POST
@seated("conversion.post", Role.REGISTRAR)
def post(request: HttpRequest, seat: Seat, decision_id: UUID) -> HttpResponse:
    """Post one claim."""
    row = _claim(seat, decision_id)
    post_decision(row.record_id, actor=seat.actor, at=clock.now())
    messages.success(request, POSTED.format(count=1).in_language(get_language()))
    return redirect("registrar-claim", decision_id=row.record_id)


@require_POST
@seated("conversion.withdraw", Role.REGISTRAR)
def send_back(request: HttpRequest, seat: Seat, decision_id: UUID) -> HttpResponse:
    """Send a claim back to the learner, who reads why. Refuses ``reason_missing``."""
    row = _claim(seat, decision_id)
    send_back_claim(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())
    messages.success(request, SENT_BACK.in_language(get_language()))
    return redirect("registrar-claim", decision_id=row.record_id)


@require_POST
@seated("conversion.reverse", Role.REGISTRAR)
def reverse_claim(request: HttpRequest, seat: Seat, decision_id: UUID) -> HttpResponse:
    """Undo a posted decision by counter-entries."""
    row = _claim(seat, decision_id)
    reverse_decision(row.record_id, reason=reason_of(request), actor=seat.actor, at=clock.now())
    messages.success(request, REVERSED.in_language(get_language()))
    return redirect("registrar-claim", decision_id=row.record_id)


@require_POST
@seated("conversion.post", Role.REGISTRAR)
def correct(request: HttpRequest, seat: Seat, decision_id: UUID) -> HttpResponse:
    """Put a wrong mark right, by a further row."""
    row, course = _claim(seat, decision_id), key_of(request.POST.get("course"))
    if course is None or not row.courses.filter(course_id=course).exists():
        raise Http404
    mark, reason = request.POST.get("mark", ""), reason_of(request)
    correct_mark(row.record_id, course, mark=mark, reason=reason, actor=seat.actor, at=clock.now())
    messages.success(request, CORRECTED.in_language(get_language()))
    return redirect("registrar-claim", decision_id=row.record_id)


def _claim(seat: Seat, decision_id: UUID) -> Decision:
    row = decision_of(decision_id)
    if row is None or row.record.organisation_id != seat.organisation_id:
        raise Http404
    return row
