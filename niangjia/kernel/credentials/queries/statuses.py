"""The statuses of credentials, one by one and as the bits of a list."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.kernel.credentials.models import StatusEntry, StatusList
from niangjia.kernel.credentials.types import LIST_LENGTH, Purpose, Status, StatusPlace

_SET: Final = {
    Purpose.REVOCATION: "revoked_at__isnull",
    Purpose.SUSPENSION: "suspended_at__isnull",
    Purpose.SPENT: "spent_at__isnull",
}


def places_of(about_ids: Collection[UUID]) -> Mapping[UUID, StatusPlace]:
    """Where the statuses of records stand; those without a place are left out. One query."""
    rows = StatusEntry.objects.filter(about_id__in=about_ids, replaced_at=None)
    return {row.about_id: StatusPlace(row.id, row.list_id, row.index) for row in rows}


def status_of(about_id: UUID) -> Status:
    """What holds of a record's newest credentials."""
    place = places_of([about_id]).get(about_id)
    return Status() if place is None else statuses_at([place.id])[place.id]


def statuses_at(place_ids: Collection[UUID]) -> Mapping[UUID, Status]:
    """What holds at places of lists, by their ids. One query."""
    rows = StatusEntry.objects.filter(id__in=place_ids)
    return {row.id: Status(row.revoked_at, row.suspended_at, row.spent_at) for row in rows}


def status_list_made_at(list_id: UUID) -> datetime | None:
    """When a list was made; None where there is none."""
    return StatusList.objects.filter(id=list_id).values_list("made_at", flat=True).first()


def status_bit(list_id: UUID, purpose: Purpose, index: int) -> bool | None:
    """One bit of a list; None where there is no such list. Two queries."""
    if not 0 <= index < LIST_LENGTH or not StatusList.objects.filter(id=list_id).exists():
        return None
    return StatusEntry.objects.filter(list_id=list_id, index=index, **{_SET[purpose]: False}).exists()


def status_bits(list_id: UUID, purpose: Purpose) -> bytes:
    """The bits of a list, the first place in the highest bit of the first byte. One query by a partial index."""
    bits = bytearray(LIST_LENGTH // 8)
    for index in StatusEntry.objects.filter(list_id=list_id, **{_SET[purpose]: False}).values_list("index", flat=True):
        bits[index >> 3] |= 0x80 >> (index & 7)
    return bytes(bits)
