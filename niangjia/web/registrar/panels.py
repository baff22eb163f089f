"""The registrar's panels: the roster of experts, naming members, how many votes are in, the conclusion with minutes."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.panels.asking import CONCLUDE
from niangjia.creditbank.panels.members import add_expert, conflicts_of, end_expert, excuse_member, name_members
from niangjia.creditbank.panels.models import Expert, Panel
from niangjia.creditbank.panels.queries import panels_of_college, roster
from niangjia.creditbank.panels.types import CLOSED, State
from niangjia.creditbank.panels.voting import conclude_panel, votes_missing
from niangjia.kernel.access.types import Role
from niangjia.kernel.records.models import Deadline
from niangjia.kernel.records.queries import timeline
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Seat, registrar_desk, seated

ACT: Final = "panel.convene"
PAGE: Final = 50
NAMED: Final = Term("评审组已组成，专家登录后就能表决。", "The panel is named; its members may vote.")
ADDED: Final = Term("已加入专家名册。", "Added to the roster.")
ENDED: Final = Term("已从名册移出；正在进行的评审不受影响。", "Taken off the roster; panels that sit go on.")
EXCUSED: Final = Term("已办回避，请补一位专家。", "Excused; name another expert.")
GRANTED: Final = Term(
    "评审已结束，通过的课程成了一份申请，核对后入账。", "Concluded: what was granted waits to be posted."
)
NOTHING: Final = Term("评审已结束，没有通过的课程，学员能看到每项理由。", "Concluded; nothing was granted.")


@seated(ACT, Role.REGISTRAR)
def panels(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Panels that are open, oldest first; or settled ones. Paged by key."""
    is_open = request.GET.get("show") != "done"
    found = panels_of_college(seat.organisation_id, is_open=is_open)
    after = key_of(request.GET.get("after"))
    if after is not None:
        found = found.filter(**{"record_id__gt" if is_open else "record_id__lt": after})
    rows = list(found[: PAGE + 1])
    context = {
        "here": "panels",
        "desk": registrar_desk(seat),
        "rows": rows[:PAGE],
        "after": str(rows[PAGE - 1].record_id) if len(rows) > PAGE else "",
        "is_open": is_open,
        "now": clock.now(),
    }
    return render(request, "registrar/panels.html", context)


@seated(ACT, Role.REGISTRAR)
def panel(request: HttpRequest, seat: Seat, panel_id: UUID) -> HttpResponse:
    """One panel; how members voted is shown once it is concluded."""
    row = _panel(seat, panel_id)
    experts = list(roster(seat.organisation_id))
    conflicts = conflicts_of(row, experts)
    members = list(row.members.select_related("account", "expert").order_by("named_at", "id"))
    sitting = {each.account_id for each in members}
    is_settled = row.record.state in CLOSED
    context = {
        "here": "panels",
        "desk": registrar_desk(seat),
        "row": row,
        "lines": row.lines.select_related("course").prefetch_related("votes__member__account").order_by("id"),
        "members": members,
        "experts": [] if is_settled else [(e, conflicts.get(e.id)) for e in experts if e.account_id not in sitting],
        "due": Deadline.objects.filter(record_id=panel_id, obligation=CONCLUDE, met_at=None).first(),
        "missing": votes_missing(row) if row.record.state == State.SITTING else None,
        "result": getattr(row, "result", None),
        "is_settled": is_settled,
        "timeline": timeline(panel_id)[::-1],
        "now": clock.now(),
    }
    return render(request, "registrar/panel.html", context)


@require_POST
@seated(ACT, Role.REGISTRAR)
def name(request: HttpRequest, seat: Seat, panel_id: UUID) -> HttpResponse:
    """Name the chosen experts."""
    chosen = [key for key in map(key_of, request.POST.getlist("expert")) if key is not None]
    name_members(_panel(seat, panel_id).record_id, chosen, actor=seat.actor, at=clock.now())
    messages.success(request, NAMED.in_language(get_language()))
    return redirect("registrar-panel", panel_id)


@require_POST
@seated(ACT, Role.REGISTRAR)
def excuse(request: HttpRequest, seat: Seat, panel_id: UUID, member_id: UUID) -> HttpResponse:
    """Let a member go who has not voted."""
    member = _panel(seat, panel_id).members.filter(id=member_id).first()
    if member is None:
        raise Http404
    excuse_member(member_id, reason=reason_of(request), actor=seat.actor, at=clock.now())
    messages.success(request, EXCUSED.in_language(get_language()))
    return redirect("registrar-panel", panel_id)


@require_POST
@seated(ACT, Role.REGISTRAR)
def conclude(request: HttpRequest, seat: Seat, panel_id: UUID) -> HttpResponse:
    """Count the votes, keep the minutes; what was granted becomes a claim."""
    row = _panel(seat, panel_id)
    claim = conclude_panel(row.record_id, minutes=request.POST.get("minutes", ""), actor=seat.actor, at=clock.now())
    messages.success(request, (GRANTED if claim else NOTHING).in_language(get_language()))
    return redirect("registrar-claim", claim) if claim else redirect("registrar-panel", panel_id)


@seated(ACT, Role.REGISTRAR)
def experts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The roster; one more is added by the name of her account."""
    if request.method == "POST":
        username, field = request.POST.get("username", ""), request.POST.get("field", "")
        add_expert(seat.organisation_id, username, field=field, actor=seat.actor, at=clock.now())
        messages.success(request, ADDED.in_language(get_language()))
        return redirect("registrar-experts")
    context = {"here": "panels", "desk": registrar_desk(seat), "rows": roster(seat.organisation_id)}
    return render(request, "registrar/experts.html", context)


@require_POST
@seated(ACT, Role.REGISTRAR)
def end(request: HttpRequest, seat: Seat, expert_id: UUID) -> HttpResponse:
    """Take an expert off the roster."""
    if not Expert.objects.filter(id=expert_id, college_id=seat.organisation_id).exists():
        raise Http404
    end_expert(expert_id, actor=seat.actor, at=clock.now())
    messages.success(request, ENDED.in_language(get_language()))
    return redirect("registrar-experts")


def _panel(seat: Seat, panel_id: UUID) -> Panel:
    found = Panel.objects.select_related("record", "rule_book", "enrolment__person", "enrolment__programme", "result")
    row = found.filter(record_id=panel_id, record__organisation_id=seat.organisation_id).first()
    if row is None:
        raise Http404
    return row
