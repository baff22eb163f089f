"""The cohorts that an enterprise or union sends: how many stand where; by name only who agreed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.pathway.queries import FEWEST_SHOWN, cohort_counts, cohorts_sent_by, shared_progress
from niangjia.creditbank.pathway.types import CandidateState, GraduationState
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, clerk_desk, seated

STATES = {
    **{state.value: state.term for state in CandidateState},
    GraduationState.GRADUATED.value: Term("已毕业", "graduated"),
}


@seated("cohort.read", Role.CLERK)
def cohorts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The cohorts that it sends."""
    rows = list(cohorts_sent_by([seat.organisation_id]))
    return render(request, "organisation/cohorts.html", {"here": "cohorts", "desk": clerk_desk(seat), "rows": rows})


@seated("cohort.read", Role.CLERK)
def cohort(request: HttpRequest, seat: Seat, cohort_id: UUID) -> HttpResponse:
    """One cohort: counts, and those who let it see how far they are."""
    row = cohorts_sent_by([seat.organisation_id]).filter(id=cohort_id).first()
    if row is None:
        raise Http404
    counts, people = _counts(row.id), shared_progress(row.id)
    for each in people:
        log_read(actor=seat.actor, about=each.person_id, purpose="cohort.read", at=clock.now())
    context = {
        "here": "cohorts",
        "desk": clerk_desk(seat),
        "row": row,
        "counts": [(term, counts[key]) for key, term in STATES.items() if counts.get(key)],
        "fewest": FEWEST_SHOWN,
        "people": people,
    }
    return render(request, "organisation/cohort.html", context)


def _counts(cohort_id: UUID) -> dict[str, int]:
    """Counts by state; a graduation under review is no business of who sends."""
    found: dict[str, int] = {}
    for state, people in cohort_counts(cohort_id).items():
        key = GraduationState.GRADUATED.value if state in list(GraduationState) and state != "withdrawn" else state
        found[key] = found.get(key, 0) + people
    return found
