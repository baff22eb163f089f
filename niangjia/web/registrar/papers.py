"""审批表 and 汇总表: choose a class, take the workbook away."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.core import clock
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.transcript.papers import approval_forms, class_summaries
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.uploads import workbook_response


@seated("conversion.post", Role.REGISTRAR)
def papers(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Classes that have posted decisions, with their two papers, and those whose claims wait to be signed."""
    context = {
        "here": "papers",
        "desk": registrar_desk(seat),
        "classes": _classes(seat, State.POSTED),
        "waiting": _classes(seat, State.CLAIMED),
    }
    return render(request, "registrar/papers.html", context)


def _classes(seat: Seat, state: State) -> Sequence[Mapping[str, Any]]:
    """Classes with decisions in a state: how many students and courses."""
    found = Decision.objects.filter(record__organisation_id=seat.organisation_id, record__state=state)
    return list(
        found.values("enrolment__class_name")
        .annotate(students=Count("enrolment", distinct=True), courses_count=Count("courses"))
        .order_by("enrolment__class_name")
    )


@seated("conversion.post", Role.REGISTRAR)
def approvals(request: HttpRequest, seat: Seat) -> HttpResponse:
    """审批表 of a class: of what is posted, or of what waits and is to be signed."""
    on, class_name = clock.today(), request.GET.get("class", "")
    state = State.CLAIMED if request.GET.get("state") == State.CLAIMED else State.POSTED
    content = approval_forms(seat.organisation_id, on=on, class_name=class_name, states=[state])
    return workbook_response(content, name=f"审批表_{class_name or '全部'}", on=on)


@seated("conversion.post", Role.REGISTRAR)
def approval(request: HttpRequest, seat: Seat, decision_id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """审批表 of one claim, posted or not."""
    on, states = clock.today(), (State.CLAIMED, State.POSTED)
    content = approval_forms(seat.organisation_id, on=on, decision_id=decision_id, states=states)
    return workbook_response(content, name="审批表", on=on)


@seated("conversion.post", Role.REGISTRAR)
def learner_approval(request: HttpRequest, seat: Seat, enrolment_id: UUID) -> HttpResponse:  # noqa: ARG001 - as above
    """审批表 of all that a learner was recognised."""
    on = clock.today()
    content = approval_forms(seat.organisation_id, on=on, enrolment_id=enrolment_id)
    return workbook_response(content, name="审批表", on=on)


@seated("conversion.post", Role.REGISTRAR)
def summaries(request: HttpRequest, seat: Seat) -> HttpResponse:
    """汇总表 of a class, or of all."""
    on, class_name = clock.today(), request.GET.get("class", "")
    content = class_summaries(seat.organisation_id, on=on, class_name=class_name)
    return workbook_response(content, name=f"汇总表_{class_name or '全部'}", on=on)
