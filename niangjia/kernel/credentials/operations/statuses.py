"""Allot places in status lists, and say since when a credential is revoked, suspended or spent.

A place is drawn at random from a list of 131,072, so that its number tells neither when nor for whom it was allotted.
Lists are filled to half: a draw finds a free place within two tries on average.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from niangjia.core.ids import new_id
from niangjia.kernel.credentials.models import StatusEntry, StatusList
from niangjia.kernel.credentials.types import LIST_LENGTH, Purpose

_HALF: Final = LIST_LENGTH // 2
_COLUMNS: Final = {
    Purpose.REVOCATION: "revoked_at",
    Purpose.SUSPENSION: "suspended_at",
    Purpose.SPENT: "spent_at",
}
_DRAW: Final = """
INSERT INTO credentials_statusentry (id, about_id, list_id, index)
SELECT gen_random_uuid(), about_id, %s, index FROM unnest(%s::uuid[], %s::integer[]) AS drawn (about_id, index)
ON CONFLICT DO NOTHING
"""


def allot_statuses(about_ids: Collection[UUID], *, at: datetime) -> None:
    """Give each record that has none a place for the status of its credentials. Done again it changes nothing.

    Of two at once for the same record the second waits for the first and finds its place.
    """
    missing = _without_place(set(about_ids))
    open_list = StatusList.objects.order_by("-id").values_list("id", flat=True).first() or _new_list(at)
    while missing:
        places = [secrets.randbelow(LIST_LENGTH) for _ in missing]
        with connection.cursor() as cursor:
            cursor.execute(_DRAW, [open_list, missing, places])
            collided = cursor.rowcount < len(missing)
        if collided and StatusEntry.objects.filter(list_id=open_list).count() >= _HALF:
            open_list = _new_list(at)
        missing = _without_place(missing) if collided else []


def set_status(about_ids: Collection[UUID], purpose: Purpose, *, holds: bool, at: datetime) -> None:
    """Say of the credentials of records that they are revoked, suspended or spent from ``at`` on, or no more.

    A revocation is final. A record without a credential is noted too: one that is issued later says so from its start.
    """
    column = _COLUMNS[purpose]
    if holds:
        allot_statuses(about_ids, at=at)
    lock_statuses(about_ids)
    standing = _current(about_ids).filter(**{f"{column}__isnull": holds})
    standing.update(**{column: at if holds else None})


def lock_statuses(about_ids: Collection[UUID]) -> None:
    """Lock the statuses of records until the transaction ends, always in one order."""
    list(_current(about_ids).select_for_update().order_by("about_id"))


def renew_statuses(about_ids: Collection[UUID], *, at: datetime) -> None:
    """Records are certified again: their next credentials get places of their own, the revoked keep theirs."""
    _current(about_ids).filter(revoked_at__isnull=False).update(replaced_at=at)


def _current(about_ids: Collection[UUID]) -> QuerySet[StatusEntry]:
    return StatusEntry.objects.filter(about_id__in=about_ids, replaced_at=None)


def _without_place(about_ids: Collection[UUID]) -> list[UUID]:
    held = set(_current(about_ids).values_list("about_id", flat=True))
    return sorted(about for about in about_ids if about not in held)


def _new_list(at: datetime) -> UUID:
    made = StatusList.objects.create(id=new_id(), made_at=at)
    return made.id
