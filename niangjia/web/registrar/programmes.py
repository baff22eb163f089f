"""Programmes: upload, list, see."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.importing import import_learners
from niangjia.creditbank.programmes.operations import publish_programmes
from niangjia.creditbank.programmes.queries import programmes_of
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.writing.forms import programme_template
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.faults import faults_page
from niangjia.web.uploads import uploaded, workbook_response

PUBLISHED = Term("已发布 {count} 个专业。", "{count} programme(s) published.")
UNCHANGED = Term(
    "{count} 个专业和已发布的版本一样，没有改动。", "{count} programme(s) were published already; nothing changed."
)
ENROLLED = Term(
    "{count} 名学员：新登记 {new} 名，更改 {changed} 名，没有变化 {unchanged} 名。",
    "{count} learner(s): {new} new, {changed} changed, {unchanged} as before.",
)


@seated("programme.change", Role.REGISTRAR)
def programmes(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every programme and version of the college."""
    rows = programmes_of(seat.organisation_id).annotate(
        courses_count=Count("courses", distinct=True), learners_count=Count("enrolments", distinct=True)
    )
    context = {"here": "programmes", "desk": registrar_desk(seat), "rows": list(rows)}
    return render(request, "registrar/programmes.html", context)


@seated("programme.change", Role.REGISTRAR)
def programme(request: HttpRequest, seat: Seat, programme_id: UUID) -> HttpResponse:
    """One programme with its courses by category."""
    row = programmes_of(seat.organisation_id).filter(id=programme_id).prefetch_related("courses", "floors").first()
    if row is None:
        raise Http404
    context = {"here": "programmes", "desk": registrar_desk(seat), "row": row, "courses": list(row.courses.all())}
    return render(request, "registrar/programme.html", context)


@require_POST
@seated("programme.change", Role.REGISTRAR)
def upload_programmes(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Publish the programmes of a workbook, all or none."""
    file = uploaded(request)
    reading = read_programmes(file)
    if reading.faults or reading.content is None:
        return faults_page(request, registrar_desk(seat), "programmes", file.name, reading.faults)
    before = set(programmes_of(seat.organisation_id).values_list("id", flat=True))
    ids = publish_programmes(reading.content, college_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    new_count = len(set(ids) - before)
    for said, count in ((PUBLISHED, new_count), (UNCHANGED, len(ids) - new_count)):
        if count:
            messages.success(request, said.format(count=count).in_language(get_language()))
    return redirect("registrar-programmes")


@require_POST
@seated("learner.enrol", Role.REGISTRAR)
def upload_learners(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Enrol the learners of a workbook, all or none."""
    file = uploaded(request)
    report = import_learners(file, college_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    if report.faults:
        return faults_page(request, registrar_desk(seat), "learners", file.name, report.faults)
    told = ENROLLED.format(
        count=len(report.enrolled),
        new=report.new_count,
        changed=report.changed_count,
        unchanged=report.unchanged_count,
    )
    messages.success(request, told.in_language(get_language()))
    return redirect("registrar-learners")


@seated("programme.change", Role.REGISTRAR)
def template(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat is the permission
    """An empty programme workbook."""
    return workbook_response(programme_template(clock.today()), name="培养方案模板", on=clock.today())
