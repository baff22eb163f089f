"""Signed statements about no person: that a rule book was published, that a body is accredited."""

import json
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.issuing import sign_credential
from niangjia.creditbank.accreditation.queries import latest_accreditation
from niangjia.creditbank.credentials.statements import accreditation, publication
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import published
from niangjia.kernel.credentials.operations import allot_statuses, signer_of
from niangjia.kernel.credentials.queries import places_of
from niangjia.web.published import CREDENTIAL, public_answer

SECONDS: Final = "public, max-age=300"


@require_safe
def rule_book_content(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """``/rules/<book>/content.json``: the canonical form, byte by byte what the hash is taken of."""
    return public_answer(request, _book(rule_book_id).content.encode(), "application/json", SECONDS)


@require_safe
def rule_book_statement(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """``/rules/<book>/statement.json``: signed by the publisher."""
    book = _book(rule_book_id)
    return _signed(request, publication(book), book.publisher_id)


@require_safe
def body_accreditation(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """``/issuers/<body>/accreditation.json``: the latest, signed by the bank."""
    held = latest_accreditation(issuer_id)
    if held is None:
        raise Http404
    allot_statuses([held.record_id], at=clock.now())
    return _signed(request, accreditation(held, places_of([held.record_id])[held.record_id]), None)


def _book(rule_book_id: UUID) -> RuleBook:
    book = published().select_related("publisher").filter(id=rule_book_id).first()
    if book is None:
        raise Http404
    return book


def _signed(request: HttpRequest, document: Document, issuer_id: UUID | None) -> HttpResponse:
    """Signed as it is asked for, by the key that signs now; within the hour the same bytes."""
    now = clock.now()
    created = now.replace(minute=0, second=0, microsecond=0)
    signed = sign_credential(document, signer_of(issuer_id, at=now), created=created)
    return public_answer(request, json.dumps(signed, ensure_ascii=False).encode(), CREDENTIAL, SECONDS)
