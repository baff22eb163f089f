"""Open records, move them, and attach what belongs to them. All set-based; all in the caller's unit of work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.facts import fact_type
from niangjia.core.ids import new_id
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.records.blobs import store_blob
from niangjia.kernel.records.facts import column_of
from niangjia.kernel.records.models import Attachment, Comment, Deadline, Link, Move, Record, RecordedFact
from niangjia.kernel.records.types import NewFact, NewMove, NewRecord

BATCH: Final = 2000
_MOVED: Final = Term(
    "有 {count} 条记录已不在您看到的状态（可能别人刚刚办过），或不在您的管理范围内。请刷新后重试。",
    "{count} record(s) are not in the state that you saw (someone may have just moved them), or are outside your "
    "organisation. Reload and try again.",
)
_NO_DEADLINE: Final = Term(
    "这条记录没有未办结的“{obligation}”期限。", "No open deadline “{obligation}” on this record."
)
_NEXT_NUMBER: Final = """
INSERT INTO records_series (name, year, last) VALUES (%s, %s, 1)
ON CONFLICT (name, year) DO UPDATE SET last = records_series.last + 1
RETURNING last
"""


def open_record(record: NewRecord, *, actor: Actor, at: datetime) -> UUID:
    """Open one record and give its id."""
    return open_records([record], actor=actor, at=at)[0]


def open_records(records: Sequence[NewRecord], *, actor: Actor, at: datetime) -> list[UUID]:
    """Open records, each with its first move, and give their ids in order. Refuses ``record_number_once``."""
    with constraints_as_refusals():
        Record.objects.bulk_create((_record(each, actor, at) for each in records), batch_size=BATCH)
    moves = (_move(NewMove(each.id, each.verb, "", each.state, reason=each.reason), 1, actor, at) for each in records)
    Move.objects.bulk_create(moves, batch_size=BATCH)
    return [each.id for each in records]


def move_record(move: NewMove, *, actor: Actor, at: datetime) -> None:
    """Move one record; see ``move_records``."""
    move_records([move], actor=actor, at=at)


def move_records(moves: Sequence[NewMove], *, actor: Actor, at: datetime) -> None:
    """Move records, all or none. Locks them in the order of their keys.

    Refuses ``record_moved_meanwhile`` if one does not stand in ``from_state``, at ``version`` where that is given.
    """
    locked = Record.objects.select_for_update().filter(id__in={move.record_id for move in moves}).order_by("id")
    standing = {key: (state, version) for key, state, version in locked.values_list("id", "state", "version")}
    astray = [move for move in moves if not _stands(standing.get(move.record_id), move)]
    if astray:
        raise Refusal("record_moved_meanwhile", _MOVED.format(count=len(astray)))
    rows = (_move(move, standing[move.record_id][1] + 1, actor, at) for move in moves)
    with constraints_as_refusals():
        Move.objects.bulk_create(rows, batch_size=BATCH)


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1 without gaps: the series is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [series, year])
        return int(cursor.fetchone()[0])


def set_deadline(record_id: UUID, *, obligation: str, due_at: datetime, derivation: str = "") -> UUID:
    """Say until when something is owed about a record. Refuses ``deadline_open_once``."""
    with constraints_as_refusals():
        deadline = Deadline.objects.create(
            record_id=record_id, obligation=obligation, due_at=due_at, derivation=derivation
        )
    _refresh_due(record_id)
    return deadline.id


def meet_deadline(record_id: UUID, *, obligation: str, at: datetime) -> None:
    """What was owed is done. Refuses ``no_open_deadline``."""
    owed = Deadline.objects.filter(record_id=record_id, obligation=obligation, met_at=None)
    if not owed.update(met_at=at):
        raise Refusal("no_open_deadline", _NO_DEADLINE.format(obligation=obligation))
    _refresh_due(record_id)


def set_deadlines(record_ids: Sequence[UUID], *, obligation: str, due_at: datetime, derivation: str = "") -> None:
    """The same deadline for many records, set-based. Refuses ``deadline_open_once``."""
    rows = (Deadline(record_id=key, obligation=obligation, due_at=due_at, derivation=derivation) for key in record_ids)
    with constraints_as_refusals():
        Deadline.objects.bulk_create(rows, batch_size=BATCH)
    _refresh_dues(record_ids)


def meet_deadlines(record_ids: Sequence[UUID], *, obligation: str, at: datetime) -> None:
    """What was owed about these records is done, as far as it was owed."""
    Deadline.objects.filter(record_id__in=record_ids, obligation=obligation, met_at=None).update(met_at=at)
    _refresh_dues(record_ids)


def comment_on(record_id: UUID, text: str, *, actor: Actor, at: datetime) -> None:
    """Say something about a record. Refuses ``comment_says_something``."""
    comment = Comment(record_id=record_id, text=text.strip(), at=at, actor_id=actor.account_id, actor_label=actor.label)
    with constraints_as_refusals():
        comment.save(force_insert=True)


def attach_file(record_id: UUID, content: bytes, *, name: str, media_type: str, actor: Actor, at: datetime) -> UUID:
    """Keep a file with a record; the same content is stored once."""
    attachment = Attachment(
        record_id=record_id,
        name=name,
        media_type=media_type,
        size_bytes=len(content),
        content_hash=store_blob(content),
        added_at=at,
        added_by=actor.account_id,
        added_label=actor.label,
    )
    with constraints_as_refusals():
        attachment.save(force_insert=True)
    return attachment.id


def link_records(from_id: UUID, to_id: UUID, *, relation: str, at: datetime) -> None:
    """One record refers to another, as ``answers`` or ``replaces``. Refuses ``link_once`` and ``link_to_another``."""
    with constraints_as_refusals():
        Link.objects.create(from_record_id=from_id, to_record_id=to_id, relation=relation, at=at)


def record_facts(facts: Sequence[NewFact], *, actor: Actor, at: datetime) -> None:
    """Record facts of the catalogue with their typed value. A fact that holds already ends where the new one begins.

    Raises KeyError for a fact that is not in the catalogue, TypeError for a value that is not of the fact's type.
    """
    rows = []
    for each in facts:
        held = RecordedFact.objects.filter(holds_on(each.valid_from), subject_id=each.subject_id, fact=each.fact)
        held.update(valid_to=each.valid_from)
        row = RecordedFact(
            subject_id=each.subject_id,
            fact=each.fact,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            source=each.source,
            record_id=each.record_id,
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        setattr(row, column_of(fact_type(each.fact), each.value).value, each.value)
        rows.append(row)
    with constraints_as_refusals():
        RecordedFact.objects.bulk_create(rows, batch_size=BATCH)


def numbered(series: str, at: datetime, pattern: str = "{year}-{number:05}") -> str:
    """The next number of this year's series, written out."""
    year = day_of(at).year
    return pattern.format(year=year, number=next_number(series, year))


def _refresh_due(record_id: UUID) -> None:
    _refresh_dues([record_id])


def _refresh_dues(record_ids: Sequence[UUID]) -> None:
    nearest = Deadline.objects.filter(record_id=OuterRef("id"), met_at=None).order_by("due_at").values("due_at")[:1]
    Record.objects.filter(id__in=record_ids).update(due_at=Subquery(nearest))


def _stands(standing: tuple[str, int] | None, move: NewMove) -> bool:
    return standing is not None and standing[0] == move.from_state and move.version in {None, standing[1]}


def _record(record: NewRecord, actor: Actor, at: datetime) -> Record:
    return Record(
        id=record.id,
        kind=record.kind,
        scheme=record.scheme,
        edition=record.edition,
        organisation_id=record.organisation_id,
        subject_id=record.subject_id,
        follows_subject=record.follows_subject,
        number=record.number,
        title=record.title,
        state=record.state,
        state_at=at,
        due_at=record.due_at,
        opened_at=at,
        opened_by=actor.account_id,
    )


def _move(move: NewMove, version: int, actor: Actor, at: datetime) -> Move:
    return Move(
        id=new_id(),
        record_id=move.record_id,
        version=version,
        verb=move.verb,
        from_state=move.from_state or None,
        to_state=move.to_state,
        at=at,
        actor_id=actor.account_id,
        actor_label=actor.label,
        roles=" ".join(actor.roles),
        reason=move.reason,
        note=move.note,
    )
