"""Enter into the log, inside the transaction of the act itself: what is not committed is not in the log.

One statement of two inserts for any number of entries: nothing is hashed over the tree here and nobody waits for
anybody. The sequencer integrates what is committed.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from django.db import connection

from niangjia.core.ids import new_id
from niangjia.core.proofs.documents import canonical_json
from niangjia.kernel.credentials.types import Kind, NewEntry

_SALT_BYTES: Final = 16
_ENTER: Final = """
WITH entered AS (
    INSERT INTO credentials_logentry (id, kind, about_id, person_id, content_hash, salt, entered_by, at)
    SELECT id, kind, about_id, person_id, content_hash, salt, nj_account(), %(at)s
    FROM unnest(
        %(ids)s::uuid[], %(kinds)s::text[], %(abouts)s::uuid[], %(persons)s::uuid[], %(hashes)s::bytea[],
        %(salts)s::bytea[]
    ) AS given (id, kind, about_id, person_id, content_hash, salt)
)
INSERT INTO credentials_logwaiting (id, entry) SELECT * FROM unnest(%(ids)s::uuid[], %(entries)s::bytea[])
"""


def enter(entries: Sequence[NewEntry], *, at: datetime) -> None:
    """Enter acts into the transparency log; they are published within a second or so of the commit."""
    if not entries:
        return
    salts = [secrets.token_bytes(_SALT_BYTES) for _ in entries]
    given: dict[str, Any] = {
        "at": at,
        "ids": [new_id() for _ in entries],
        "kinds": [entry.kind.value for entry in entries],
        "abouts": [entry.about_id for entry in entries],
        "persons": [entry.person_id for entry in entries],
        "hashes": [entry.content_hash for entry in entries],
        "salts": salts,
        "entries": [
            published_entry(entry.kind, at, salt, entry.content_hash)
            for entry, salt in zip(entries, salts, strict=True)
        ],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, given)


def published_entry(kind: Kind, at: datetime, salt: bytes, content_hash: bytes) -> bytes:
    """What the log publishes of an act: canonical JSON with its kind, its second, and SHA-256 of salt and hash."""
    return canonical_json(
        {
            "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "commitment": sha256(salt + content_hash).hexdigest(),
            "kind": kind.value,
        }
    )
