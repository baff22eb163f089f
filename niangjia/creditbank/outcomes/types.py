"""What others hand to this app, and get from it."""

from dataclasses import dataclass
from datetime import date
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
class Standing:
    """An outcome that stands already, as far as the asker may see it."""

    outcome_id: UUID
    title: str
    body_id: UUID
    state: State
    deposited_on: date
    file_name: str
    file_hash: str


@dataclass(frozen=True, slots=True)
class Clash:
    """The outcome at ``position`` (from 0) stands already: in the same list, at a body, or both.

    ``standing`` is where the asker may see it; a paper that stands where she may not look has neither.
    """

    position: int
    certificate_number: str | None = None  # said where the paper's number is what clashes
    earlier: int | None = None
    standing: Standing | None = None
