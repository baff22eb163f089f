"""Check your answers, and decide: pass, certify, refuse, ask for more, send back."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.checking import check_outcomes, return_outcomes, send_back_outcomes
from niangjia.creditbank.certification.models import ReasonUse, Taking
from niangjia.creditbank.certification.operations import NOTHING_CHOSEN, certify_outcomes, refuse_outcomes
from niangjia.creditbank.certification.queue import chosen_at
from niangjia.creditbank.certification.settings import reasons_for
from niangjia.creditbank.certification.types import CheckReport
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.certifier.queue import NO_ACT, picked, queue_rows
from niangjia.web.desk import Seat, certifier_desk, seated

CHECKED: Final = Term("初审通过 {count} 项，等另一个人复核。", "{count} passed; another person certifies.")
CERTIFIED: Final = Term("已认证 {count} 项，存入学分银行。", "{count} certified; they are in the credit bank.")
REFUSED: Final = Term("不予认证 {count} 项，职工能看到理由。", "{count} refused; the workers see the reason.")
RETURNED: Final = Term("已请职工补材料 {count} 项。", "{count} sent back to the workers for more evidence.")
SENT_BACK: Final = Term("已退回初审 {count} 项。", "{count} sent back to the first check.")


@require_POST
@seated("outcome.certify", Role.CERTIFIER)
def review(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What would be decided, read once more; what is not hers to decide is left out and named."""
    rows = chosen_at(seat.organisation_id, picked(request))
    if not rows:
        raise Refusal("nothing_chosen", NOTHING_CHOSEN)
    shown = queue_rows(rows, seat)
    free = [row for row in shown if row.conflict is None and not _of_another(row.taking, seat)]
    kinds, today = {row.outcome.kind for row in free}, clock.today()
    context = {
        "here": "queue",
        "desk": certifier_desk(seat),
        "rows": free,
        "left_out": [row for row in shown if row not in free],
        "is_second": any(row.outcome.record.state == State.CHECKED for row in free),
        "is_waiting": any(row.outcome.record.state == State.RETURNED for row in free),
        "refusals": list(reasons_for(ReasonUse.REFUSE, on=today, kinds=kinds)),
        "returns": list(reasons_for(ReasonUse.RETURN, on=today, kinds=kinds)),
        "occupations": occupation_names(row.outcome.detail.occupation for row in free if row.outcome.detail.occupation),
    }
    return render(request, "certifier/review.html", context)


@require_POST
@seated("outcome.certify", Role.CERTIFIER)
def decide(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Do what the page of answers says."""
    chosen, act, at = picked(request), request.POST.get("act", ""), clock.now()
    note, reason_id = reason_of(request), key_of(request.POST.get("reason_id"))
    if act == "certify":
        return _certify(request, chosen, seat)
    if act == "refuse":
        count = refuse_outcomes(chosen, reason=note, reason_id=reason_id, actor=seat.actor, at=at)
        said = REFUSED.format(count=count)
    elif act == "return":
        count = return_outcomes(chosen, reason=note, reason_id=reason_id, actor=seat.actor, at=at)
        said = RETURNED.format(count=count)
    elif act == "recheck":
        count = send_back_outcomes(chosen, reason=note, actor=seat.actor, at=at)
        said = SENT_BACK.format(count=count)
    else:
        raise Refusal("act_missing", NO_ACT)
    messages.success(request, said.in_language(get_language()))
    return redirect("certifier-queue")


def _certify(request: HttpRequest, chosen: Sequence[UUID], seat: Seat) -> HttpResponse:
    """Pass what waits for its first check, certify what passed it."""
    report = _passed(chosen, seat, original_seen=request.POST.get("original") == "seen")
    for count, said in ((report.checked, CHECKED), (report.certified, CERTIFIED)):
        if count:
            messages.success(request, said.format(count=count).in_language(get_language()))
    for each in report.unvalued:
        messages.error(request, each.reason.in_language(get_language()))
    return redirect("certifier-queue")


def _passed(chosen: Sequence[UUID], seat: Seat, *, original_seen: bool) -> CheckReport:
    at, actor = clock.now(), seat.actor
    second = [row.record_id for row in chosen_at(seat.organisation_id, chosen) if row.record.state == State.CHECKED]
    first = [key for key in chosen if key not in set(second)]
    report = CheckReport(0, 0)
    if first or not second:
        report = check_outcomes(first, original_seen=original_seen, actor=actor, at=at)
    if second:
        done = certify_outcomes(second, original_seen=original_seen, actor=actor, at=at)
        unvalued = (*report.unvalued, *done.unvalued)
        return CheckReport(report.checked, report.certified + done.certified, unvalued)
    return report


def _of_another(taking: Taking | None, seat: Seat) -> bool:
    return taking is not None and taking.account != seat.actor.account_id
