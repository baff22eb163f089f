"""How she fits a post: what she holds, what is missing, the shortest way; and whether she shows it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.comparing import fit_for
from niangjia.creditbank.abilities.fitting import Evidence, Fit, Line, Way, WayKind
from niangjia.creditbank.abilities.models import Post
from niangjia.creditbank.abilities.queries import ability_names, post_of, posts_to_look_at, shares_of, silent_posts
from niangjia.creditbank.abilities.showing import ask_no_more, seen_of, show_fit, take_back
from niangjia.creditbank.abilities.types import Mastery
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.programmes.models import Course
from niangjia.web.addresses import key_of
from niangjia.web.worker.door import Visit, at_her_door

PAGE: Final = 30
WAYS: Final = {
    WayKind.STUDY: Term("学院课程", "course of the college"),
    WayKind.CERTIFICATE: Term("考证书", "certificate"),
    WayKind.TRAINING: Term("培训", "training"),
    WayKind.COURSE: Term("企业课程", "course of an enterprise"),
    WayKind.PRACTICE: Term("实践岗位", "practice place"),
}
SHOWN: Final = Term("已出示。对方现在能看到，您可以随时收回。", "Shown: they see it now. Take it back any time.")
BACK: Final = Term("已收回。对方从现在起看不到。", "Taken back: they see nothing from now on.")
SILENT: Final = Term(
    "好的，不再问您。对方不知道问过您。", "We will not ask again. They do not know that you were asked."
)


@dataclass(frozen=True, slots=True)
class WayView:
    """One way in words."""

    way: Way
    kind: Term
    closes: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """One ability in words: what is asked, what is held, by what."""

    name: Term
    asked: Term
    held: Term | None
    is_met: bool
    evidence: tuple[str, ...]
    ways: tuple[WayView, ...]


@dataclass(frozen=True, slots=True)
class FitView:
    """The whole page. ``seen`` stands for what it shows."""

    fit: Fit
    lines: tuple[LineView, ...]
    route: tuple[WayView, ...]
    seen: str


@require_safe
@at_her_door
def posts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Posts to compare herself with, newest first."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    after = key_of(request.GET.get("after"))
    rows = list(posts_to_look_at(text=text, after=str(after or ""))[: PAGE + 1])
    page = {
        "here": "home",
        "visit": visit,
        "rows": rows[:PAGE],
        "query": text,
        "after": str(rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "shown": set(shares_of(visit.person_id)),
    }
    return render(request, "worker/fit_posts.html", page)


@require_safe
@at_her_door
def post(request: HttpRequest, visit: Visit, post_id: UUID) -> HttpResponse:
    """One post and she."""
    row = _post(post_id)
    page = {
        "here": "home",
        "visit": visit,
        "row": row,
        "view": fit_view(visit.person_id, row),
        "share": shares_of(visit.person_id).get(post_id),
        "is_asked": row.is_inviting and row.closed_at is None and post_id not in silent_posts(visit.person_id),
        "may_show": row.is_inviting and row.closed_at is None,
    }
    return render(request, "worker/fit.html", page)


@require_POST
@at_her_door
def answer(request: HttpRequest, visit: Visit, post_id: UUID) -> HttpResponse:
    """Show it, take it back, or be asked no more."""
    row, now, act = _post(post_id), clock.now(), request.POST.get("act")
    if act == "show":
        show_fit(row.id, seen=request.POST.get("seen", ""), actor=visit.actor, at=now)
        told = SHOWN
    elif act == "back":
        take_back(row.id, actor=visit.actor, at=now)
        told = BACK
    else:
        ask_no_more(row.id, actor=visit.actor, at=now)
        told = SILENT
    messages.success(request, told.in_language(get_language()))
    return redirect("worker-fit-post", post_id)


def fit_view(person_id: UUID, row: Post) -> FitView:
    """How a person fits a post, in words."""
    fit = fit_for(person_id, row.id, on=clock.today())
    names = ability_names(line.need.ability for line in fit.lines)
    titles = _titles([each for line in fit.lines for each in line.evidence])
    lines = tuple(_line(line, names, titles) for line in fit.lines)
    route = tuple(
        WayView(step.way, WAYS[step.way.kind], tuple(names[need.ability] for need in step.closes)) for step in fit.route
    )
    seen = seen_of([(line.need.ability, line.need.mastery, line.held) for line in fit.lines])
    return FitView(fit, lines, route, seen)


def _line(line: Line, names: dict[str, Term], titles: dict[str, str]) -> LineView:
    return LineView(
        name=names[line.need.ability],
        asked=Mastery(line.need.mastery).term,
        held=None if line.held is None else Mastery(line.held).term,
        is_met=line.is_met,
        evidence=tuple(dict.fromkeys(titles[each.key] for each in line.evidence if each.key in titles)),
        ways=tuple(WayView(way, WAYS[way.kind]) for way in line.ways),
    )


def _titles(evidence: list[Evidence]) -> dict[str, str]:
    """What outcomes and courses are called. Two queries."""
    keys = {UUID(each.key) for each in evidence}
    outcomes = Outcome.objects.filter(record_id__in=keys).values_list("record_id", "title")
    courses = Course.objects.filter(id__in=keys).values_list("id", "name")
    return {str(key): title for key, title in outcomes} | {str(key): f"《{name}》" for key, name in courses}


def _post(post_id: UUID) -> Post:
    row = post_of(post_id)
    if row is None:
        raise Http404
    return row
