"""The worker brings in an outcome: its kind, its facts, its papers, and everything once more before it counts."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.evidence import add_evidence
from niangjia.creditbank.outcomes.models import Draft, Outcome
from niangjia.creditbank.outcomes.offering import begin_draft, decline_draft, deposit_draft
from niangjia.creditbank.outcomes.queries import drafts_of
from niangjia.web import outcome_drafts as drafts
from niangjia.web.outcome_drafts import Place
from niangjia.web.uploads import handed_in
from niangjia.web.worker.door import Visit, at_her_door

NO_KIND: Final = Term("请先选是哪一种成果。", "Choose first which kind of outcome it is.")
DROPPED: Final = Term("草稿已删去。", "The draft is deleted.")
DECLINED: Final = Term("已告诉工会：您不同意提交。", "Your union is told that you do not agree.")
ADDED: Final = Term("材料已加上：{count} 份。", "Papers added: {count}.")
NONE_ADDED: Final = Term("还没有选文件。请先选一个文件。", "No file is chosen: choose one first.")
TELLS: Final = {
    OutcomeKind.SKILL_CERTIFICATE: Term("五级到首席技师", "from grade 5 to chief technician"),
    OutcomeKind.COMPETITION: Term("企业、县、市、省、国家级", "of an enterprise, county, city, province or nation"),
    OutcomeKind.FIVE_SMALLS: Term(
        "小发明、小创造、小革新、小设计、小建议", "small inventions, creations, reforms, designs, proposals"
    ),
    OutcomeKind.TRAINING: Term("单位、工会、学校办的培训", "by your employer, union or a school"),
    OutcomeKind.MENTORING: Term("您带过徒弟", "you trained an apprentice"),
    OutcomeKind.EARLIER_COURSE: Term("在别的学校学过、考过的课", "learned and passed at another school"),
}


def place_of(visit: Visit) -> Place:
    """Her own door."""
    return Place(visit.actor, "layouts/worker.html", "worker", {"here": "outcomes", "visit": visit})


@at_her_door
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which kind it is; drafts that wait are offered first."""
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in list(OutcomeKind):
        key = begin_draft(visit.person_id, OutcomeKind(kind), actor=visit.actor, at=clock.now())
        return redirect("worker-draft-facts", key)
    refused = NO_KIND if request.method == "POST" else None
    page = {
        "here": "outcomes",
        "visit": visit,
        "kinds": [(each.value, KINDS[each.value], TELLS[each]) for each in OutcomeKind],
        "drafts": [(row, KINDS[row.kind]) for row in drafts_of(visit.person_id)],
        "refused": refused,
    }
    return render(request, "worker/add.html", page, status=422 if refused else 200)


@at_her_door
def facts(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Step one."""
    return drafts.facts_page(request, place_of(visit), draft_id)


@at_her_door
def papers(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Step two."""
    return drafts.papers_page(request, place_of(visit), draft_id)


@at_her_door
def check(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Step three; also what her union typed in for her, to confirm or to decline."""
    place, is_asked = place_of(visit), _is_asked(visit, draft_id)
    if request.method != "POST":
        return drafts.check_page(request, place, draft_id, is_asked=is_asked)
    if request.POST.get("act") == "decline":
        decline_draft(draft_id, actor=visit.actor, at=clock.now())
        messages.success(request, DECLINED.in_language(get_language()))
        return redirect("worker-outcomes")
    try:
        with transaction.atomic():
            key = deposit_draft(draft_id, actor=visit.actor, at=clock.now())
    except Refusal as refusal:
        return drafts.check_page(request, place, draft_id, is_asked=is_asked, refused=refusal.term)
    return redirect("worker-deposited", key)


@require_POST
@at_her_door
def drop(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    drafts.drop(place_of(visit), draft_id)
    messages.success(request, DROPPED.in_language(get_language()))
    return redirect("worker-outcomes")


@require_safe
@at_her_door
def deposited(request: HttpRequest, visit: Visit, outcome_id: UUID) -> HttpResponse:
    """What happened, and what comes next."""
    row = _own(visit, outcome_id)
    return render(request, "worker/deposited.html", {"here": "outcomes", "visit": visit, "row": row})


@require_POST
@at_her_door
def add_papers(request: HttpRequest, visit: Visit, outcome_id: UUID) -> HttpResponse:
    """More papers for an outcome that is not decided: asked for, or of her own accord."""
    row, files = _own(visit, outcome_id), handed_in(request, "evidence")
    if not files:
        raise Refusal("file_missing", NONE_ADDED)
    for name, content in files:
        add_evidence(row.record_id, content, name=name, actor=visit.actor, at=clock.now())
    messages.success(request, ADDED.format(count=len(files)).in_language(get_language()))
    return redirect("worker-outcome", outcome_id)


def _own(visit: Visit, outcome_id: UUID) -> Outcome:
    found = Outcome.objects.filter(record_id=outcome_id, person_id=visit.person_id).select_related("body").first()
    if found is None:
        raise Http404
    return found


def _is_asked(visit: Visit, draft_id: UUID) -> bool:
    return Draft.objects.filter(id=draft_id, person_id=visit.person_id, asked_at__isnull=False).exists()
