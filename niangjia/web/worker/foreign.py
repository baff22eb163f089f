"""An outcome from a credential of another issuer: judged first, each question told, then typed in from what it says."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from niangjia.core import clock
from niangjia.core.proofs.reasons import QUESTIONS, VERDICTS, reason
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.wording import KINDS
from niangjia.creditbank.outcomes.foreign import Foreign, read_foreign
from niangjia.creditbank.outcomes.offering import begin_draft, save_answers
from niangjia.creditbank.outcomes.types import Purpose, Source
from niangjia.kernel.records.files import CREDENTIAL
from niangjia.kernel.records.keeping import keep_file
from niangjia.web.kept_uploads import forget_upload, keep_upload, kept_upload
from niangjia.web.uploads import uploaded
from niangjia.web.worker.door import Visit, at_her_door

NO_KIND: Final = Term("请先选是哪一种成果。", "Choose first which kind of outcome it is.")


@at_her_door
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose the file; see what was found; go on with what it says."""
    if request.method != "POST":
        return _form(request, visit)
    kind, token = request.POST.get("kind", ""), request.POST.get("token", "")
    account = visit.actor.account_id
    if kind not in list(OutcomeKind):
        return _form(request, visit, NO_KIND)
    try:
        file = kept_upload(token, account_id=account) if token else uploaded(request)
        found = read_foreign(file.content, kind=OutcomeKind(kind), at=clock.now())
    except Refusal as refusal:
        return _form(request, visit, refusal.term)
    if not token or not found.is_sound:
        kept = keep_upload(file, account_id=account) if found.is_sound else ""
        return _found(request, visit, found, kind, kept)
    draft_id = _begin(visit, OutcomeKind(kind), found, file.name, file.content)
    forget_upload(token)
    return redirect("worker-draft-facts", draft_id)


def _begin(visit: Visit, kind: OutcomeKind, found: Foreign, name: str, content: bytes) -> object:
    now = clock.now()
    draft_id = begin_draft(
        visit.person_id, kind, actor=visit.actor, at=now, source=Source.CREDENTIAL, name=found.issuer_name
    )
    save_answers(draft_id, found.answers, actor=visit.actor, at=now)
    keep_file(
        content,
        name=name,
        purpose=Purpose.CREDENTIAL,
        draft_id=draft_id,
        about_id=visit.person_id,
        actor=visit.actor,
        at=now,
        known_as=CREDENTIAL,
    )
    return draft_id


def _form(request: HttpRequest, visit: Visit, refused: Term | None = None) -> HttpResponse:
    kinds = [(each.value, KINDS[each.value]) for each in OutcomeKind]
    page = {"here": "outcomes", "visit": visit, "kinds": kinds, "refused": refused, "kind": request.POST.get("kind")}
    return render(request, "worker/add_credential.html", page, status=422 if refused else 200)


def _found(request: HttpRequest, visit: Visit, found: Foreign, kind: str, token: str) -> HttpResponse:
    lines = [
        (QUESTIONS[question], finding.verdict.value, VERDICTS[finding.verdict], reason(question, finding))
        for question, finding in found.judgement.findings.items()
    ]
    page = {"here": "outcomes", "visit": visit, "found": found, "lines": lines, "kind": kind, "token": token}
    return render(request, "worker/credential_found.html", page)
