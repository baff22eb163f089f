"""Share links: make one, see the address once, see how they were used, revoke them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.contents import learning_record
from niangjia.creditbank.sharing.models import ShareLink
from niangjia.creditbank.sharing.operations.asking import scope_of
from niangjia.creditbank.sharing.operations.links import DAYS, OPENINGS, make_link, revoke_link
from niangjia.creditbank.sharing.queries import links_of
from niangjia.creditbank.sharing.types import NewLink, Scope
from niangjia.kernel.credentials.addresses import public_address
from niangjia.web.addresses import key_of
from niangjia.web.worker.door import Visit, at_her_door
from niangjia.web.worker.records import StateView

REVOKED: Final = Term("链接已停用，再也打不开了。", "The link is revoked and opens no more.")
LIVE: Final = StateView(Term("在用", "in use"), "done", "good")
ENDED: Final = StateView(Term("已到期", "expired"), "new", "")
USED: Final = StateView(Term("次数用完", "used up"), "new", "")
STOPPED: Final = StateView(Term("已停用", "revoked"), "no", "")
USUAL_DAYS: Final = 30
USUAL_OPENINGS: Final = 20


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link with how it stands."""

    row: ShareLink
    scope: Scope
    state: StateView

    @property
    def is_live(self) -> bool:
        """Whether it opens."""
        return self.state is LIVE


@require_safe
@at_her_door
def links(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All her links, newest first."""
    views = [_view(row) for row in links_of(visit.person_id)[:200]]
    return render(request, "sharing/links.html", {"here": "me", "visit": visit, "views": views})


@at_her_door
def new_link(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; and the link that was made, whose address is shown this once."""
    if request.method == "POST":
        return _make(request, visit)
    page = {"here": "me", "visit": visit, "key": uuid4(), "days": DAYS, "openings": OPENINGS}
    page |= {"usual_days": USUAL_DAYS, "usual_openings": USUAL_OPENINGS, "record": learning_record(visit.person_id)}
    return render(request, "sharing/new_link.html", page)


def _make(request: HttpRequest, visit: Visit) -> HttpResponse:
    key = key_of(request.POST.get("key"))
    if key is None:
        raise Http404
    new = NewLink(
        key=key,
        label=request.POST.get("label", "")[:60],
        purpose=request.POST.get("purpose", "")[:100],
        scope=posted_scope(request, [line.id for line in learning_record(visit.person_id).outcomes]),
        days=_number(request, "days"),
        most_openings=_number(request, "openings"),
        full_name=request.POST.get("full_name") == "yes",
        passcode=request.POST.get("passcode", "").strip(),
    )
    address = f"{public_address()}/s/{make_link(new, actor=visit.actor, at=clock.now())}/"
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=3, dark="#000", light="#fff")
    page = {"here": "me", "visit": visit, "new": new, "address": address, "picture": picture}
    response = render(request, "sharing/link_made.html", page)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@at_her_door
def revoke(request: HttpRequest, visit: Visit, link_id: UUID) -> HttpResponse:
    """It opens no more, at once."""
    revoke_link(link_id, actor=visit.actor, at=clock.now())
    messages.success(request, REVOKED.in_language(get_language()))
    return redirect("worker-links")


def posted_scope(request: HttpRequest, own: list[UUID] | None = None) -> Scope:
    """The parts that were ticked; of the outcomes (``own``) those ticked, none narrowed where all are."""
    parts = set(request.POST.getlist("part"))
    picked = {key_of(text) for text in request.POST.getlist("outcome")}
    chosen = tuple(key for key in own or () if key in picked)
    return Scope(
        outcomes="outcomes" in parts,
        courses="courses" in parts,
        decisions="decisions" in parts,
        marks="marks" in parts,
        outcome_ids=() if len(chosen) == len(own or ()) else chosen,
    )


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _view(row: ShareLink) -> LinkView:
    if row.revoked_at is not None:
        state = STOPPED
    elif row.expires_at <= clock.now():
        state = ENDED
    else:
        state = USED if row.openings_count >= row.most_openings else LIVE  # type: ignore[attr-defined] # annotated
    return LinkView(row, scope_of(row), state)
