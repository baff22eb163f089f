"""What others hand to this app, and get from it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from niangjia.creditbank.engine.books import HeldOutcome


class State(StrEnum):
    """States of an outcome's record."""

    DEPOSITED = "deposited"
    CERTIFIED = "certified"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome to deposit for a person. ``held.id`` and its ledger figures are not read."""

    person_id: UUID
    held: HeldOutcome


@dataclass(frozen=True, slots=True)
class Clash:
    """The outcome at ``position`` (from 0) stands already under the same certificate number."""

    position: int
    certificate_number: str
