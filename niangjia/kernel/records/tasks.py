"""Work that the job worker does by itself."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app

from niangjia.core.audit.types import SYSTEM
from niangjia.core.clock import now
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import directory, unit_of_work
from niangjia.kernel.records.cleaning import clean_blobs
from niangjia.kernel.records.keeping import forget_kept_files

log = logging.getLogger(__name__)


@app.periodic(cron="40 3 * * *")
@app.task(name="records.clean_uploads", queue="default")
def clean_uploads(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Remove uploads older than a day that no record uses; while a backup goes on, tomorrow is soon enough.

    Files of drafts that nobody took up again are let go first.
    """
    for federation in directory():
        with unit_of_work(SYSTEM, federation):
            forget_kept_files(at=now())
    try:
        cleaned = clean_blobs(at=now())
    except Refusal as refused:
        log.warning("uploads not cleaned: %s", refused.code)
    else:
        log.info("uploads cleaned: %d", cleaned.count)


@app.periodic(cron="* * * * *")
@app.task(name="records.take_up_stalled", queue="default", queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Put jobs whose worker was killed back into the queue: its heartbeat is silent for half a minute."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)
        log.warning("job taken up again: %s", job.task_name)
