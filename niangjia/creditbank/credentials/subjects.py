"""Who a credential is about, without saying who: a name for her that only this issuer uses, and her name as a hash."""

import secrets
from hashlib import sha256
from typing import Final
from uuid import UUID

from niangjia.core import crypto
from niangjia.core.proofs.documents import Document

_SALT_BYTES: Final = 16
_VERSION_8: Final = 8 << 76
_VARIANT: Final = 2 << 62


def pseudonym_of(person_id: UUID, issuer: str) -> str:
    """``urn:uuid:…``: the same for one person and one issuer (a DID), so that two issuers can't join what they know."""
    bits = int.from_bytes(crypto.blind_index("credential_subject", f"{person_id} {issuer}")[:16])
    bits &= ~(0xF << 76) & ~(3 << 62)  # RFC 9562: a UUID of version 8 holds what its maker puts in
    return f"urn:uuid:{UUID(int=bits | _VERSION_8 | _VARIANT)}"


def name_identifier(name: str) -> Document:
    """Open Badges 3.0 ``IdentityObject``: whoever knows the name can check it, nobody can read it off."""
    salt = secrets.token_hex(_SALT_BYTES)
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${sha256((name + salt).encode()).hexdigest()}",
        "identityType": "name",
        "salt": salt,
    }
