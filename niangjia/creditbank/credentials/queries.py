"""What a worker holds, as it stands now; and everything of it as one document."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from niangjia.core.ids import new_id
from niangjia.core.proofs.documents import Document
from niangjia.creditbank.credentials.documents import archive
from niangjia.creditbank.credentials.models import Credential
from niangjia.creditbank.credentials.subjects import name_identifier, pseudonym_of
from niangjia.creditbank.credentials.types import Held, HeldCredential
from niangjia.kernel.credentials.addresses import did_of
from niangjia.kernel.credentials.queries import inclusion_proof, statuses_at
from niangjia.kernel.credentials.types import Inclusion, Kind, Status
from niangjia.kernel.people.queries import person_name

BANK: str = "学分银行"


def credentials_of(person_id: UUID) -> tuple[HeldCredential, ...]:
    """Everything issued to a person, the newest first; of one record only the newest. Two queries."""
    newest: dict[UUID, Credential] = {}
    for row in Credential.objects.filter(person_id=person_id).select_related("issuer").order_by("id"):
        newest[row.about_id] = row
    return _held(reversed(newest.values()))


def credential_of(credential_id: UUID) -> HeldCredential | None:
    """One credential, if the actor may see it."""
    row = Credential.objects.filter(id=credential_id).select_related("issuer").first()
    return next(iter(_held([row] if row else [])), None)


def log_proof(credential: HeldCredential) -> Document | None:
    """That the issuing is in the transparency log, for a verifier without network; None until the log has it.

    ``contentHash`` is SHA-256 of the credential's canonical JSON without proofs; SHA-256 of ``salt`` and it stands in
    ``entry``, which is leaf ``index`` of the tree whose signed head is ``checkpoint``. Bytes are hexadecimal.
    """
    proof = inclusion_proof(credential.about_id, Kind.ISSUE)
    if not isinstance(proof, Inclusion):
        return None
    return {
        "kind": proof.kind.value,
        "contentHash": proof.content_hash.hex(),
        "salt": proof.salt.hex(),
        "entry": proof.entry.decode(),
        "index": proof.index,
        "size": proof.size,
        "hashes": [each.hex() for each in proof.hashes],
        "checkpoint": proof.note,
        "log": did_of(None),
    }


def archive_of(person_id: UUID, *, at: datetime) -> Document:
    """Everything that is in force, as a CLR 2.0 that is not signed yet: a picture of an instant, not kept."""
    held = [credential for credential in credentials_of(person_id) if credential.holds]
    return archive(
        new_id(),
        [json.loads(credential.text) for credential in held],
        subject=pseudonym_of(person_id, did_of(None)),
        name=name_identifier(person_name(person_id)),
        bank=BANK,
        at=at,
    )


def _held(rows: Iterable[Credential]) -> tuple[HeldCredential, ...]:
    kept: Sequence[Credential] = list(rows)
    statuses = statuses_at([row.status_id for row in kept])
    return tuple(_view(row, statuses.get(row.status_id, Status())) for row in kept)


def _view(row: Credential, status: Status) -> HeldCredential:
    return HeldCredential(
        id=row.id,
        about_id=row.about_id,
        person_id=row.person_id,
        held=Held(row.held),
        name=json.loads(row.text)["name"],
        issuer=row.issuer.name,
        issued_at=row.issued_at,
        revoked_at=status.revoked_at,
        suspended_at=status.suspended_at,
        spent_at=status.spent_at,
        text=row.text,
    )
