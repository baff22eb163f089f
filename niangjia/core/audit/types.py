"""Who acts."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, under which role words. ``label`` is shown in histories; it is no personal name."""

    account_id: UUID | None
    person_id: UUID | None
    roles: tuple[str, ...]
    label: str


SYSTEM = Actor(None, None, ("system",), "system")
