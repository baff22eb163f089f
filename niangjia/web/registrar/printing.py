"""Transcripts and attestations that the registrar prints: of one learner, or of a class in one PDF."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.creditbank.programmes.queries import learners_of
from niangjia.creditbank.sharing.operations.papers import LANGUAGES, issue_class, issue_paper
from niangjia.creditbank.sharing.press import pdf_of
from niangjia.creditbank.sharing.queries import papers_by_key, sheets_of
from niangjia.creditbank.sharing.types import PaperKind
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, seated
from niangjia.web.worker.papers import pdf_response, verify_url


@require_POST
@seated("paper.issue", Role.REGISTRAR)
def learner_paper(request: HttpRequest, seat: Seat, enrolment_id: UUID) -> HttpResponse:
    """A paper of a learner; she sees that it was printed."""
    row = learners_of(seat.organisation_id).filter(id=enrolment_id).first()
    if row is None:
        raise Http404
    kind, language = _wanted(request)
    key = issue_paper(
        row.person_id,
        kind=kind,
        language=language,
        actor=seat.actor,
        at=clock.now(),
        college_id=seat.organisation_id,
    )
    sheets = sheets_of(papers_by_key([key]), verify_url=verify_url())
    return pdf_response(pdf_of(sheets), name=f"{kind.term.zh}_{row.student_number}")


@require_POST
@seated("paper.issue", Role.REGISTRAR)
def class_papers(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A paper for each learner of a class, one after the other; each counts its own pages."""
    kind, language = _wanted(request)
    class_name = request.POST.get("class", "")
    keys = issue_class(seat.organisation_id, class_name, kind=kind, language=language, actor=seat.actor, at=clock.now())
    sheets = sheets_of(papers_by_key(keys), verify_url=verify_url())
    return pdf_response(pdf_of(sheets), name=f"{kind.term.zh}_{class_name}")


def _wanted(request: HttpRequest) -> tuple[PaperKind, str]:
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "zh")
    if kind not in set(PaperKind) or language not in LANGUAGES:
        raise Http404
    return PaperKind(kind), language
