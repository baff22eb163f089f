"""Read records: what happened to one, lists by page, facts on a day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from niangjia.core.periods import holds_on
from niangjia.kernel.records.models import Attachment, Comment, Deadline, Move, Record, RecordedFact
from niangjia.kernel.records.types import Column, FactValue, Page, TimelineEntry


def record_of(record_id: UUID) -> Record | None:
    """A record, if there is one that the actor may see."""
    return Record.objects.filter(id=record_id).select_related("organisation").first()


def timeline(record_id: UUID) -> tuple[TimelineEntry, ...]:
    """All that happened to a record, oldest first. Four queries."""
    moves = [
        TimelineEntry(row.at, "move", row.verb, row.actor_label, {"state": row.to_state, "reason": row.reason})
        for row in Move.objects.filter(record_id=record_id).order_by("version")
    ]
    comments = [
        TimelineEntry(row.at, "comment", row.text, row.actor_label, {})
        for row in Comment.objects.filter(record_id=record_id).order_by("at", "id")
    ]
    attachments = [
        TimelineEntry(row.added_at, "attachment", row.name, row.added_label, {"id": str(row.id)})
        for row in Attachment.objects.filter(record_id=record_id).order_by("added_at", "id")
    ]
    met = [
        TimelineEntry(row.met_at, "deadline", row.obligation, "", {"due_at": row.due_at.isoformat()})
        for row in Deadline.objects.filter(record_id=record_id, met_at__isnull=False).order_by("met_at", "id")
        if row.met_at is not None
    ]
    return tuple(sorted([*moves, *comments, *attachments, *met], key=lambda entry: entry.at))


def attachment_hashes(record_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """SHA-256 of the files of records, in hexadecimal and in their order; those without files are left out."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = Attachment.objects.filter(record_id__in=record_ids).order_by("id").values_list("record_id", "content_hash")
    for record_id, content_hash in rows:
        found[record_id] = (*found.get(record_id, ()), content_hash)
    return found


def records(
    *,
    kind: str,
    organisation_ids: Sequence[UUID] | None = None,
    subject_id: UUID | None = None,
    states: Sequence[str] | None = None,
) -> QuerySet[Record]:
    """Records of a kind that the actor may see, newest first."""
    wanted = Q(kind=kind)
    if organisation_ids is not None:
        wanted &= Q(organisation_id__in=organisation_ids)
    if subject_id is not None:
        wanted &= Q(subject_id=subject_id)
    if states is not None:
        wanted &= Q(state__in=states)
    return Record.objects.filter(wanted).order_by("-id")


def page_of(found: QuerySet[Record], *, after: str | None = None, size: int = 50) -> Page[Record]:
    """One page of ``records``, by key: each costs the same. An ``after`` that is no key begins at the beginning."""
    start = _key(after)
    rows = list((found.filter(id__lt=start) if start else found)[: size + 1])
    return Page(tuple(rows[:size]), str(rows[size - 1].id) if len(rows) > size else None)


def fact_on(subject_id: UUID, fact: str, *, on: date) -> FactValue | None:
    """The value of a recorded fact on a day; None if none is on record."""
    row = RecordedFact.objects.filter(holds_on(on), subject_id=subject_id, fact=fact).first()
    if row is None:
        return None
    values: list[FactValue | None] = [getattr(row, column.value) for column in Column]
    return next(value for value in values if value is not None)


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
