"""Work that the job worker does by itself every day."""

import logging

from procrastinate.contrib.django import app

from niangjia.core.clock import now
from niangjia.core.refusals import Refusal
from niangjia.kernel.records.cleaning import clean_blobs

log = logging.getLogger(__name__)


@app.periodic(cron="40 3 * * *")
@app.task(name="records.clean_uploads", queue="default")
def clean_uploads(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says for when
    """Remove uploads older than a day that no record uses; while a backup goes on, tomorrow is soon enough."""
    try:
        cleaned = clean_blobs(at=now())
    except Refusal as refused:
        log.warning("uploads not cleaned: %s", refused.code)
    else:
        log.info("uploads cleaned: %d", cleaned.count)
