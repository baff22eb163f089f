"""``niangjia rotate-keys``: a new master key, and every person's key and every signing key wrapped by it.

Old master keys stay in the ring: backups made before need them. What is encrypted and the indexes by which numbers are
found hang on other keys and do not change.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings

from niangjia.core import crypto
from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.operations import rewrap_signing_keys
from niangjia.kernel.people.operations import rewrap_keys
from niangjia.kernel.people.queries import stale_keys_count

BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Rotation:
    """What was done: whether an earlier rotation was finished instead of a new key made, and how many were wrapped."""

    finished_earlier: bool
    rewrapped_count: int


def rotate_keys() -> Rotation:
    """Make a new master key and wrap every person's key by it, in small transactions; pages go on serving.

    Where an earlier rotation was broken off, that one is finished and no new master key is made.
    """
    left_over = _stale_count()
    if not left_over:
        crypto.rotate()
    count = left_over or _stale_count()
    for federation in settings.FEDERATIONS:
        with unit_of_work(SYSTEM, federation):
            rewrap_signing_keys()
        _rewrap_in(federation)
    return Rotation(left_over > 0, count)


def _stale_count() -> int:
    count = 0
    for federation in settings.FEDERATIONS:
        with unit_of_work(SYSTEM, federation):
            count += stale_keys_count()
    return count


def _rewrap_in(federation: str) -> None:
    after: UUID | None = None
    while True:
        with unit_of_work(SYSTEM, federation):
            after = rewrap_keys(after=after, at_most=BATCH)
        if after is None:
            return
