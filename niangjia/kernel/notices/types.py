"""What others hand to this app."""

from dataclasses import dataclass
from uuid import UUID

from niangjia.core.terms import Term


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One thing to tell one person. ``kind`` is noun.verb, as ``outcome.revoked``; ``about`` is the noun's key.

    The words hold no identity number, no complaint and nothing of another person: they may be sent on.
    """

    person_id: UUID
    kind: str
    about: UUID
    words: Term
