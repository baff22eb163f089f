"""Learners: list with search, one learner with plan, transcript and history, a claim on her behalf."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.claims import claim_courses, learner_case
from niangjia.creditbank.conversion.queries import decisions_of, proposals_of
from niangjia.creditbank.engine.conversion import Conversion, convert
from niangjia.creditbank.engine.explanation import why_course
from niangjia.creditbank.engine.why import Why
from niangjia.creditbank.outcomes.queries import outcomes_of_person
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.queries import class_names, learners_of, programmes_of
from niangjia.creditbank.transcript.queries import transcript
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.queries import search_parties
from niangjia.kernel.access.types import Role
from niangjia.kernel.ledger.queries import balances
from niangjia.kernel.people.queries import person_card
from niangjia.web.desk import Seat, registrar_desk, seated

PAGE = 50
CLAIMED = Term("已代学员申请，等待办理。", "Claimed on the learner's behalf; it waits to be decided.")


@seated("learner.read", Role.REGISTRAR)
def learners(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Learners by student number, filtered by programme, class and search; paged by key."""
    query, programme, class_name = (request.GET.get(name, "").strip() for name in ("q", "programme", "class"))
    found = learners_of(seat.organisation_id, class_name=class_name)
    if programme:
        found = found.filter(programme__code=programme)
    if query:
        people = [each.party_id for each in search_parties(query, limit=50) if each.is_person]
        found = found.filter(Q(person_id__in=people) | Q(student_number__startswith=query))
    total = found.count()
    rows = list(found.filter(student_number__gt=request.GET.get("after", ""))[: PAGE + 1])
    shown = rows[:PAGE]
    proposals = proposals_of(shown, college_id=seat.organisation_id, on=clock.today())
    recorded = balances([row.id for row in shown])
    context = {
        "here": "learners",
        "desk": registrar_desk(seat),
        "rows": [(row, proposals.get(row.id), recorded.get(row.id, 0)) for row in shown],
        "total": total,
        "stale_count": sum(each.is_stale for each in proposals.values()),
        "after": shown[-1].student_number if len(rows) > PAGE else "",
        "query": query,
        "programme": programme,
        "class_name": class_name,
        "programmes": {row.code: row.title for row in programmes_of(seat.organisation_id)},
        "classes": class_names(seat.organisation_id),
    }
    return render(request, "registrar/learners.html", context)


@seated("learner.read", Role.REGISTRAR)
def learner(request: HttpRequest, seat: Seat, enrolment_id: UUID) -> HttpResponse:
    """One learner: plan, transcript, outcomes, decisions."""
    row = _learner(seat, enrolment_id)
    at = clock.now()
    log_read(actor=seat.actor, about=row.person_id, purpose="learner.read", at=at)
    conversion, why_not = _plan(row)
    context = {
        "here": "learners",
        "desk": registrar_desk(seat),
        "row": row,
        "card": person_card(row.person_id, on=clock.today()),
        "conversion": conversion,
        "courses": () if conversion is None else conversion.certain.courses.values(),
        "why_not": why_not,
        "reasons": () if conversion is None else reasons_of(conversion),
        "transcript": transcript(row.id),
        "outcomes": list(outcomes_of_person(row.person_id)),
        "decisions": list(decisions_of(row.id)),
    }
    return render(request, "registrar/learner.html", context)


@require_POST
@seated("conversion.claim", Role.REGISTRAR)
def claim(request: HttpRequest, seat: Seat, enrolment_id: UUID) -> HttpResponse:
    """Claim the learner's whole proposal on her behalf."""
    row = _learner(seat, enrolment_id)
    key = claim_courses(row.id, actor=seat.actor, at=clock.now())
    messages.success(request, CLAIMED.in_language(get_language()))
    return redirect("registrar-claim", decision_id=key)


def reasons_of(conversion: Conversion) -> list[tuple[str, Why]]:
    """Why each course is freed or not, in the programme's order, under its title."""
    return [(f"《{course.name}》", why_course(conversion, course.code)) for course in conversion.case.programme.courses]


def _learner(seat: Seat, enrolment_id: UUID) -> Enrolment:
    row = learners_of(seat.organisation_id).filter(id=enrolment_id).first()
    if row is None:
        raise Http404
    return row


def _plan(row: Enrolment) -> tuple[Conversion | None, Term | None]:
    try:
        return convert(learner_case(row, at=clock.now()).case), None
    except Refusal as refused:
        return None, refused.term
