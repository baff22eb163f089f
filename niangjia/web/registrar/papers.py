"""审批表 and 汇总表: choose a class, take the workbook away."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.programmes.queries import class_names
from niangjia.creditbank.transcript.exports import FIELDS, columns_of, export_csv, export_workbook, set_columns
from niangjia.creditbank.transcript.papers import approval_forms, class_summaries
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.uploads import workbook_response

COLUMNS_SET: Final = Term("导出的列已保存。", "The columns are saved.")


@seated("conversion.post", Role.REGISTRAR)
def papers(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Classes that have posted decisions, with their two papers, and those whose claims wait to be signed."""
    context = {
        "here": "papers",
        "desk": registrar_desk(seat),
        "classes": _classes(seat, State.POSTED),
        "waiting": _classes(seat, State.CLAIMED),
        "columns": _columns(seat),
        "learners": [name for name in class_names(seat.organisation_id) if name],
    }
    return render(request, "registrar/papers.html", context)


def _columns(seat: Seat) -> list[tuple[str, Term, str, int | None]]:
    """Every field: its key, what it is, the header and place that the college gave it."""
    chosen = {field: (header, place) for place, (header, field) in enumerate(columns_of(seat.organisation_id), start=1)}
    return [(key, label, *chosen.get(key, ("", None))) for key, (label, _) in FIELDS.items()]


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


@seated("conversion.post", Role.REGISTRAR)
def export(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Results for the college's own system, in its columns."""
    on, class_name = clock.today(), request.GET.get("class", "")
    if request.GET.get("as") != "csv":
        content = export_workbook(seat.organisation_id, on=on, class_name=class_name)
        return workbook_response(content, name="认定结果", on=on)
    response = HttpResponse(export_csv(seat.organisation_id, class_name=class_name), content_type="text/csv")
    response["Content-Disposition"] = f"attachment; filename=results_{on:%Y%m%d}.csv"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@seated("conversion.post", Role.REGISTRAR)
def columns(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Set the columns: fields with a header, by the place that was written beside each."""
    chosen = []
    for order, field in enumerate(FIELDS):
        header, place = request.POST.get(f"header_{field}", "").strip(), request.POST.get(f"place_{field}", "")
        if header:
            chosen.append((int(place) if place.isdecimal() else len(FIELDS), order, header, field))
    found = [(header, field) for *_, header, field in sorted(chosen)]
    set_columns(seat.organisation_id, found, actor=seat.actor, at=clock.now())
    messages.success(request, COLUMNS_SET.in_language(get_language()))
    return redirect("registrar-papers")
