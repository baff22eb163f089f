"""Import outcomes, and see what was decided."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.certification.models import Certification
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.importing import import_outcomes
from niangjia.creditbank.workbooks.writing.forms import outcomes_template
from niangjia.creditbank.workbooks.writing.mending import rows_to_mend
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, certifier_desk, seated
from niangjia.web.faults import Mend, faults_page
from niangjia.web.kept_uploads import forget_upload, keep_upload, kept_upload
from niangjia.web.uploads import uploaded, workbook_response

PAGE: Final = 50
DEPOSITED = Term("已存入 {count} 项，等待认证。", "{count} deposited; they wait to be certified.")
REPLAYED = Term(
    "这份文件已经存入过：{count} 项，这次没有重复存入。",
    "This file is deposited already: {count} outcome(s), nothing twice.",
)


@seated("outcome.certify", Role.CERTIFIER)
def done(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What was decided, latest first."""
    found = (
        Certification.objects.filter(outcome__body_id=seat.organisation_id)
        .select_related("outcome__person", "outcome__record", "standard_table")
        .order_by("-id")
    )
    before = key_of(request.GET.get("after"))
    rows = list((found.filter(id__lt=before) if before else found)[: PAGE + 1])
    context = {
        "here": "done",
        "desk": certifier_desk(seat),
        "rows": rows[:PAGE],
        "after": str(rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "kinds": KINDS,
    }
    return render(request, "certifier/done.html", context)


@seated("outcome.deposit", Role.CERTIFIER)
def import_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose a file; or take the one that has faults, its good rows only."""
    if request.method == "POST":
        return _import(request, seat)
    return render(request, "certifier/import.html", {"here": "import", "desk": certifier_desk(seat)})


def _import(request: HttpRequest, seat: Seat) -> HttpResponse:
    token = request.POST.get("token", "")
    account = seat.actor.account_id
    file = kept_upload(token, account_id=account) if token else uploaded(request)
    report = import_outcomes(
        file, body_id=seat.organisation_id, actor=seat.actor, at=clock.now(), accept_good_rows=bool(token)
    )
    if report.faults and not report.deposited:
        kept = token or keep_upload(file, account_id=account)
        mend = Mend(url="certifier-mend", token=kept, good_count=report.good_count)
        return faults_page(request, certifier_desk(seat), "import", file.name, report.faults, mend=mend)
    if token:
        forget_upload(token)
    told = REPLAYED if report.replayed == report.deposited else DEPOSITED
    messages.success(request, told.format(count=report.deposited).in_language(get_language()))
    return redirect("certifier-queue")


@require_POST
@seated("outcome.deposit", Role.CERTIFIER)
def mend(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The rows with faults as a workbook to mend."""
    file = kept_upload(request.POST.get("token", ""), account_id=seat.actor.account_id)
    report = import_outcomes(file, body_id=seat.organisation_id, actor=seat.actor, at=clock.now(), is_trial=True)
    on = clock.today()
    return workbook_response(rows_to_mend(report.faults, report.tables, on=on), name="待修改的行", on=on)


@seated("outcome.deposit", Role.CERTIFIER)
def template(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat is the permission
    """An empty workbook of outcomes with drop-down lists."""
    return workbook_response(outcomes_template(clock.today()), name="学习成果模板", on=clock.today())
