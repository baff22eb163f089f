"""What others get from this app."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from niangjia.core.terms import Term


class Held(StrEnum):
    """What a credential is about."""

    OUTCOME = "outcome"
    DECISION = "decision"
    GRADUATION = "graduation"

    @property
    def term(self) -> Term:
        """What it is called."""
        return _NAMES[self]


_NAMES = {
    Held.OUTCOME: Term("学习成果", "outcome"),
    Held.DECISION: Term("认定结果", "decision"),
    Held.GRADUATION: Term("毕业", "graduation"),
}


@dataclass(frozen=True, slots=True)
class HeldCredential:
    """A credential as its holder sees it. ``text`` is the signed document, as JSON; the rest is taken from it."""

    id: UUID
    about_id: UUID
    person_id: UUID
    held: Held
    name: str
    issuer: str
    issued_at: datetime
    revoked_at: datetime | None
    suspended_at: datetime | None
    spent_at: datetime | None
    text: str = field(repr=False)

    @property
    def holds(self) -> bool:
        """Whether a verifier finds it in force: neither revoked nor suspended."""
        return self.revoked_at is None and self.suspended_at is None
