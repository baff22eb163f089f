"""Work that the job worker does by itself."""

import logging

from procrastinate.contrib.django import app

from niangjia.core.clock import now
from niangjia.kernel.ledger.upkeep import expire_all, make_all_parts, sum_all_up

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="ledger.expire_pending", queue="default")
def expire_pending(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Void the pending transfers that have expired: finding none takes a quarter of a millisecond."""
    if count := expire_all(at=now()):
        log.info("pending transfers expired: %d", count)


@app.periodic(cron="20 3 * * *")
@app.task(name="ledger.make_parts", queue="default")
def make_parts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Make next year's part of a divided ledger, half a year before it is needed."""
    for part in make_all_parts():
        log.info("part of the ledger made: %s", part)


@app.periodic(cron="30 3 * * *")
@app.task(name="ledger.sum_up", queue="default")
def sum_up(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Sum up what was booked since last night, so that balances by event time need not read it one by one."""
    log.info("stretches of accounts summed up: %d", sum_all_up())
