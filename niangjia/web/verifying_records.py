"""What this installation knows about a credential: its own issuers' keys, status lists, accreditations, its log."""

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from niangjia.core.clock import day_of
from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.judging import Records
from niangjia.core.proofs.keys import Key, key_of_did_key
from niangjia.core.proofs.log_proofs import is_logged
from niangjia.core.proofs.statuses import Entry
from niangjia.creditbank.accreditation.queries import standings
from niangjia.kernel.credentials.addresses import did_of, issuer_of, log_origin, public_address
from niangjia.kernel.credentials.queries import status_bit, verification_keys
from niangjia.kernel.credentials.types import Purpose
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.types import OrganisationKind

_PARTS: Final = 3


def records_of(log_proof: Document | None) -> Records:
    """The records of this installation; ``log_proof`` is what was handed in beside the credential."""
    return Records(
        key_of=key_of,
        status=status,
        accreditation=accreditation,
        inclusion=lambda document: None if log_proof is None else _logged(document, log_proof),
    )


def key_of(method: str) -> Key | None:
    """A key of ours, or one that names itself; anybody else's is not known here: nobody outside is asked."""
    did, _, _ = method.partition("#")
    found = verification_keys(did).get(method)
    return Key(found, did) if found else key_of_did_key(method)


def status(entry: Entry) -> bool | None:
    """Whether a bit of one of our lists is set; None for a list elsewhere."""
    address, root = urlsplit(entry.address), public_address()
    parts = address.path.strip("/").split("/")[-_PARTS:]
    if len(parts) != _PARTS or entry.purpose not in set(Purpose):
        return None
    _, key, _ = parts
    try:
        list_id = UUID(key)
    except ValueError:
        return None
    if entry.address != f"{root}/status/{list_id}/{entry.purpose}":
        return None
    return status_bit(list_id, Purpose(entry.purpose), entry.index)


def accreditation(issuer: str, at: datetime) -> bool | None:
    """Whether an issuer of ours might issue at an instant; None for one that this bank does not know.

    A certifying body needs an accreditation that holds on that day and is not suspended; a college issues what it
    decided itself.
    """
    try:
        organisation_id = issuer_of(issuer)
    except ValueError:
        return None
    if organisation_id is None:
        return True  # the bank itself
    kind = Organisation.objects.filter(party_id=organisation_id).values_list("kind", flat=True).first()
    if kind == OrganisationKind.CERTIFYING_BODY:
        return _is_accredited(organisation_id, at)
    return None if kind is None else kind == OrganisationKind.COLLEGE


def _is_accredited(body_id: UUID, at: datetime) -> bool:
    standing = standings([body_id], on=day_of(at)).get(body_id)
    return standing is not None and standing.suspended_since is None


def _logged(document: Document, proof: Document) -> bool:
    try:
        return is_logged(document, proof, origin=log_origin(), keys=verification_keys(did_of(None)).values())
    except UnreadableError:
        return False
