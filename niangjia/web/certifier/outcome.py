"""One outcome at the certifier's desk: its facts, papers, provenance, what looks like it, official look-ups."""

from datetime import date
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
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.evidence import ENDED, evidence_of, record_lookup
from niangjia.creditbank.outcomes.likeness import alike_at_body
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import deposit_of, lookups_of, outcomes_of_body
from niangjia.creditbank.outcomes.types import LookupResult, NewLookup
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.desk import Seat, certifier_desk, seated
from niangjia.web.uploads import handed_in

LOOKED_UP: Final = Term("查询结果已存。", "The look-up is filed.")
NO_FILE: Final = Term("还没有选查询结果的截图。请先选一个文件。", "Choose the picture of the look-up first.")
NO_DAY: Final = Term("请填写查询日期和结果。", "Give the day and the result of the look-up.")
RESULTS: Final = {
    LookupResult.FOUND: Term("查到，一致", "found, the same"),
    LookupResult.DIFFERS: Term("查到，内容不同", "found, with other content"),
    LookupResult.NOT_FOUND: Term("没有查到", "not found"),
}


@require_safe
@seated("outcome.certify", Role.CERTIFIER)
def outcome(request: HttpRequest, seat: Seat, outcome_id: UUID) -> HttpResponse:
    """Everything to decide on it."""
    row = _row(seat, outcome_id)
    context = {
        "here": "queue",
        "desk": certifier_desk(seat),
        "row": row,
        "kind": KINDS[row.kind],
        "deposit": deposit_of(outcome_id),
        "papers": evidence_of(outcome_id),
        "may_open": True,
        "alike": alike_at_body([row]).get(row.record_id, ()),
        "lookups": [(each, RESULTS[LookupResult(each.result)]) for each in lookups_of(outcome_id)],
        "results": RESULTS.items(),
        "is_open": row.record.state not in ENDED,
        "today": clock.today(),
        "occupations": occupation_names([row.detail.occupation] if row.detail.occupation else []),
    }
    return render(request, "certifier/outcome.html", context)


@require_POST
@seated("outcome.certify", Role.CERTIFIER)
def look_up(request: HttpRequest, seat: Seat, outcome_id: UUID) -> HttpResponse:
    """File what an official register answered."""
    row, files = _row(seat, outcome_id), handed_in(request, "picture")
    if not files:
        raise Refusal("file_missing", NO_FILE)
    (name, content), result = files[0], request.POST.get("result", "")
    try:
        on = date.fromisoformat(request.POST.get("looked_on", ""))
        found = LookupResult(result)
    except ValueError as wrong:
        raise Refusal("lookup_unclear", NO_DAY) from wrong
    new = NewLookup(request.POST.get("register", ""), on, found, content, name)
    record_lookup(row.record_id, new, actor=seat.actor, at=clock.now())
    messages.success(request, LOOKED_UP.in_language(get_language()))
    return redirect("certifier-outcome", outcome_id)


def _row(seat: Seat, outcome_id: UUID) -> Outcome:
    row = outcomes_of_body(seat.organisation_id).filter(record_id=outcome_id).first()
    if row is None:
        raise Http404
    return row
