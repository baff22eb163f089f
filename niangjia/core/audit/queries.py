"""Read the history."""

from uuid import UUID

from niangjia.core.audit.models import Entry
from niangjia.core.audit.types import Actor, HistoryEntry


def history(about: UUID, *, limit: int = 500) -> tuple[HistoryEntry, ...]:
    """What was done to a record, the latest ``limit`` acts, oldest first."""
    latest = Entry.objects.filter(about=about).order_by("-id")[:limit]
    return tuple(_entry(row) for row in reversed(latest))


def _entry(row: Entry) -> HistoryEntry:
    actor = Actor(row.account_id, row.person_id, tuple(row.roles.split()), row.label)
    return HistoryEntry(row.at, actor, row.act, row.about, row.detail)
