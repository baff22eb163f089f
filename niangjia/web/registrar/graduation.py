"""Graduation lists that two people sign, and graduations whose grounds were taken back."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.pathway.audits import audits_of
from niangjia.creditbank.pathway.graduating import decide_review, draw_list, drop_list, issue_list, sign_list
from niangjia.creditbank.pathway.models import GraduationList
from niangjia.creditbank.pathway.queries import cohorts_of, graduations_of, lists_of
from niangjia.creditbank.pathway.types import GraduationState, ListState
from niangjia.creditbank.programmes.queries import programmes_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.records.queries import timeline
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.worker.ways import LABELS

PAGE: Final = 100
NOT_CHOSEN: Final = Term("请选一个培养班或专业。", "Choose a cohort or a major.")
DRAWN: Final = Term(
    "名单已生成。核对后签字，再由另一位同事签发。", "The list is drawn. Sign it; then a colleague issues it."
)
SIGNED: Final = Term("您已签字，等另一位同事签发。", "You have signed; a colleague issues it.")
ISSUED: Final = Term("已签发，{count} 人毕业。", "Issued: {count} graduate(s).")
DROPPED: Final = Term("名单已作废。", "The list is dropped.")
DECIDED: Final = Term("复核已记下，本人会看到理由。", "The review is noted; the graduate reads why.")


@seated("graduation.sign", Role.REGISTRAR)
def lists(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Lists, graduations to review, and the form to draw a list."""
    context = {
        "here": "graduation",
        "desk": registrar_desk(seat),
        "rows": [(row, ListState(row.record.state)) for row in lists_of(seat.organisation_id)[:PAGE]],
        "flagged": list(graduations_of(seat.organisation_id, GraduationState.TO_REVIEW)[:PAGE]),
        "cohorts": list(cohorts_of(seat.organisation_id)),
        "programmes": list(programmes_of(seat.organisation_id)),
    }
    return render(request, "registrar/graduation_lists.html", context)


@require_POST
@seated("graduation.sign", Role.REGISTRAR)
def draw(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Draw a list of a cohort, or of a programme."""
    kind, _, key = request.POST.get("of", "").partition(":")
    wanted = key_of(key) or UUID(int=0)
    cohort = cohorts_of(seat.organisation_id).filter(id=wanted).first() if kind == "cohort" else None
    programme = programmes_of(seat.organisation_id).filter(id=wanted).first() if kind == "programme" else None
    if cohort is not None:
        programme = cohort.programme
    if programme is None:
        raise Refusal("nothing_chosen", NOT_CHOSEN)
    made = draw_list(
        programme_id=programme.id, cohort_id=cohort.id if cohort else None, actor=seat.actor, at=clock.now()
    )
    messages.success(request, DRAWN.in_language(get_language()))
    return redirect("registrar-graduation-list", list_id=made)


@seated("graduation.sign", Role.REGISTRAR)
def one(request: HttpRequest, seat: Seat, list_id: UUID) -> HttpResponse:
    """One list: each learner with each requirement, paged by key."""
    row = _list(seat, list_id)
    after = key_of(request.GET.get("after"))
    found = row.rows.select_related("enrolment__person", "graduation__record").prefetch_related("requirements")
    found = found.order_by("id")
    rows = list((found.filter(id__gt=after) if after else found)[: PAGE + 1])
    courses = dict(row.programme.courses.values_list("code", "name"))
    context = {
        "here": "graduation",
        "desk": registrar_desk(seat),
        "row": row,
        "state": ListState(row.record.state),
        "rows": [(each, _unmet(each.requirements.all(), courses)) for each in rows[:PAGE]],
        "after": str(rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "may_issue": row.signed_by != seat.actor.account_id,
        "timeline": timeline(row.record_id)[::-1],
    }
    return render(request, "registrar/graduation_list.html", context)


def _unmet(requirements: object, courses: dict[str, str]) -> list[Term]:
    """What one learner lacks, in words; courses by name."""
    found = []
    for each in requirements:  # type: ignore[attr-defined]
        if not each.is_met:
            name = f"《{courses.get(each.key, each.key)}》"
            label = Term(name, name) if each.requirement == "course" else LABELS[each.requirement].format(key=each.key)
            found.append(label)
    return found


@require_POST
@seated("graduation.sign", Role.REGISTRAR)
def act(request: HttpRequest, seat: Seat, list_id: UUID) -> HttpResponse:
    """Sign, issue or drop a list."""
    row, at = _list(seat, list_id), clock.now()
    match request.POST.get("act"):
        case "sign":
            sign_list(row.record_id, actor=seat.actor, at=at)
            told = SIGNED
        case "issue":
            prefix = request.POST.get("prefix", "")
            told = ISSUED.format(count=len(issue_list(row.record_id, prefix=prefix, actor=seat.actor, at=at)))
        case _:
            drop_list(row.record_id, actor=seat.actor, at=at)
            told = DROPPED
    messages.success(request, told.in_language(get_language()))
    return redirect("registrar-graduation-list", list_id=row.record_id)


@seated("graduation.review", Role.REGISTRAR)
def graduation(request: HttpRequest, seat: Seat, graduation_id: UUID) -> HttpResponse:
    """One graduation: whether it stands, and which requirement no longer holds."""
    row = graduations_of(seat.organisation_id).filter(record_id=graduation_id).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        stands = request.POST.get("stands") == "1"
        decide_review(row.record_id, stands=stands, reason=reason_of(request), actor=seat.actor, at=clock.now())
        messages.success(request, DECIDED.in_language(get_language()))
        return redirect("registrar-graduation", graduation_id=row.record_id)
    audit = audits_of([row.enrolment], on=clock.today())[row.enrolment_id]
    names = {each.course.code: each.course.name for each in audit.courses}
    unmet = [
        (
            Term(f"《{names[line.key]}》", names[line.key])
            if line.key in names
            else LABELS[line.requirement].format(key=line.key),
            line,
        )
        for line in audit.unmet
    ]
    context = {
        "here": "graduation",
        "desk": registrar_desk(seat),
        "row": row,
        "state": GraduationState(row.record.state),
        "unmet": unmet,
        "timeline": timeline(row.record_id)[::-1],
    }
    return render(request, "registrar/graduation.html", context)


def _list(seat: Seat, list_id: UUID) -> GraduationList:
    row = lists_of(seat.organisation_id).filter(record_id=list_id).first()
    if row is None:
        raise Http404
    return row
