"""What the ledger needs done by itself, in every federation. Done again it changes nothing."""

from datetime import datetime

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.unit_of_work import directory, unit_of_work
from niangjia.kernel.ledger.operations import expire_pending, sum_up
from niangjia.kernel.ledger.years import make_parts


def expire_all(*, at: datetime) -> int:
    """Void every pending transfer that has expired by ``at``; gives how many. Opens units of work of its own.

    At most a thousand in each, so that nobody waits long for the lane.
    """
    return sum(_expire_in(federation, at) for federation in directory())


def _expire_in(federation: str, at: datetime) -> int:
    count = 0
    while True:
        with unit_of_work(SYSTEM, federation):
            expired = expire_pending(at=at)
        if not expired:
            return count
        count += len(expired)


def make_all_parts() -> tuple[str, ...]:
    """Make the parts that divided ledgers need for the coming half-year; gives their names."""
    made: list[str] = []
    for federation in directory():
        with unit_of_work(SYSTEM, federation):
            made += make_parts()
    return tuple(made)


def sum_all_up() -> int:
    """Sum up what was booked since last time in every federation, for balances by event time; gives the stretches."""
    count = 0
    for federation in directory():
        with unit_of_work(SYSTEM, federation):
            count += sum_up()
    return count
