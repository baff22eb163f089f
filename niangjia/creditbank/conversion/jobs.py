"""How the job that computes a run stands: what the run's own row cannot say when whoever computed it is dead."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.creditbank.conversion.models import ProposalRun
from niangjia.kernel.access.unit_of_work import DEFAULT, directory

PROPOSALS: Final = "conversion.compute_proposals"
REPLAY: Final = "batch.compute_replay"
ON_ITS_WAY: Final = timedelta(minutes=1)  # the job is handed over after the run's row is committed
SILENCE_SECONDS: Final = 40  # a worker says every ten that it lives
_JOB: Final = """
SELECT job.status, coalesce(worker.last_heartbeat > now() - make_interval(secs => %s), false)
FROM "{schema}".procrastinate_jobs AS job LEFT JOIN "{schema}".procrastinate_workers AS worker
    ON worker.id = job.worker_id
WHERE job.task_name = %s AND job.args ->> 'run_id' = %s
ORDER BY job.id DESC LIMIT 1
"""


class RunStanding(StrEnum):
    """How far a computation is, or how it ended."""

    WAITING = "waiting"
    RUNNING = "running"
    STALLED = "stalled"  # its worker is silent; it is taken up again by the next that lives
    BROKEN = "broken"  # its job is dead: only asking again helps
    REFUSED = "refused"  # the run says why
    DONE = "done"

    @property
    def is_live(self) -> bool:
        """Whether it goes on by itself."""
        return self in {RunStanding.WAITING, RunStanding.RUNNING, RunStanding.STALLED}


def standing_of(run: ProposalRun, *, at: datetime) -> RunStanding:
    """How a run stands at an instant. One query while it has not ended."""
    if run.finished_at is not None:
        return RunStanding.REFUSED if run.failure else RunStanding.DONE
    if run.asked_by is None:  # asked for at the console, which needs no job
        return RunStanding.RUNNING
    return standing_of_job(PROPOSALS, run.id, asked_at=run.asked_at, at=at)


def standing_of_job(task: str, run_id: UUID, *, asked_at: datetime, at: datetime) -> RunStanding:
    """How the job of a run that has not ended stands. One query."""
    job = _job_of(task, run_id)
    if job is None:
        return RunStanding.WAITING if at - asked_at < ON_ITS_WAY else RunStanding.BROKEN
    status, is_heard = job
    if status == "doing":
        return RunStanding.RUNNING if is_heard else RunStanding.STALLED
    return RunStanding.WAITING if status == "todo" else RunStanding.BROKEN


def _job_of(task: str, run_id: UUID) -> tuple[str, bool] | None:
    statement = _JOB.format(schema=directory()[DEFAULT].schema)  # all federations' jobs stand in one queue
    with connection.cursor() as cursor:
        cursor.execute(statement, [SILENCE_SECONDS, task, str(run_id)])
        found: tuple[str, bool] | None = cursor.fetchone()
    return found
