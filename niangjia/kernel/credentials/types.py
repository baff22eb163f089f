"""What this app takes from others and gives them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

LIST_LENGTH: Final = 131_072  # bits; the least that Bitstring Status List 1.0 allows, so that one hides among many


class Kind(StrEnum):
    """What the log is told of."""

    CERTIFY = "certify"
    POST = "post"
    REVERSE = "reverse"
    REVOKE = "revoke"
    PUBLISH = "publish"
    ISSUE = "issue"
    KEY = "key"
    CORRECT = "correct"


class Purpose(StrEnum):
    """What a status list says of a credential."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something for the log: ``content_hash`` is SHA-256; without a person everyone may see what it stands for."""

    kind: Kind
    about_id: UUID
    content_hash: bytes
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry is in the log, for a verifier without network. ``note`` is the signed head of ``size`` leaves."""

    kind: Kind
    at: datetime
    salt: bytes
    content_hash: bytes
    entry: bytes
    index: int
    size: int
    hashes: tuple[bytes, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that the sequencer will integrate within a second or so."""

    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where a credential's status stands."""

    id: UUID
    list_id: UUID
    index: int


@dataclass(frozen=True, slots=True)
class Status:
    """Since when a record's credentials are what; None: they are not."""

    revoked_at: datetime | None = None
    suspended_at: datetime | None = None
    spent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key of an issuer as everyone may know it. ``method`` is the IRI that proofs name."""

    id: UUID
    method: str
    public: str
    valid_from: datetime
    retired_at: datetime | None
    revoked_since: datetime | None

    @property
    def signs(self) -> bool:
        """Whether it is the one that signs now."""
        return self.retired_at is None
