"""Files that wait: handed in for a draft, and attached to its record once that is opened."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.types import Actor
from niangjia.core.constraints import constraints_as_refusals
from niangjia.kernel.records.files import StoredFile, store_file
from niangjia.kernel.records.models import Attachment, KeptFile

KEPT_FOR: Final = timedelta(days=60)


def keep_file(
    content: bytes,
    *,
    name: str,
    purpose: str,
    draft_id: UUID,
    about_id: UUID,
    actor: Actor,
    at: datetime,
    known_as: str | None = None,
) -> UUID:
    """Keep a file for a draft about someone. Refuses as ``store_file`` does, and ``kept_file_once``."""
    beside = KeptFile.objects.filter(draft_id=draft_id).count()
    stored = store_file(content, name=name, kept_count=beside, known_as=known_as)
    kept = KeptFile(
        draft_id=draft_id,
        about_id=about_id,
        purpose=purpose,
        name=stored.name,
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
        content_hash=stored.content_hash,
        scan=stored.scan,
        kept_at=at,
        kept_by=actor.account_id,
        kept_label=actor.label,
    )
    with constraints_as_refusals():
        kept.save(force_insert=True)
    return kept.id


def kept_files(draft_id: UUID) -> Sequence[KeptFile]:
    """What waits for a draft, in the order in which it came."""
    return list(KeptFile.objects.filter(draft_id=draft_id).order_by("id"))


def drop_kept_file(key: UUID, *, draft_id: UUID) -> None:
    """Take a file out of a draft; one that is not there changes nothing."""
    KeptFile.objects.filter(id=key, draft_id=draft_id).delete()


def attach_kept_files(draft_id: UUID, record_id: UUID) -> int:
    """What waited for the draft belongs to the record from now on, added when and by whom it was handed in."""
    waiting = kept_files(draft_id)
    Attachment.objects.bulk_create(
        Attachment(
            record_id=record_id,
            name=each.name,
            media_type=each.media_type,
            size_bytes=each.size_bytes,
            content_hash=each.content_hash,
            purpose=each.purpose,
            scan=each.scan,
            added_at=each.kept_at,
            added_by=each.kept_by,
            added_label=each.kept_label,
        )
        for each in waiting
    )
    KeptFile.objects.filter(id__in=[each.id for each in waiting]).delete()
    return len(waiting)


def attach_stored(record_id: UUID, stored: StoredFile, *, purpose: str, actor: Actor, at: datetime) -> Attachment:
    """Attach a file that was looked at (``files.store_file``) to a record."""
    attachment = Attachment(
        record_id=record_id,
        name=stored.name,
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
        content_hash=stored.content_hash,
        purpose=purpose,
        scan=stored.scan,
        added_at=at,
        added_by=actor.account_id,
        added_label=actor.label,
    )
    with constraints_as_refusals():
        attachment.save(force_insert=True)
    return attachment


def forget_kept_files(*, at: datetime) -> int:
    """Drop what has waited for longer than ``KEPT_FOR``, whosever it is; the contents are cleaned away after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_kept_files(%s)", [at - KEPT_FOR])
        return int(cursor.fetchone()[0])
