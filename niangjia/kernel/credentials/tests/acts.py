"""Entering made-up acts, and stepping the log on."""

from datetime import UTC, datetime
from hashlib import sha256

from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.operations import enter
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.credentials.types import Kind, NewEntry

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def new_entries(count, kind=Kind.PUBLISH):
    return [NewEntry(kind, new_id(), sha256(str(number).encode()).digest()) for number in range(count)]


def entered(count):
    """Entries that are committed; gives their records."""
    entries = new_entries(count)
    with unit_of_work(SYSTEM):
        enter(entries, at=AT)
    return [entry.about_id for entry in entries]


def integrated(most=5_000):
    with unit_of_work(SYSTEM):
        return integrate(at=AT, most=most)
