"""What the worker was told: the number at the bell, the list, and the note that she read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.kernel.access.queries import NOBODY
from niangjia.kernel.notices.models import Notice
from niangjia.kernel.notices.operations import read_notices
from niangjia.kernel.notices.queries import notices_of, unread_count
from niangjia.web.addresses import key_of
from niangjia.web.worker.door import Visit, at_her_door

PAGE: Final = 30
AT_HOME: Final = 3
PLACES: Final[Mapping[str, str]] = {
    "outcome": "worker-outcome",
    "decision": "worker-decision",
    "appeal": "worker-appeal",
    "panel": "worker-panel",
}
"""The page that a notice opens, by the noun of its kind. A noun without a page leads nowhere."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as the page shows it."""

    words: Term
    at: datetime
    is_new: bool
    url: str


def notice_views(rows: list[Notice]) -> list[NoticeView]:
    """Notices in words, with the pages that they open."""
    return [
        NoticeView(Term(row.words_zh, row.words_en), row.told_at, row.read_at is None, _place(row.kind, row.about))
        for row in rows
    ]


def unread_at_home(person_id: UUID) -> list[NoticeView]:
    """The latest that she did not read."""
    return notice_views(list(notices_of(person_id).filter(read_at=None)[:AT_HOME]))


def notices_context(request: HttpRequest) -> dict[str, object]:
    """For every template; asked for only where a page shows the bell."""
    person = getattr(request, "actor", NOBODY).person_id
    return {"unread_count": lambda: unread_count(person) if person is not None else 0}


@require_safe
@at_her_door
def notices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that she was told, the latest first."""
    found = notices_of(visit.person_id)
    before = key_of(request.GET.get("after"))
    rows = list((found.filter(id__lt=before) if before else found)[: PAGE + 1])
    page = {
        "here": "notices",
        "visit": visit,
        "rows": notice_views(rows[:PAGE]),
        "after": str(rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "latest": rows[0].id if rows else None,
    }
    return render(request, "worker/notices.html", page)


@require_POST
@at_her_door
def read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """She read what the page showed; what came since stays new."""
    latest = key_of(request.POST.get("latest"))
    if latest is not None:
        read_notices(visit.person_id, latest=latest, at=clock.now())
    return redirect("worker-notices")


def _place(kind: str, about: UUID) -> str:
    name = PLACES.get(kind.partition(".")[0])
    return reverse(name, args=[about]) if name else ""
