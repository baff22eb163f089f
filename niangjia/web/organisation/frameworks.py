"""Frameworks of abilities: what there is, brought in by workbook or CASE JSON, taken away as CASE JSON."""

from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.case import read_case, write_case
from niangjia.creditbank.abilities.frameworks import keep_framework
from niangjia.creditbank.abilities.models import Framework
from niangjia.creditbank.abilities.queries import framework_rows, frameworks
from niangjia.creditbank.abilities.sheets import framework_template, read_framework
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, clerk_desk, seated
from niangjia.web.faults import faults_page
from niangjia.web.uploads import uploaded, workbook_response

KEPT: Final = Term("能力框架《{title}》已导入，共 {count} 项。", "Framework {title} imported: {count} item(s).")


@seated("ability.keep", Role.CLERK)
def listed(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every framework; and one that is handed in."""
    desk = clerk_desk(seat)
    if request.method == "POST":
        file = uploaded(request)
        if file.name.lower().endswith(".json"):
            content = read_case(file.content)
        else:
            reading = read_framework(file)
            if reading.content is None:
                return faults_page(request, desk, "frameworks", file.name, reading.faults)
            content = reading.content
        keep_framework(content, organisation_id=seat.organisation_id, actor=seat.actor, at=clock.now())
        told = KEPT.format(title=content.title, count=len(content.items))
        messages.success(request, told.in_language(get_language()))
        return redirect("organisation-frameworks")
    rows = [(row, framework_rows(row.id)) for row in frameworks()]
    return render(request, "organisation/frameworks.html", {"here": "frameworks", "desk": desk, "rows": rows})


@require_safe
@seated("ability.keep", Role.CLERK)
def as_case(request: HttpRequest, seat: Seat, framework_id: UUID) -> HttpResponse:  # noqa: ARG001 - frameworks are public
    """One framework as CASE JSON, to take away."""
    row = get_object_or_404(frameworks(), id=framework_id)
    response = HttpResponse(write_case(row), content_type="application/json")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_file_name(row))}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@seated("ability.keep", Role.CLERK)
def template(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat is the permission
    """An empty workbook with drop-down lists."""
    return workbook_response(framework_template(clock.today()), name="能力框架模板", on=clock.today())


def _file_name(row: Framework) -> str:
    return f"{row.title}.json"
