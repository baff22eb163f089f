"""What third persons found of a body's own checks."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.core.terms import Term
from niangjia.creditbank.certification.models import Step
from niangjia.creditbank.certification.sampled import findings_at
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, certifier_desk, seated

MOST: Final = 200
STEPS: Final = {Step.CHECK: Term("初审", "first check"), Step.VERDICT: Term("复核", "second check")}


@require_safe
@seated("outcome.certify", Role.CERTIFIER)
def findings(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The latest findings, with the way to revoke what a third person does not agree with."""
    rows = [(item, STEPS[Step(item.step)]) for item in findings_at(seat.organisation_id)[:MOST]]
    context = {"here": "findings", "desk": certifier_desk(seat), "rows": rows}
    return render(request, "certifier/findings.html", context)
