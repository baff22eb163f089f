"""Work for the job worker: a replay over all learners, by processes of its own, taken up where it broke off."""

from typing import Final
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.batch.connections import open_reading, schema_of
from niangjia.creditbank.batch.running import replay_plan, see_through
from niangjia.creditbank.batch.runs import Plan, finish, plan_chunks
from niangjia.creditbank.batch.sentences import BROKE_OFF_CODE, CHANGED_CODE, DRAFT_CHANGED
from niangjia.creditbank.conversion.jobs import REPLAY
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.access.unit_of_work import unit_of_work

_ASKED: Final = 'SELECT rule_book_id, compared_with_id, "on", asked_by FROM batch_run WHERE id = %s'
_CHANGED: Final = """
SELECT 1 FROM batch_run AS run JOIN rulebooks_rulebook AS book ON book.id = run.rule_book_id
WHERE run.id = %s AND book.content_hash <> run.content_hash
"""
RETRY: Final = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions={OperationalError, InterfaceError})


@app.task(name=REPLAY, queue="default", retry=RETRY)
def compute_replay(run_id: str, federation: str = "default") -> None:
    """Compute a replay that was asked for. What breaks it off leaves its chunks done; a changed draft ends it."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    run, schema = UUID(run_id), schema_of(federation)
    with open_reading(schema) as reading:
        try:
            plan_chunks(reading, run, _plan_of(reading, run, federation))
            see_through(reading, run, schema=schema)
        except Refusal as refused:
            is_changed = refused.code == BROKE_OFF_CODE and _is_changed(reading, run)
            finish(reading, run, at=clock.now(), failure=CHANGED_CODE if is_changed else refused.code)


def _plan_of(reading: psycopg.Connection, run: UUID, federation: str) -> Plan:
    """What a run asks for. Refuses ``draft_changed``."""
    if _is_changed(reading, run):
        raise Refusal(CHANGED_CODE, DRAFT_CHANGED)
    found = reading.execute(_ASKED, [run]).fetchone()
    if found is None:
        raise LookupError(f"there is no run {run}")
    book, other, on, asked_by = found
    with unit_of_work(SYSTEM, federation):
        return replay_plan(RuleBook.objects.get(id=book), RuleBook.objects.get(id=other), on=on, asked_by=asked_by)


def _is_changed(reading: psycopg.Connection, run: UUID) -> bool:
    return reading.execute(_CHANGED, [run]).fetchone() is not None
