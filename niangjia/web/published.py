"""What anyone may fetch to check a credential without asking us: DID documents, status lists, the transparency log.

No session is read and nothing of a person is in it. Full tiles never change; a status list is at most a minute old.
"""

import json
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.issuing import sign_credential
from niangjia.kernel.credentials.bitstrings import status_list_document
from niangjia.kernel.credentials.operations import signer_of
from niangjia.kernel.credentials.queries import (
    consistency_proof,
    did_document,
    head,
    status_bits,
    status_list_made_at,
    tile,
)
from niangjia.kernel.credentials.types import Purpose

DID_SECONDS: Final = 300
STATUS_SECONDS: Final = 60
FOR_EVER: Final = "public, max-age=31536000, immutable"
CREDENTIAL: Final = "application/vc"


@require_safe
def bank_did(request: HttpRequest) -> HttpResponse:
    """``/.well-known/did.json``: the bank's DID document."""
    return _did(request, None)


@require_safe
def issuer_did(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """``/issuers/<organisation>/did.json``: a body's or college's DID document."""
    return _did(request, issuer_id)


def _did(request: HttpRequest, issuer_id: UUID | None) -> HttpResponse:
    document = did_document(issuer_id)
    if not document["verificationMethod"]:  # it has never signed anything
        raise Http404
    return public_answer(request, _json(document), "application/did+json", f"public, max-age={DID_SECONDS}")


@require_safe
def status_list(request: HttpRequest, list_id: UUID, purpose: str) -> HttpResponse:
    """``/status/<list>/<purpose>``: the list as a signed credential, as it stands now."""
    if purpose not in set(Purpose) or status_list_made_at(list_id) is None:
        raise Http404
    now = clock.now()
    bits = status_bits(list_id, Purpose(purpose))
    since = now.replace(minute=0, second=0, microsecond=0)  # within the hour the same bits are the same bytes
    document = status_list_document(list_id, Purpose(purpose), bits, since=since)
    signed = sign_credential(document, signer_of(None, at=now), created=since)
    return public_answer(request, _json(signed), CREDENTIAL, f"public, max-age={STATUS_SECONDS}")


@require_safe
def log_head(request: HttpRequest) -> HttpResponse:
    """``/log/checkpoint``: the newest signed head."""
    newest = head()
    if newest is None:
        raise Http404
    return public_answer(request, newest.note.encode(), "text/plain; charset=utf-8", "public, max-age=1")


@require_safe
def log_tile(request: HttpRequest, place: str) -> HttpResponse:
    """``/log/tile/<level>/<number>``: hashes or entries; what was once served never changes."""
    content = tile(place)
    if content is None:
        raise Http404
    return public_answer(request, content, "application/octet-stream", FOR_EVER)


@require_safe
def log_consistency(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """``/log/consistency/<older>/<newer>``: that the log only grew, for who does not want to fetch tiles."""
    hashes = consistency_proof(older, newer)
    if hashes is None:
        raise Http404
    content = _json({"older": older, "newer": newer, "hashes": [each.hex() for each in hashes]})
    return public_answer(request, content, "application/json", FOR_EVER)


def _json(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def public_answer(request: HttpRequest, content: bytes, kind: str, caching: str) -> HttpResponse:
    """Public bytes with their tag: who has them is told so and gets nothing twice."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    is_known = tag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if is_known else HttpResponse(content, content_type=kind)
    response["ETag"], response["Cache-Control"] = tag, caching
    response["Access-Control-Allow-Origin"] = "*"  # verifiers in browsers of others; it is public
    return response
