"""Tell people something, and note that they read it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.core.constraints import constraints_as_refusals
from niangjia.kernel.notices.models import Notice
from niangjia.kernel.notices.types import NewNotice

BATCH: Final = 2000


def notify(notices: Sequence[NewNotice], *, actor: Actor, at: datetime) -> None:
    """Tell people, in the transaction of what they are told about. Refuses ``notice_says_something``."""
    rows = (
        Notice(
            person_id=each.person_id,
            kind=each.kind,
            about=each.about,
            words_zh=each.words.zh,
            words_en=each.words.en,
            told_at=at,
            told_by=actor.account_id,
        )
        for each in notices
    )
    with constraints_as_refusals():
        Notice.objects.bulk_create(rows, batch_size=BATCH)


def read_notices(person_id: UUID, *, latest: UUID, at: datetime) -> int:
    """Note that a person read what she was told up to the notice ``latest``; what came since stays new. Gives how many.

    Of somebody else's notices none is found.
    """
    return Notice.objects.filter(person_id=person_id, read_at=None, id__lte=latest).update(read_at=at)
