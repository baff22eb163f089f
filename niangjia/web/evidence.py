"""Papers of outcomes: never shown in a page, only handed over as files that a browser opens outside it."""

from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.outcomes.evidence import open_evidence
from niangjia.kernel.records.blobs import read_blob
from niangjia.web.desk import actor_of_request


@require_safe
def evidence(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """A paper as a file to take away; what the reader may not open is not there for her."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        paper = open_evidence(attachment_id, actor=actor_of_request(request), at=clock.now())
    except Refusal as refusal:
        raise Http404 from refusal
    response = HttpResponse(read_blob(paper.content_hash), content_type=paper.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.name)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
