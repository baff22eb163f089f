"""The worker's way to her degree: audit, shortest way, another major beside it, her shifts, her cohort."""

from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.pathway.cohorts import share_progress
from niangjia.creditbank.pathway.declaring import declare_shifts
from niangjia.creditbank.pathway.models import Cohort
from niangjia.creditbank.pathway.planning.audit import Requirement
from niangjia.creditbank.pathway.planning.shifts import Shift
from niangjia.creditbank.pathway.queries import candidacies_of, graduation_of, pattern_of, studies_of
from niangjia.creditbank.pathway.types import DeclaredShifts
from niangjia.creditbank.programmes.queries import newest_programmes, programmes_of
from niangjia.creditbank.transcript.queries import transcript
from niangjia.web.addresses import key_of
from niangjia.web.worker.door import Visit, at_her_door
from niangjia.web.worker.ways import AIMS, Plan, order_of, plan_for, plan_in

DAY, MIDDLE, NIGHT, OFF = Shift.DAY, Shift.MIDDLE, Shift.NIGHT, Shift.OFF
ROTATIONS: Final = {
    "days": (Term("常白班（周一到周五）", "day shifts, Monday to Friday"), (DAY,) * 5 + (OFF,) * 2),
    "four": (
        Term("四班三运转（2 白 2 中 2 夜 2 休）", "2 days, 2 middles, 2 nights, 2 off"),
        (DAY, DAY, MIDDLE, MIDDLE, NIGHT, NIGHT, OFF, OFF),
    ),
    "three": (
        Term("三班倒（一周一换，周日休）", "weekly: days, middles, nights; Sundays off"),
        (*(DAY,) * 6, OFF, *(MIDDLE,) * 6, OFF, *(NIGHT,) * 6, OFF),
    ),
    "two": (
        Term("两班倒（一周一换，周日休）", "weekly: days, middles; Sundays off"),
        (*(DAY,) * 6, OFF, *(MIDDLE,) * 6, OFF),
    ),
    "long": (Term("白夜休休（12 小时）", "12 hours: day, night, two off"), (DAY, NIGHT, OFF, OFF)),
}
HOURS: Final = {Shift.DAY: ("08:00", "16:00"), Shift.MIDDLE: ("16:00", "00:00"), Shift.NIGHT: ("00:00", "08:00")}
DECLARED: Final = Term("倒班已记下，下面的路按它重新算了。", "Your shifts are noted; the way below follows them.")
SHARED: Final = Term(
    "单位现在能看到您修到哪了，随时可以收回。", "Your sender sees how far you are; take it back any time."
)
WITHHELD: Final = Term("单位看不到您的进度了。", "Your sender does not see your progress any more.")
UNREADABLE: Final = Term(
    "倒班没有记下：请选一种倒班，并填写从哪天起和每班的起止时间。",
    "Your shifts were not noted: choose a rotation, the day it begins, and from when to when each shift is.",
)


@require_safe
@at_her_door
def pathway(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where she stands, what is left, and the shortest way."""
    enrolment, at = visit.enrolled(), clock.now()
    order, papers = order_of(request.GET.get("first", "")), request.GET.get("papers") == "1"
    plan, answer = plan_for(enrolment, order=order, papers=papers, at=at)
    candidacies = list(candidacies_of(visit.person_id))
    context = {
        "here": "credits",
        "visit": visit,
        "plan": plan,
        "answer": answer,
        "aims": [(aim.value, term, aim is order[0]) for aim, term in AIMS.items()],
        "papers": papers,
        "studies": {row.group.course.code: row for row in studies_of(enrolment.id)},
        "passed": {row.course.code: row for row in enrolment.passed.select_related("course")},
        "recorded": {line.course_code: line for line in transcript(enrolment.id).lines},
        "graduation": graduation_of(enrolment.id),
        "candidacies": [(row, saved_fen(row.cohort, plan)) for row in candidacies],
        "has_shifts": pattern_of(visit.person_id, on=clock.day_of(at)) is not None,
    }
    return render(request, "worker/pathway.html", context)


def saved_fen(cohort: Cohort, plan: Plan) -> tuple[int, int]:
    """What credits recognised, or to be claimed now, save of her cohort's tuition: in all, and of what she pays."""
    freed = to_units(plan.recognisable, Unit.COURSE_CREDIT) + plan.audit.line(Requirement.TOTAL).recognised
    each = Unit.COURSE_CREDIT.per_whole
    return freed * cohort.credit_fen // each, freed * cohort.own_fen // each


@require_safe
@at_her_door
def what_if(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Another major beside her own: the same person, the same outcomes."""
    enrolment, at = visit.enrolled(), clock.now()
    newest = programmes_of(enrolment.college_id).filter(id__in=newest_programmes(enrolment.college_id))
    others = list(newest.exclude(code=enrolment.programme.code))
    order = order_of(request.GET.get("first", ""))
    wanted = key_of(request.GET.get("programme"))
    other = next((row for row in others if row.id == wanted), None)
    if wanted is not None and other is None:
        raise Http404
    own, _ = plan_for(enrolment, order=order, papers=False, at=at)
    plans = [own]
    if other is not None:
        plans.append(plan_in(enrolment, other.id, other.title, order=order, at=at))
    context = {"here": "credits", "visit": visit, "others": others, "chosen": other, "plans": plans}
    return render(request, "worker/what_if.html", context)


@at_her_door
def shifts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How her shifts rotate."""
    if request.method == "POST":
        at = clock.now()
        declare_shifts(_declared(request), since=clock.day_of(at), actor=visit.actor, at=at)
        messages.success(request, DECLARED.in_language(get_language()))
        return redirect("worker-pathway")
    context = {
        "here": "credits",
        "visit": visit,
        "rotations": [(key, term) for key, (term, _) in ROTATIONS.items()],
        "hours": [(shift.value, shift.term, *hours) for shift, hours in HOURS.items()],
        "pattern": pattern_of(visit.person_id, on=clock.today()),
        "today": clock.today(),
    }
    return render(request, "worker/shifts.html", context)


def _declared(request: HttpRequest) -> DeclaredShifts:
    """The form. Refuses ``shifts_unreadable``."""
    try:
        days = ROTATIONS[request.POST.get("rotation", "")][1]
        anchor = date.fromisoformat(request.POST.get("anchor", ""))
        hours = tuple(
            (shift, _minute(request, f"{shift.value}_from"), _minute(request, f"{shift.value}_to"))
            for shift in HOURS
            if shift in days
        )
    except (KeyError, ValueError) as error:
        raise Refusal("shifts_unreadable", UNREADABLE) from error
    return DeclaredShifts(anchor, days, hours)


def _minute(request: HttpRequest, name: str) -> int:
    hours, minutes = request.POST.get(name, "").split(":")[:2]
    if not (0 <= int(hours) < 24 and 0 <= int(minutes) < 60):  # noqa: PLR2004 - a clock
        raise ValueError(name)
    return int(hours) * 60 + int(minutes)


@require_POST
@at_her_door
def share(request: HttpRequest, visit: Visit, candidate_id: UUID) -> HttpResponse:
    """Let who sends her see how far she is, or take that back."""
    if not candidacies_of(visit.person_id).filter(record_id=candidate_id).exists():
        raise Http404
    shares = request.POST.get("shares") == "1"
    share_progress(candidate_id, shares=shares, actor=visit.actor, at=clock.now())
    messages.success(request, (SHARED if shares else WITHHELD).in_language(get_language()))
    return redirect("worker-pathway")
