"""Clean away contents that nothing names: uploads that were refused, and drafts of writers that were killed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.unit_of_work import directory, unit_of_work
from niangjia.kernel.records.blobs import cleaning_blobs

BATCH: Final = 1000
LEAST_AGE: Final = timedelta(days=1)  # a page's token for what was uploaded is good for a day
_BUSY: Final = Term(
    "正在备份或存放附件，这次没有清理完（已清理 {count} 份）。请稍后再运行。",
    "A backup or an upload is going on; not all was cleaned ({count} removed). Run it again later.",
)
_TOO_YOUNG: Final = Term(
    "只能清理一天以前的：刚上传的可能还要用。", "Only what is older than a day can be cleaned: uploads may be in use."
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many contents were removed, and their size in bytes."""

    count: int = 0
    size_bytes: int = 0

    def __add__(self, other: "Cleaned") -> "Cleaned":
        return Cleaned(self.count + other.count, self.size_bytes + other.size_bytes)


def clean_blobs(*, at: datetime, older_than: timedelta = LEAST_AGE) -> Cleaned:
    """Remove contents last stored longer ago than ``older_than`` that no attachment of any federation names.

    Opens units of work of its own. Refuses ``blobs_too_young`` below a day, and ``blobs_busy`` while a backup goes on.
    """
    if older_than < LEAST_AGE:
        raise Refusal("blobs_too_young", _TOO_YOUNG)
    before, cleaned = (at - older_than).timestamp(), Cleaned()
    found = _older(before)
    while batch := list(islice(found, BATCH)):
        used = _in_use([path.name for path in batch])
        for path in batch:
            if path.name not in used:
                cleaned += _remove(path, before, cleaned)
    return cleaned


def _older(before: float) -> Iterator[Path]:
    for path in sorted((Path(settings.NIANGJIA_DATA) / "blobs").glob("??/??/*")):
        if path.stat().st_mtime < before:
            yield path


def _in_use(keys: list[str]) -> set[str]:
    used: set[str] = set()
    for federation in directory():
        with unit_of_work(SYSTEM, federation), connection.cursor() as cursor:
            cursor.execute("SELECT blobs_in_use(%s)", [keys])
            used.update(key for (key,) in cursor.fetchall())
    return used


def _remove(path: Path, before: float, so_far: Cleaned) -> Cleaned:
    """Remove one, unless somebody has stored the same content meanwhile."""
    with cleaning_blobs() as ours:
        if not ours:
            raise Refusal("blobs_busy", _BUSY.format(count=so_far.count))
        state = path.stat()
        if state.st_mtime >= before:
            return Cleaned()
        path.unlink()
        return Cleaned(1, state.st_size)
