"""Her transcript on screen, and papers of it: issued, shown as pages, taken away as PDF, withdrawn."""

from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.codes import grouped
from niangjia.creditbank.sharing.contents import history_of, learning_record
from niangjia.creditbank.sharing.models import Paper
from niangjia.creditbank.sharing.operations.papers import LANGUAGES, issue_paper, withdraw_paper
from niangjia.creditbank.sharing.press import pdf_of, pictures_of
from niangjia.creditbank.sharing.queries import checked_paper, papers_of, sheets_of
from niangjia.creditbank.sharing.types import PaperKind
from niangjia.kernel.credentials.addresses import public_address
from niangjia.web.worker.door import Visit, at_her_door

WITHDRAWN: Final = Term("已作废。别人再核验，会看到它已经作废。", "Withdrawn. Whoever checks it now learns so.")
SHOWN: Final = 12


def verify_url() -> str:
    """Where papers are checked, as it is printed on them."""
    return f"{public_address()}/verify/paper/"


@require_safe
@at_her_door
def own_transcript(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is on record of her: outcomes, courses, decisions, balances, history; and the papers that she took of it."""
    page = {
        "here": "me",
        "visit": visit,
        "record": learning_record(visit.person_id),
        "history": history_of(visit.person_id),
        "papers": [(row, PaperKind(row.kind)) for row in papers_of(visit.person_id)[:SHOWN]],
    }
    return render(request, "sharing/transcript.html", page)


@require_POST
@at_her_door
def issue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Issue one of the two papers in one of the two languages."""
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    if kind not in set(PaperKind) or language not in LANGUAGES:
        raise Http404
    key = issue_paper(visit.person_id, kind=PaperKind(kind), language=language, actor=visit.actor, at=clock.now())
    return redirect("worker-paper", key)


@require_safe
@at_her_door
def paper(request: HttpRequest, visit: Visit, paper_id: UUID) -> HttpResponse:
    """A paper as it is printed, page by page: web views of chats can't take files."""
    row = _own(visit, paper_id)
    page = {
        "here": "me",
        "visit": visit,
        "row": row,
        "kind": PaperKind(row.kind),
        "code": grouped(row.code),
        "checked": checked_paper(row.code),
        "pages": pictures_of(sheets_of([row], verify_url=verify_url())),
    }
    return render(request, "sharing/paper.html", page)


@require_safe
@at_her_door
def paper_file(_request: HttpRequest, visit: Visit, paper_id: UUID) -> HttpResponse:
    """The same as PDF."""
    row = _own(visit, paper_id)
    return pdf_response(pdf_of(sheets_of([row], verify_url=verify_url())), name=PaperKind(row.kind).term.zh)


@require_POST
@at_her_door
def withdraw(request: HttpRequest, visit: Visit, paper_id: UUID) -> HttpResponse:
    """A paper that she took is worth nothing any more."""
    _own(visit, paper_id)
    withdraw_paper(paper_id, actor=visit.actor, at=clock.now())
    messages.success(request, WITHDRAWN.in_language(get_language()))
    return redirect("worker-paper", paper_id)


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    """A PDF to take away, under a Chinese name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _own(visit: Visit, paper_id: UUID) -> Paper:
    """One that she took herself; the college's are given out by the college."""
    row = papers_of(visit.person_id).filter(id=paper_id, college_id=None).first()
    if row is None:
        raise Http404
    return row
