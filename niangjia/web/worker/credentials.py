"""What a worker can show to others: her credentials, each with a code to scan, and all of them in one file."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.proofs.baking import bake_png, bake_svg
from niangjia.core.proofs.compact import packed
from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.errors import TooMuchWorkError, UnreadableError
from niangjia.core.proofs.integrity import JCS, Signer, add_proof
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.credentials.operations import issue_credentials
from niangjia.creditbank.credentials.queries import archive_of, credential_of, credentials_of, log_proof
from niangjia.creditbank.credentials.types import HeldCredential
from niangjia.kernel.credentials.addresses import public_address
from niangjia.kernel.credentials.operations import signer_of
from niangjia.web.worker.door import Visit, at_her_door
from niangjia.web.worker.records import StateView

HOLDS: Final = StateView(Term("有效", "in force"), "done", "good")
REVOKED: Final = StateView(Term("已撤销", "revoked"), "no", "bad")
SUSPENDED: Final = StateView(Term("暂停使用", "suspended"), "wait", "warn")
SPENT: Final = StateView(Term("有效，已用于换学分", "in force, used for credits"), "done", "ink")
JSON: Final = "application/vc; charset=utf-8"
NOT_YET: Final = Term(
    "透明日志还没有收进这份凭证，一般不到一分钟。请稍后再下载。",
    "The public log does not have this credential yet; it takes less than a minute. Download it later.",
)


@dataclass(frozen=True, slots=True)
class CredentialView:
    """One credential with how it stands."""

    held: HeldCredential
    state: StateView


def _view(held: HeldCredential) -> CredentialView:
    if not held.holds:
        return CredentialView(held, REVOKED if held.revoked_at else SUSPENDED)
    return CredentialView(held, SPENT if held.spent_at else HOLDS)


@require_safe
@at_her_door
def credentials(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All of them; what she has none for yet is issued now."""
    issue_credentials(visit.person_id, actor=visit.actor, at=clock.now())
    views = [_view(each) for each in credentials_of(visit.person_id)]
    return render(request, "worker/credentials.html", {"here": "outcomes", "visit": visit, "views": views})


@require_safe
@at_her_door
def credential(request: HttpRequest, visit: Visit, credential_id: UUID) -> HttpResponse:
    """One of them: the code to scan, its text, and the files, for whoever can take files."""
    held = _own(visit, credential_id)
    code = _code(held)
    page = {"here": "outcomes", "visit": visit, "view": _view(held), "address": _address(held)}
    page["picture"] = None if code is None else code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return render(request, "worker/credential.html", page)


@require_safe
@at_her_door
def credential_file(_request: HttpRequest, visit: Visit, credential_id: UUID, form: str) -> HttpResponse:
    """One of them as a file: JSON, a picture with the credential in it, or the proof of the public log."""
    held = _own(visit, credential_id)
    if form == "log":
        proof = log_proof(held)
        if proof is None:
            raise Refusal("not_in_log_yet", NOT_YET)
        return _file(json.dumps(proof, ensure_ascii=False, indent=1), "application/json", f"{held.id}.log.json")
    if form == "json":
        return _file(held.text, JSON, f"{held.id}.json")
    code = _code(held)
    if code is None or form not in {"png", "svg"}:
        raise Http404
    drawn = BytesIO()
    code.save(drawn, kind=form, scale=4, border=4)
    if form == "png":
        return _file(bake_png(drawn.getvalue(), held.text), "image/png", f"{held.id}.png")
    return _file(bake_svg(drawn.getvalue().decode(), held.text), "image/svg+xml", f"{held.id}.svg")


@require_safe
@at_her_door
def archive_file(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that is in force, as one CLR 2.0 signed by the bank."""
    now = clock.now()
    issue_credentials(visit.person_id, actor=visit.actor, at=now)
    document = archive_of(visit.person_id, at=now)
    signer = signer_of(None, at=now)
    try:
        signed = sign_credential(document, signer, created=now)
    except TooMuchWorkError:  # some fifty credentials: more than readers of JSON-LD are asked to take
        signed = _signed_plainly(document, signer)
    return _file(json.dumps(signed, ensure_ascii=False), JSON, f"archive-{clock.day_of(now)}.json")


def _signed_plainly(document: Document, signer: Signer) -> Document:
    return add_proof(document, JCS, signer, created=clock.now())


def _own(visit: Visit, credential_id: UUID) -> HeldCredential:
    """One of hers; somebody else's is not there, whatever other seat she holds."""
    held = credential_of(credential_id)
    if held is None or held.person_id != visit.person_id:
        raise Http404
    return held


def _address(held: HeldCredential) -> str:
    """Where it is verified: the credential itself stands in the address. Empty where it is too long for a code."""
    try:
        return f"{public_address()}/verify/?{urlencode({'c': packed(json.loads(held.text))})}"
    except UnreadableError:
        return ""


def _code(held: HeldCredential) -> segno.QRCode | None:
    address = _address(held)
    return segno.make(address, error="l", micro=False) if address else None


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
