"""The worker's pages. Each asks the queries and the engine, and hands a frozen page to its template."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.queue import asked_about
from niangjia.creditbank.conversion.claims import claim_courses, withdraw_claim
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.queries import decision_of
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.evidence import evidence_of
from niangjia.creditbank.outcomes.queries import deposit_of, drafts_of
from niangjia.kernel.people.queries import person_name
from niangjia.web.worker.account import account_page
from niangjia.web.worker.answers import answer_for, bindings_of, ways_of
from niangjia.web.worker.appeals import appealed
from niangjia.web.worker.claims import CHANGED, claim_page, decision_page
from niangjia.web.worker.courses import course_views
from niangjia.web.worker.credits import credits_page, least_step, summary_of
from niangjia.web.worker.door import CHOSEN, Visit, at_her_door
from niangjia.web.worker.notices import unread_at_home
from niangjia.web.worker.outcomes import outcome_views, outcome_why
from niangjia.web.worker.records import on_record, reason_of_return
from niangjia.web.worker.suggesting import next_views

CLAIMED: Final = Term("已提交，编号 {number}。", "Submitted as {number}.")
WITHDRAWN: Final = Term(
    "已撤回。成果一点没有动用，随时可以再申请。", "Withdrawn. Nothing was spent; claim again any time."
)


@require_safe
@at_her_door
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What waits for her, her credits in one sentence, the least step, what is on its way."""
    now = clock.now()
    name, today = person_name(visit.person_id), clock.day_of(now)
    page: dict[str, object] = {"here": "home", "visit": visit, "name": name, "today": today}
    page["notices"] = unread_at_home(visit.person_id)
    if visit.enrolment is not None:
        answer, record = answer_for(visit.enrolment, at=now), on_record(visit.enrolment.id)
        views = course_views(answer)
        page |= {"answer": answer, "record": record, "summary": summary_of(answer, views, record)}
        page["step"] = least_step(answer, views)
        page["returned_because"] = reason_of_return(record.returned)
    return render(request, "worker/home.html", page)


@require_safe
@at_her_door
def credits_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every course with its reason."""
    if visit.enrolment is None:
        return redirect("worker-home")  # which says what to do
    answer, record = answer_for(visit.enrolment, at=clock.now()), on_record(visit.enrolment.id)
    shown = credits_page(answer, record, request.GET.get("show", "all"))
    summary = summary_of(answer, course_views(answer), record)
    page = {"here": "credits", "visit": visit, "answer": answer, "record": record, "shown": shown, "summary": summary}
    return render(request, "worker/credits.html", page)


@require_safe
@at_her_door
def course(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """One course: why, and what would change it."""
    answer, record = answer_for(visit.enrolled(), at=clock.now()), on_record(visit.enrolled().id)
    view = next((each for each in course_views(answer) if each.course.code == code), None)
    if view is None:
        raise Http404
    ways = ways_of(answer, code) if view.is_left else ()
    page = {"here": "credits", "visit": visit, "answer": answer, "record": record, "view": view, "ways": ways}
    return render(request, "worker/course.html", page)


@require_safe
@at_her_door
def not_more(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Why no more is recognised: asked for by opening it, because it takes many solves. A part, or a page by itself."""
    answer = answer_for(visit.enrolled(), at=clock.now())
    page = {"here": "credits", "visit": visit, "answer": answer, "bindings": bindings_of(answer)}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "worker/parts/not_more.html" if is_part else "worker/not_more.html", page)


@at_her_door
def claim(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Check your answers, and claim."""
    if request.method == "POST":
        return _claim(request, visit)
    enrolment = visit.enrolled()
    waiting = on_record(enrolment.id).waiting
    if waiting is not None:
        return redirect("worker-decision", waiting.id)
    checked = claim_page(answer_for(enrolment, at=clock.now()), request.GET.get("course", ""))
    return render(request, "worker/claim.html", {"here": "credits", "visit": visit, "claim": checked})


def _claim(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Claim exactly what was checked: for the enrolment and the state of things that the page showed."""
    enrolment, now = visit.own(request.POST.get("enrolment", "")), clock.now()
    only = request.POST.get("course", "")
    waiting = on_record(enrolment.id).waiting
    if waiting is None:
        checked = claim_page(answer_for(enrolment, at=now), only)
        if request.POST.get("seen") != checked.seen:
            raise Refusal("changed_since_checked", CHANGED)
    decision_id = claim_courses(enrolment.id, courses=[only] if only else None, actor=visit.actor, at=now)
    return redirect("worker-decision", decision_id)


@require_safe
@at_her_door
def decision(request: HttpRequest, visit: Visit, decision_id: UUID) -> HttpResponse:
    """One claim: what happened, what comes next."""
    page = decision_page(_own_decision(visit, decision_id), today=clock.today())
    context = {"here": "credits", "visit": visit, "page": page, "appealed": appealed(decision_id)}
    return render(request, "worker/decision.html", context)


@require_POST
@at_her_door
def withdraw(request: HttpRequest, visit: Visit, decision_id: UUID) -> HttpResponse:
    """Take a claim back."""
    _own_decision(visit, decision_id)
    withdraw_claim(decision_id, actor=visit.actor, at=clock.now())
    messages.success(request, WITHDRAWN.in_language(get_language()))
    return redirect("worker-decision", decision_id)


def _own_decision(visit: Visit, decision_id: UUID) -> Decision:
    """A claim of hers; a registrar who studies too sees others' claims at her desk, not here."""
    found = decision_of(decision_id)
    if found is None or found.enrolment.person_id != visit.person_id:
        raise Http404
    return found


@require_safe
@at_her_door
def outcomes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything deposited for her."""
    answer = answer_for(visit.enrolment, at=clock.now()) if visit.enrolment else None
    page = {"here": "outcomes", "visit": visit, "outcomes": outcome_views(visit.person_id, answer)}
    page["drafts"] = [(row, KINDS[row.kind]) for row in drafts_of(visit.person_id)]
    return render(request, "worker/outcomes.html", page)


@require_safe
@at_her_door
def outcome(request: HttpRequest, visit: Visit, outcome_id: UUID) -> HttpResponse:
    """One outcome: what it is, what it is worth, and why it counts or not."""
    answer = answer_for(visit.enrolment, at=clock.now()) if visit.enrolment else None
    view = next((each for each in outcome_views(visit.person_id, answer) if each.id == outcome_id), None)
    if view is None:
        raise Http404
    why = outcome_why(answer, outcome_id) if answer else None
    page = {"here": "outcomes", "visit": visit, "view": view, "why": why, "answer": answer}
    page["appealed"] = appealed(outcome_id)
    page["asked"] = asked_about(outcome_id)
    page |= {"papers": evidence_of(outcome_id), "deposit": deposit_of(outcome_id), "may_open": True}
    return render(request, "worker/outcome.html", page)


@require_safe
@at_her_door
def following(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What one more certificate would bring."""
    answer = answer_for(visit.enrolled(), at=clock.now())
    page = {"here": "credits", "visit": visit, "answer": answer, "suggestions": next_views(answer)}
    return render(request, "worker/next.html", page)


@require_safe
@at_her_door
def account(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is on record of her, and who read it."""
    page = account_page(visit, on=clock.today())
    return render(request, "worker/account.html", {"here": "me", "visit": visit, "page": page})


@require_POST
@at_her_door
def choose_enrolment(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Look at another of her enrolments."""
    request.session[CHOSEN] = str(visit.own(request.POST.get("enrolment", "")).id)
    target = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if is_here else "worker-home")
