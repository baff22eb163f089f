"""The sequencer: what is committed becomes leaves of the log, in one order without gaps, under a signed head.

Everything that one step does is one transaction: killed at any point, it has done nothing and the next begins anew.
One lock for each federation's log lets one sequencer in at a time; numbers are unique besides.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.transparency.checkpoints import Checkpoint, sign_checkpoint
from niangjia.core.transparency.merkle import root
from niangjia.core.transparency.tiles import WIDTH
from niangjia.kernel.access.unit_of_work import directory, unit_of_work
from niangjia.kernel.credentials.addresses import log_origin
from niangjia.kernel.credentials.models import LogHead, LogLeaf, LogSubtree
from niangjia.kernel.credentials.nodes import StoredNodes, combined
from niangjia.kernel.credentials.operations.keys import signer_of

MOST: Final = 5_000  # in one step, so that a step stays well under a second
_LOCK: Final = "SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.transparency_log', 0))"
_TAKE: Final = """
DELETE FROM credentials_logwaiting
WHERE id IN (SELECT id FROM credentials_logwaiting ORDER BY id LIMIT %s)
RETURNING id, entry
"""


def integrate_everywhere(*, at: datetime) -> int:
    """One step in the log of every federation; gives how many entries were integrated. Opens units of work."""
    count = 0
    for federation in directory():
        with unit_of_work(SYSTEM, federation):
            count += integrate(at=at)
    return count


def integrate(*, at: datetime, most: int = MOST) -> int:
    """One step: take committed entries, number them on, sign the new head. Gives how many; 0 while another does so."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(_TAKE, [most])
        taken = sorted((entry_id, bytes(entry)) for entry_id, entry in cursor.fetchall())
    if not taken:
        return 0
    size = _size()
    _append(size, taken)
    _sign(size + len(taken), at=at)
    return len(taken)


def _size() -> int:
    newest = LogLeaf.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if newest is None else newest + 1


def _append(size: int, taken: Sequence[tuple[UUID, bytes]]) -> None:
    """The leaves, and the hashes of what they complete, level by level."""
    leaves = [LogLeaf(seq=seq, entry_id=key, entry=entry) for seq, (key, entry) in enumerate(taken, start=size)]
    LogLeaf.objects.bulk_create(leaves)
    before, after, level = size // WIDTH, (size + len(taken)) // WIDTH, 1
    while before < after:
        below = StoredNodes()
        LogSubtree.objects.bulk_create(
            LogSubtree(level=level, number=number, hash=combined(below.tile(level - 1, number)))
            for number in range(before, after)
        )
        before, after, level = before // WIDTH, after // WIDTH, level + 1


def _sign(size: int, *, at: datetime) -> None:
    digest = root(size, StoredNodes().read)
    note = sign_checkpoint(Checkpoint(log_origin(), size, digest), signer_of(None, at=at).key)
    LogHead.objects.create(size=size, root=digest, note=note, signed_at=at)
