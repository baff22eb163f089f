"""Who acts, and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, under which role words. ``label`` is shown in histories; it is no personal name."""

    account_id: UUID | None
    person_id: UUID | None
    roles: tuple[str, ...]
    label: str


SYSTEM = Actor(None, None, ("system",), "system")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act as a history shows it."""

    at: datetime
    actor: Actor
    act: str
    about: UUID
    detail: Mapping[str, str]
