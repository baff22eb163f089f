"""Keys: UUIDs of version 7 (RFC 9562), which sort by the millisecond in which they were made.

They tell when they were made: whatever must stay anonymous takes ``uuid.uuid4()`` instead.
"""

import threading
from datetime import datetime
from os import urandom
from uuid import UUID

from niangjia.core import clock

_COUNTER_BITS = 12
_TAIL_BITS = 62
_COUNTER, _HALF_A_MILLISECOND, _TAIL = (1 << _COUNTER_BITS) - 1, (1 << _COUNTER_BITS - 1) - 1, (1 << _TAIL_BITS) - 1
_DRAWN_BYTES = 10  # for counter and tail at once: asking the system costs more than all the rest
_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A new key. Within one process each sorts after all made before it."""
    global _last  # noqa: PLW0603 - the order within a millisecond is a fact of the process
    chance = int.from_bytes(urandom(_DRAWN_BYTES))
    ticks = _milliseconds(clock.now()) << _COUNTER_BITS | chance >> _TAIL_BITS & _HALF_A_MILLISECOND
    with _lock:
        _last = max(ticks, _last + 1)
        ticks = _last
    return _uuid(ticks, chance & _TAIL)


def id_at(instant: datetime) -> UUID:
    """A new key that sorts at an aware instant: for records that are entered later than they came about."""
    chance = int.from_bytes(urandom(_DRAWN_BYTES))
    return _uuid(_milliseconds(instant) << _COUNTER_BITS | chance >> _TAIL_BITS & _COUNTER, chance & _TAIL)


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _uuid(ticks: int, tail: int) -> UUID:
    milliseconds, counter = ticks >> _COUNTER_BITS, ticks & _COUNTER
    return UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << _TAIL_BITS | tail)
