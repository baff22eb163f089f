"""Work that the job worker does by itself: bonuses follow the verdicts on their outcomes."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.incentives.settling import plans_to_settle, settle_plan
from niangjia.kernel.access.queries import NOBODY, accounts_who_may, actor_of
from niangjia.kernel.access.unit_of_work import directory, unit_of_work

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="incentives.settle", queue="default")
def settle_all(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Settle every plan in force of every federation."""
    for federation in directory():
        with unit_of_work(NOBODY, federation):
            plans = plans_to_settle()
        for plan_id, organisation_id in plans:
            settle_one(plan_id, organisation_id, federation)


def settle_one(plan_id: UUID, organisation_id: UUID, federation: str = "default") -> None:
    """Settle one plan on behalf of the first account that may reward by it; one that fails leaves the others alone."""
    now = clock.now()
    with unit_of_work(NOBODY, federation):
        able = accounts_who_may("incentive.reward", on=organisation_id, at=clock.day_of(now))
        actor = actor_of(able[0], at=now) if able else None
    if actor is None:
        log.warning("nobody may settle the plan %s", plan_id)
        return
    try:
        with unit_of_work(actor, federation):
            settle_plan(plan_id, actor=actor, at=now)
    except Refusal as refused:
        log.warning("the plan %s is not settled: %s", plan_id, refused.code)
