"""Issue credentials: when their holder first looks for them, all that she lacks at once.

Of 800,000 workers few will ever show one, and a signed document is some 4 KB; so none is made before it is looked for.
Places in status lists and the log do not wait: what is spent or revoked before it is issued is so from its start.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from niangjia.core.audit.operations import log_many
from niangjia.core.audit.types import Actor
from niangjia.core.proofs.documents import Document, canonical_json
from niangjia.core.proofs.integrity import Signer
from niangjia.core.proofs.issuing import sign_credential
from niangjia.creditbank.credentials.contents import Content, contents_of
from niangjia.creditbank.credentials.documents import badge
from niangjia.creditbank.credentials.models import Credential
from niangjia.creditbank.credentials.subjects import name_identifier, pseudonym_of
from niangjia.creditbank.credentials.types import Held
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.credentials.addresses import did_of
from niangjia.kernel.credentials.operations import (
    allot_statuses,
    enter,
    lock_statuses,
    set_status,
    signer_of,
)
from niangjia.kernel.credentials.queries import places_of, trusted_methods
from niangjia.kernel.credentials.types import Kind, NewEntry, Purpose, StatusPlace
from niangjia.kernel.ledger.queries import balances


def issue_credentials(person_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Issue what a person holds and has no credential for that verifies; gives how many.

    Whatever the actor may not see of her is not issued. Done again it issues nothing.
    """
    lacking = contents_of(person_id, without=_standing(person_id), at=at)
    if not lacking:
        return 0
    records = [each.about_id for each in lacking]
    allot_statuses(records, at=at)
    lock_statuses(records)  # of two pages that she opens at once the second finds them issued
    standing = _standing(person_id)
    lacking = [each for each in lacking if each.about_id not in standing]
    _note_spent(lacking, at=at)
    _issue(lacking, actor=actor, at=at)
    return len(lacking)


def _standing(person_id: UUID) -> Collection[UUID]:
    """Records with a credential by a key that is still trusted, at the place where the record's status stands now."""
    held = list(Credential.objects.filter(person_id=person_id).values_list("about_id", "method", "status_id"))
    trusted = trusted_methods({method for _, method, _ in held})
    current = {place.id for place in places_of({about for about, _, _ in held}).values()}
    return {about for about, method, place in held if method in trusted and place in current}


def _note_spent(lacking: Sequence[Content], *, at: datetime) -> None:
    """What was spent before there were status lists."""
    lots = [each.about_id for each in lacking if each.held is Held.OUTCOME]
    worth = Outcome.objects.filter(record_id__in=lots).values_list("record_id", "standard_value")
    left = balances(lots)
    set_status([lot for lot, value in worth if left.get(lot, 0) < (value or 0)], Purpose.SPENT, holds=True, at=at)


def _issue(lacking: Sequence[Content], *, actor: Actor, at: datetime) -> None:
    places = places_of([each.about_id for each in lacking])
    signers = {issuer: signer_of(issuer, at=at) for issuer in sorted({each.issuer_id for each in lacking})}
    made = [_signed(each, places[each.about_id], signers[each.issuer_id], at=at) for each in lacking]
    Credential.objects.bulk_create(credential for credential, _ in made)
    enter(
        [NewEntry(Kind.ISSUE, credential.about_id, digest, credential.person_id) for credential, digest in made], at=at
    )
    log_many(actor=actor, act="credential.issue", about=[credential.id for credential, _ in made], at=at)


def _signed(content: Content, place: StatusPlace, signer: Signer, *, at: datetime) -> tuple[Credential, bytes]:
    document = badge(
        content.achieved,
        issuer_id=content.issuer_id,
        issuer_name=content.issuer_name,
        subject=pseudonym_of(content.person_id, did_of(content.issuer_id)),
        name=name_identifier(content.person_name),
        place=place,
    )
    credential = Credential(
        id=content.achieved.id,
        about_id=content.about_id,
        held=content.held,
        person_id=content.person_id,
        issuer_id=content.issuer_id,
        status_id=place.id,
        method=signer.method,
        text=json.dumps(sign_credential(document, signer, created=at), ensure_ascii=False),
        issued_at=at,
    )
    return credential, unsigned_hash(document)


def unsigned_hash(document: Document) -> bytes:
    """What the log is told of a credential: SHA-256 of its canonical JSON without proofs."""
    return sha256(canonical_json({name: value for name, value in document.items() if name != "proof"})).digest()
