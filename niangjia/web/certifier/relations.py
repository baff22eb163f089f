"""Whom the certifier is close to: she declares it once, and is kept from deciding."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from niangjia.core import clock
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.bank import declare_relation
from niangjia.creditbank.certification.conflicts import KINDS
from niangjia.creditbank.certification.models import Relation, RelationKind
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, certifier_desk, seated

DECLARED: Final = Term("已申报。今天起这个人的成果不会交给您办。", "Declared: nothing of theirs is yours to decide.")
NO_KIND: Final = Term("请选是什么关系。", "Choose what the person is to you.")


@seated("outcome.certify", Role.CERTIFIER)
def relations(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What she declared, and a form for more. Only the bank's operator ends it."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in RelationKind.values:
            raise Refusal("relation_kind_missing", NO_KIND)
        number, name = request.POST.get("number", "").strip(), request.POST.get("name", "")
        declare_relation(number=number, name=name, kind=RelationKind(kind), actor=seat.actor, at=clock.now())
        messages.success(request, DECLARED.in_language(get_language()))
        return redirect("certifier-relations")
    held = Relation.objects.filter(holds_on(clock.today()), account=account_of(seat.actor)).order_by("declared_at")
    rows = [(row, KINDS[RelationKind(row.kind)]) for row in held]
    context = {"here": "relations", "desk": certifier_desk(seat), "rows": rows, "kinds": KINDS}
    return render(request, "certifier/relations.html", context)
