"""The log: its head, its tiles, and proofs over them."""

import re
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from niangjia.core.transparency import merkle
from niangjia.core.transparency.tiles import WIDTH, bundle_bytes
from niangjia.kernel.credentials.models import LogEntry, LogHead, LogLeaf, LogWaiting
from niangjia.kernel.credentials.nodes import StoredNodes
from niangjia.kernel.credentials.types import Inclusion, Kind, Waiting

ENTRIES: Final = "entries"
_TILE: Final = re.compile(
    r"(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<place>(?:x[0-9]{3}/){0,3}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def head() -> LogHead | None:
    """The newest signed head; None while nothing was ever integrated."""
    return LogHead.objects.order_by("-size").first()


def oldest_waiting() -> datetime | None:
    """Since when the oldest entry waits to be integrated, as far as it may be seen; None where none waits."""
    first = LogWaiting.objects.order_by("id").values_list("id", flat=True).first()
    # a key of version 7 tells its millisecond, also to whom the entry itself is not shown
    return None if first is None else datetime.fromtimestamp((first.int >> 80) / 1000, tz=UTC)


def tile(path: str) -> bytes | None:
    """A tile (``0/x001/234``, ``1/000.p/5``) or bundle (``entries/000``) as it is served; None where there is none.

    A partial one is served as long as the log has so many hashes there, so that older heads stay checkable.
    """
    asked = _TILE.fullmatch(path)
    if asked is None:
        return None
    number = int(re.sub(r"[x/]", "", asked["place"]))
    width = int(asked["width"] or WIDTH)
    if width > WIDTH or (asked["width"] and width == WIDTH):
        return None
    if asked["level"] == ENTRIES:
        first = number * WIDTH
        entries = LogLeaf.objects.filter(seq__gte=first, seq__lt=first + width).order_by("seq")
        found = [bytes(entry) for entry in entries.values_list("entry", flat=True)]
        return bundle_bytes(found) if len(found) == width else None
    hashes = StoredNodes().tile(int(asked["level"]), number)[:width]
    return b"".join(hashes) if len(hashes) == width else None


def inclusion_proof(about_id: UUID, kind: Kind) -> Inclusion | Waiting | None:
    """The proof that the newest entry of this kind about a record is in the log, under the newest head.

    None where there is no such entry, or it may not be seen.
    """
    row = LogEntry.objects.filter(about_id=about_id, kind=kind).order_by("-id").first()
    if row is None:
        return None
    leaf, newest = LogLeaf.objects.filter(entry_id=row.id).first(), head()
    if leaf is None or newest is None:
        return Waiting(kind, row.at)
    hashes = merkle.inclusion_proof(leaf.seq, newest.size, StoredNodes().read)
    return Inclusion(
        kind=kind,
        at=row.at,
        salt=bytes(row.salt),
        content_hash=bytes(row.content_hash),
        entry=bytes(leaf.entry),
        index=leaf.seq,
        size=newest.size,
        hashes=tuple(hashes),
        note=newest.note,
    )


def consistency_proof(older: int, newer: int) -> list[bytes] | None:
    """The hashes that show the log of ``older`` leaves as the beginning of that of ``newer``; None outside the log."""
    newest = head()
    if newest is None or not 0 < older <= newer <= newest.size:
        return None
    return merkle.consistency_proof(older, newer, StoredNodes().read)
