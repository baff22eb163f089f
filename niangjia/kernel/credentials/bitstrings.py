"""W3C Bitstring Status List 1.0: the bits of a list as a credential that is not signed yet."""

import gzip
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from niangjia.core.proofs.documents import CREDENTIALS, Document
from niangjia.kernel.credentials.addresses import did_of, status_list_address
from niangjia.kernel.credentials.types import Purpose

LASTS: Final = timedelta(days=1)
_STAMP: Final = "%Y-%m-%dT%H:%M:%SZ"


def encoded_list(bits: bytes) -> str:
    """Multibase base64url (``u``, no padding) of the bits packed by gzip; the same bits give the same text."""
    return "u" + urlsafe_b64encode(gzip.compress(bits, mtime=0)).rstrip(b"=").decode("ascii")


def status_list_document(list_id: UUID, purpose: Purpose, bits: bytes, *, since: datetime) -> Document:
    """The list as the bank's credential, valid for a day from ``since`` (aware, in UTC)."""
    address = status_list_address(list_id, purpose)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(None),
        "validFrom": since.strftime(_STAMP),
        "validUntil": (since + LASTS).strftime(_STAMP),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded_list(bits),
        },
    }
