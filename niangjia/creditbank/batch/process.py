"""The door of a working process: Django is set up first, and what needs it is imported then."""

import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import django


@dataclass(frozen=True, slots=True)
class Job:
    """What a working process must know; plain values, so that any process anywhere can be told."""

    run_id: UUID
    database: dict[str, Any]
    schema: str


def work(job: Job) -> int:
    """Do chunks until none is left, and give how many learners were done here. For a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "niangjia.config.settings")
    django.setup()
    from niangjia.creditbank.batch.connections import read_everything  # noqa: PLC0415 - needs Django set up
    from niangjia.creditbank.batch.working import do_chunks  # noqa: PLC0415 - the same

    return do_chunks(job.run_id, read_everything(job.database, job.schema))
