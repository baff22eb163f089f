"""The worker's appeals: check what it is about and until when, write why, see how it stands, take it back."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.appeals.clocks import clock_of
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.operations import file_appeal, withdraw_appeal
from niangjia.creditbank.appeals.queries import appeal_of, appeals_about, appeals_of
from niangjia.creditbank.appeals.types import APPEALABLE, OPEN, State
from niangjia.kernel.records.models import Record
from niangjia.kernel.records.queries import record_of, timeline
from niangjia.web.addresses import reason_of
from niangjia.web.appeal_words import STATES, appeal_page
from niangjia.web.worker.door import Visit, at_her_door

FILED: Final = Term("申诉已提交，编号 {number}。", "Your appeal is filed as {number}.")
WITHDRAWN: Final = Term("申诉已撤回。原来的决定照旧。", "The appeal is withdrawn; the decision stands as it was.")


@require_safe
@at_her_door
def appeals(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All of her appeals, newest first."""
    page = {
        "here": "me",
        "visit": visit,
        "rows": [(row, STATES[State(row.record.state)]) for row in appeals_of(visit.person_id)],
    }
    return render(request, "appeals/own_list.html", page)


@at_her_door
def appeal_about(request: HttpRequest, visit: Visit, record_id: UUID) -> HttpResponse:
    """The form: what was decided and why, until when one may appeal, her grounds."""
    about = _own_record(visit, record_id)
    if request.method == "POST":
        key = file_appeal(record_id, grounds=reason_of(request), actor=visit.actor, at=clock.now())
        made = _own_appeal(visit, key)
        messages.success(request, FILED.format(number=made.record.number or "").in_language(get_language()))
        return redirect("worker-appeal", key)
    standing = appeals_about([record_id]).get(record_id)
    if standing is not None and standing.about_version == about.version:
        return redirect("worker-appeal", standing.record_id)
    against = APPEALABLE.get((about.kind, about.state))
    if against is None:
        raise Http404
    today = clock.today()
    allowed = clock_of(about, filed_on=today)
    said = next((entry for entry in reversed(timeline(about.id)) if entry.kind == "move"), None)
    page = {"here": "me", "visit": visit, "about": about, "against": against, "clock": allowed, "said": said}
    page |= {"is_over": allowed.is_over(today), "today": today}
    return render(request, "appeals/file.html", page)


@require_safe
@at_her_door
def appeal(request: HttpRequest, visit: Visit, appeal_id: UUID) -> HttpResponse:
    """One appeal: how it stands, by when it is decided, what was said."""
    row = _own_appeal(visit, appeal_id)
    page = {"here": "me", "visit": visit, "page": appeal_page(row), "is_open": row.record.state in OPEN}
    return render(request, "appeals/own.html", page)


@require_POST
@at_her_door
def withdraw(request: HttpRequest, visit: Visit, appeal_id: UUID) -> HttpResponse:
    """Take it back."""
    _own_appeal(visit, appeal_id)
    withdraw_appeal(appeal_id, actor=visit.actor, at=clock.now())
    messages.success(request, WITHDRAWN.in_language(get_language()))
    return redirect("worker-appeal", appeal_id)


@dataclass(frozen=True, slots=True)
class Appealed:
    """Whether what a record stands at may be appealed against, and the appeal that was."""

    about_id: UUID
    is_open: bool
    standing: Appeal | None


def appealed(record_id: UUID) -> Appealed:
    """For the page of an outcome or a claim. Two queries."""
    about, standing = record_of(record_id), appeals_about([record_id]).get(record_id)
    is_open = about is not None and (about.kind, about.state) in APPEALABLE
    is_heard = standing is not None and about is not None and standing.about_version == about.version
    return Appealed(record_id, is_open and not is_heard, standing if is_heard or not is_open else None)


def _own_record(visit: Visit, record_id: UUID) -> Record:
    found = record_of(record_id)
    if found is None or found.subject_id != visit.person_id:
        raise Http404
    return found


def _own_appeal(visit: Visit, appeal_id: UUID) -> Appeal:
    found = appeal_of(appeal_id)
    if found is None or found.record.subject_id != visit.person_id:
        raise Http404
    return found
