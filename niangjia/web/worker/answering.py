"""The worker answers a body that asked for more evidence."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.certification.checking import answer_request
from niangjia.web.addresses import reason_of
from niangjia.web.worker.door import Visit, at_her_door

ANSWERED: Final = Term("已告诉认证机构，等它再看。", "The body knows and looks at it again.")


@require_POST
@at_her_door
def answer(request: HttpRequest, visit: Visit, outcome_id: UUID) -> HttpResponse:
    """Say what was added; the outcome waits for its check again."""
    answer_request(outcome_id, note=reason_of(request), actor=visit.actor, at=clock.now())
    messages.success(request, ANSWERED.in_language(get_language()))
    return redirect("worker-outcome", outcome_id=outcome_id)
