"""The worker asks a panel, sees how it stands and, once it is concluded, what the members said of each line."""

from dataclasses import dataclass
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
from niangjia.creditbank.panels.asking import CONCLUDE, NOTHING_OPEN, ask_panel, plan_for_panel, withdraw_panel
from niangjia.creditbank.panels.models import Panel, PanelLine
from niangjia.creditbank.panels.queries import panels_of_learner
from niangjia.creditbank.panels.types import OPEN, State
from niangjia.kernel.records.models import Deadline
from niangjia.web.worker.answers import answer_for
from niangjia.web.worker.door import Visit, at_her_door
from niangjia.web.worker.records import StateView

STATES: Final = {
    State.ASKED: StateView(Term("等教务处组成评审组", "waits for its members"), "wait", "ink"),
    State.SITTING: StateView(Term("专家在评审", "the panel sits"), "wait", "ink"),
    State.CONCLUDED: StateView(Term("已有结果", "concluded"), "done", "good"),
    State.WITHDRAWN: StateView(Term("已撤回", "withdrawn"), "new", ""),
}
WITHDRAWN: Final = Term("已撤回。成果一点没有动用。", "Withdrawn. Nothing was spent.")


@dataclass(frozen=True, slots=True)
class LineView:
    """One line with how the members voted, and their reasons; nobody is named."""

    line: PanelLine
    yes: int
    no: int
    reasons: tuple[tuple[bool, str], ...]

    @property
    def is_granted(self) -> bool:
        """Most members said yes."""
        return self.yes > self.no


@at_her_door
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Check what goes to a panel, and ask."""
    if request.method == "POST":
        enrolment = visit.own(request.POST.get("enrolment", ""))
        return redirect("worker-panel", ask_panel(enrolment.id, actor=visit.actor, at=clock.now()))
    enrolment = visit.enrolled()
    standing = panels_of_learner([enrolment.id]).filter(record__state__in=OPEN).first()
    if standing is not None:
        return redirect("worker-panel", standing.record_id)
    answer = answer_for(enrolment, at=clock.now())
    if answer.conversion is None:
        raise Refusal("nothing_for_a_panel", answer.missing or NOTHING_OPEN)
    plan = plan_for_panel(answer.conversion)
    courses = [each for each in plan.courses.values() if each.credited > 0]
    page = {"here": "credits", "visit": visit, "courses": courses, "lines": plan.lines, "plan": plan}
    return render(request, "panels/ask.html", page)


@require_safe
@at_her_door
def panel(request: HttpRequest, visit: Visit, panel_id: UUID) -> HttpResponse:
    """One panel of hers."""
    row = _own(visit, panel_id)
    lines = row.lines.filter(is_open=True).select_related("course").prefetch_related("votes").order_by("id")
    state = State(row.record.state)
    page = {
        "here": "credits",
        "visit": visit,
        "row": row,
        "state": STATES[state],
        "is_open": state in OPEN,
        "lines": [_line(line) for line in lines],
        "due": Deadline.objects.filter(record_id=panel_id, obligation=CONCLUDE, met_at=None).first(),
        "result": getattr(row, "result", None),
    }
    return render(request, "panels/own.html", page)


@require_POST
@at_her_door
def withdraw(request: HttpRequest, visit: Visit, panel_id: UUID) -> HttpResponse:
    """Take it back."""
    _own(visit, panel_id)
    withdraw_panel(panel_id, actor=visit.actor, at=clock.now())
    messages.success(request, WITHDRAWN.in_language(get_language()))
    return redirect("worker-panel", panel_id)


def _line(line: PanelLine) -> LineView:
    votes = list(line.votes.all())
    yes = sum(each.is_granted for each in votes)
    return LineView(line, yes, len(votes) - yes, tuple(sorted((each.is_granted, each.reason) for each in votes)))


def _own(visit: Visit, panel_id: UUID) -> Panel:
    mine = panels_of_learner(each.id for each in visit.enrolments).select_related("record", "rule_book", "result")
    found = mine.filter(record_id=panel_id).first()
    if found is None:
        raise Http404
    return found
