"""The bank's roster of experts."""

import re
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.operations import add_expert, remove_expert
from niangjia.creditbank.accreditation.queries import experts_of
from niangjia.creditbank.accreditation.types import NewExpert
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.bank.desk import bank_desk
from niangjia.web.desk import Seat, seated

ADDED: Final = Term("已加入专家库。", "Added to the roster.")
REMOVED: Final = Term("已移出专家库；以前的评估照旧保留。", "Removed; earlier evaluations stay on record.")
BREAKS: Final = re.compile(r"[\s,，、;；]+")


@seated("body.accredit", Role.OPERATOR)
def experts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The experts with their fields; a form adds one."""
    if request.method == "POST":
        codes = tuple(code for code in BREAKS.split(request.POST.get("occupations", "")) if code)
        new = NewExpert(request.POST.get("name", ""), request.POST.get("employer", ""), codes)
        add_expert(new, bank_id=seat.organisation_id, actor=seat.actor, at=clock.now())
        messages.success(request, ADDED.in_language(get_language()))
        return redirect("bank-experts")
    rows = list(experts_of(seat.organisation_id, on=clock.today()))
    names = occupation_names(code for row in rows for code in row.occupations)
    shown = [(row, [f"{names.get(code, '')} {code}".strip() for code in row.occupations]) for row in rows]
    return render(request, "bank/experts.html", {"here": "experts", "desk": bank_desk(seat), "rows": shown})


@require_POST
@seated("body.accredit", Role.OPERATOR)
def remove(request: HttpRequest, seat: Seat, expert_id: UUID) -> HttpResponse:
    """She is asked no more."""
    remove_expert(expert_id, bank_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    messages.success(request, REMOVED.in_language(get_language()))
    return redirect("bank-experts")
